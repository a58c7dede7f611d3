//! Hexadecimal and base32hex fields.

use super::{Codec, Flaw, Input, MAX_RDATA, at_least_one, first_octet, one, quoted};
use crate::fault::FaultKind;
use crate::wire::{base16, base32hex};

/// Hexadecimal words to the end.
pub struct HexRest;

impl Codec for HexRest {
    fn read<'t>(&self, input: &mut impl Input<'t>, what: &str) -> Option<()> {
        encode_rest(input, what)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        at_least_one(rest)
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        out.push_str(&base16::encode(octets));
        Some(())
    }
}

/// One hexadecimal word behind an 8-bit length, `-` for none.
pub struct HexLen8;

impl Codec for HexLen8 {
    fn read<'t>(&self, input: &mut impl Input<'t>, what: &str) -> Option<()> {
        one(input, |text, out| encode_prefixed(text, what, out))
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        length_prefixed(rest, 0)
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show_prefixed(octets, out);
        Some(())
    }
}

/// One base32hex word behind an 8-bit length.
pub struct Base32Len8;

impl Codec for Base32Len8 {
    fn read<'t>(&self, input: &mut impl Input<'t>, what: &str) -> Option<()> {
        one(input, |text, out| encode_base32(text, what, out))
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        length_prefixed(rest, 1)
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        out.push_str(&base32hex::encode(octets.get(1..)?));
        Some(())
    }
}

/// What no digit maps to.
const NONE: u8 = 0xff;

/// The value of every octet as a hexadecimal digit.
static DIGITS: [u8; 256] = digits();

const fn digits() -> [u8; 256] {
    let mut table = [NONE; 256];
    let mut rest: &mut [u8] = &mut table;
    let mut byte = 0u8;
    while let Some((slot, behind)) = rest.split_first_mut() {
        *slot = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            b'A'..=b'F' => byte - b'A' + 10,
            _ => NONE,
        };
        rest = behind;
        byte = byte.wrapping_add(1);
    }
    table
}

fn digit(byte: u8) -> u8 {
    DIGITS.get(usize::from(byte)).copied().unwrap_or(NONE)
}

fn foreign(text: &[u8]) -> Flaw {
    let at = text.iter().position(|&byte| digit(byte) == NONE).unwrap_or(0);
    Flaw::within(
        FaultKind::Hex,
        at,
        at + 1,
        format!("{} is no hex digit", quoted(text.get(at..=at).unwrap_or_default())),
    )
}

/// Appends the octets that pairs of digits stand for.
fn pairs(text: &[u8], out: &mut Vec<u8>) -> Result<(), Flaw> {
    // Octets are gathered on the stack, since growing `out` one by one is what costs.
    let mut gathered = [0u8; 32];
    for piece in text.chunks(2 * gathered.len()) {
        let mut seen = 0;
        for (slot, pair) in gathered.iter_mut().zip(piece.chunks_exact(2)) {
            let [high, low] = pair else { continue };
            let (high, low) = (digit(*high), digit(*low));
            seen |= high | low;
            *slot = high << 4 | low & 15;
        }
        if seen > 15 {
            return Err(foreign(text));
        }
        out.extend_from_slice(gathered.get(..piece.len() / 2).unwrap_or_default());
    }
    Ok(())
}

/// Hexadecimal words to the end, at least one digit pair. A pair may stand on both sides of a blank.
fn encode_rest<'t>(input: &mut impl Input<'t>, what: &str) -> Option<()> {
    let before = input.octets();
    let mut token = input.word()?;
    let (mut half, mut count, mut clean) = (None::<u8>, 0, true);
    loop {
        count += token.text.len();
        if clean
            && input.octets() <= MAX_RDATA
            && let Err(flaw) = word(token.text, &mut half, input.out())
        {
            input.flaw(&token, flaw);
            clean = false;
        }
        match input.word() {
            Some(next) => token = next,
            None => break,
        }
    }
    if clean && count % 2 == 1 {
        input.flaw_of_field(FaultKind::Hex, format!("{what} has {count} hex digits, an odd count"));
    } else if clean && input.octets() == before {
        input.flaw_of_field(FaultKind::Hex, format!("{what} is empty"));
    }
    Some(())
}

fn word(text: &[u8], half: &mut Option<u8>, out: &mut Vec<u8>) -> Result<(), Flaw> {
    let mut digits = text;
    if let (Some(high), Some((&first, rest))) = (*half, text.split_first()) {
        if digit(first) == NONE {
            return Err(foreign(text));
        }
        out.push(high << 4 | digit(first));
        *half = None;
        digits = rest;
    }
    // One word can be as long as the file; what no rdata can hold is counted by the caller, not kept.
    let room = digits.get(..2 * (MAX_RDATA + 1)).unwrap_or(digits);
    pairs(room, out).map_err(|_| foreign(text))?;
    if let [.., last] = room
        && room.len() % 2 == 1
    {
        if digit(*last) == NONE {
            return Err(foreign(text));
        }
        *half = Some(digit(*last));
    }
    Ok(())
}

/// One word of hexadecimal without a length octet: the whole of a HIT or an NSAP.
pub fn encode_word(text: &[u8], what: &str, out: &mut Vec<u8>) -> Result<(), Flaw> {
    let text = text.get(..2 * (MAX_RDATA + 1)).unwrap_or(text);
    if text.is_empty() {
        return Err(Flaw::new(FaultKind::Hex, format!("{what} is empty")));
    }
    if text.iter().any(|&byte| digit(byte) == NONE) {
        return Err(foreign(text));
    }
    if text.len() % 2 == 1 {
        return Err(Flaw::new(FaultKind::Hex, format!("{what} has {} hex digits, an odd count", text.len())));
    }
    pairs(text, out)
}

/// One word behind an 8-bit length, `-` for none.
fn encode_prefixed(text: &[u8], what: &str, out: &mut Vec<u8>) -> Result<(), Flaw> {
    if text == b"-" {
        out.push(0);
        return Ok(());
    }
    let Ok(len) = u8::try_from(text.len() / 2) else {
        return Err(Flaw::new(FaultKind::Hex, format!("{what} has {} octets, 255 fit", text.len() / 2)));
    };
    out.push(len);
    encode_word(text, what, out)
}

/// One base32hex word behind an 8-bit length.
fn encode_base32(text: &[u8], what: &str, out: &mut Vec<u8>) -> Result<(), Flaw> {
    let at = out.len();
    if text.len() > 255 * 8 / 5 {
        return Err(Flaw::new(
            FaultKind::Base32,
            format!("{what} has {} digits, {} fit", text.len(), 255 * 8 / 5),
        ));
    }
    out.push(0);
    if base32hex::decode(text, out).is_none() {
        if let Some(at) = text.iter().position(|&byte| base32hex::digit(byte).is_none()) {
            let note = format!("{} is no base32hex digit", quoted(text.get(at..=at).unwrap_or_default()));
            return Err(Flaw::within(FaultKind::Base32, at, at + 1, note));
        }
        return Err(Flaw::new(
            FaultKind::Base32,
            format!("{what} has {} base32hex digits, no whole octets", text.len()),
        ));
    }
    if text.is_empty() {
        return Err(Flaw::new(FaultKind::Base32, format!("{what} is empty")));
    }
    if let (Some(slot), Ok(len)) = (out.get_mut(at), u8::try_from(text.len() * 5 / 8)) {
        *slot = len;
    }
    Ok(())
}

/// The octets of a field behind an 8-bit length.
fn length_prefixed(octets: &[u8], least: u8) -> Result<usize, String> {
    let (len, rest) = first_octet(octets, "length")?;
    if len < least {
        return Err("is empty".to_owned());
    }
    if rest.len() < usize::from(len) {
        return Err(format!("length is {len}, {} octets follow", rest.len()));
    }
    Ok(usize::from(len) + 1)
}

/// Writes what stands behind an 8-bit length, `-` for nothing.
fn show_prefixed(octets: &[u8], out: &mut String) {
    match octets.get(1..) {
        Some(data) if !data.is_empty() => out.push_str(&base16::encode(data)),
        _ => out.push('-'),
    }
}
