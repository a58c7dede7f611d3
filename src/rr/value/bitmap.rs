//! Sets of RR types: the windows of RFC 4034 section 4.1.2 and the bit string of RFC 2535 section 5.2.

use std::fmt::Write as _;

use super::{Codec, Flaw, Input, Word, quoted};
use crate::fault::FaultKind;
use crate::rr::Rtype;

/// An RR type mnemonic.
pub struct Type;

impl Word for Type {
    type Octets = [u8; 2];

    fn parse(text: &[u8]) -> Result<[u8; 2], Flaw> {
        rtype(text).map(|rtype| rtype.0.to_be_bytes())
    }

    fn write(octets: &[u8], out: &mut String) -> Option<()> {
        let code = u16::from_be_bytes(octets.try_into().ok()?);
        write!(out, "{}", Rtype(code)).ok()
    }
}

/// RR type mnemonics to the end as RFC 4034 section 4.1.2 windows; may be none.
pub struct TypeBitmap;

impl Codec for TypeBitmap {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        encode(input)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        check(rest).map(|()| rest.len())
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show(octets, out)
    }
}

/// RR type mnemonics to the end as the NXT bit string of RFC 2535.
pub struct NxtBitmap;

impl Codec for NxtBitmap {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        encode_nxt(input)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        check_nxt(rest).map(|()| rest.len())
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show_nxt(octets, out);
        Some(())
    }
}

/// Octets of one window's bits.
const WINDOW: usize = 32;

/// Reads one type by mnemonic or `TYPEnnn`.
fn rtype(text: &[u8]) -> Result<Rtype, Flaw> {
    Rtype::parse(text)
        .ok_or_else(|| Flaw::new(FaultKind::UnknownType, format!("{} is no RR type", quoted(text))))
}

fn set(bits: &mut [u8; WINDOW], low: u8) {
    if let Some(slot) = bits.get_mut(usize::from(low / 8)) {
        *slot |= 0x80 >> (low % 8);
    }
}

fn push_window(window: u8, bits: &[u8; WINDOW], out: &mut Vec<u8>) {
    let len = WINDOW - bits.iter().rev().take_while(|&&byte| byte == 0).count();
    if let (Ok(octets), true) = (u8::try_from(len), len > 0) {
        out.extend_from_slice(&[window, octets]);
        out.extend_from_slice(bits.get(..len).unwrap_or_default());
    }
}

/// Types to the end; there may be none.
fn encode<'t>(input: &mut impl Input<'t>) -> Option<()> {
    // Nearly all types are in the first two windows; the others are rare enough to be collected.
    let (mut first, mut second, mut others) = ([0u8; WINDOW], [0u8; WINDOW], Vec::new());
    while let Some(token) = input.word() {
        match rtype(token.text) {
            Err(flaw) => input.flaw(&token, flaw),
            Ok(rtype) => match rtype.0.to_be_bytes() {
                [0, low] => set(&mut first, low),
                [1, low] => set(&mut second, low),
                _ => others.push(rtype),
            },
        }
    }
    let out = input.out();
    push_window(0, &first, out);
    push_window(1, &second, out);
    others.sort_unstable();
    for group in others.chunk_by(|a, b| a.0 >> 8 == b.0 >> 8) {
        let (mut bits, mut window) = ([0u8; WINDOW], 0);
        for [high, low] in group.iter().map(|rtype| rtype.0.to_be_bytes()) {
            window = high;
            set(&mut bits, low);
        }
        push_window(window, &bits, out);
    }
    Some(())
}

/// Whether `octets` are windows in order without empty tails.
fn check(octets: &[u8]) -> Result<(), String> {
    let (mut rest, mut last) = (octets, None);
    while let Some((&window, behind)) = rest.split_first() {
        let Some((&len, behind)) = behind.split_first() else {
            return Err(format!("window {window} ends before its length"));
        };
        let Some((bits, behind)) = behind.split_at_checked(usize::from(len)) else {
            return Err(format!("window {window} of {len} octets has {}", behind.len()));
        };
        if last.is_some_and(|last| window <= last) {
            return Err(format!("window {window} is out of order"));
        }
        if bits.is_empty() || bits.len() > WINDOW {
            return Err(format!("window {window} has {len} octets, 1 to 32 fit"));
        }
        if bits.last() == Some(&0) {
            return Err(format!("window {window} ends with a zero octet"));
        }
        last = Some(window);
        rest = behind;
    }
    Ok(())
}

fn show_bits(window: u8, bits: &[u8], out: &mut String) {
    for (index, byte) in (0u16..).zip(bits) {
        for bit in (0..8).filter(|bit| byte & (0x80 >> bit) != 0) {
            let separator = if out.is_empty() || out.ends_with(' ') { "" } else { " " };
            let _ = write!(out, "{separator}{}", Rtype(u16::from_be_bytes([window, 0]) + index * 8 + bit));
        }
    }
}

/// Writes the types of RFC 4034 windows.
fn show(octets: &[u8], out: &mut String) -> Option<()> {
    let mut rest = octets;
    while let [window, len, behind @ ..] = rest {
        let (bits, behind) = behind.split_at_checked(usize::from(*len))?;
        show_bits(*window, bits, out);
        rest = behind;
    }
    Some(())
}

/// Types to the end as one bit string, which holds types 1 to 127.
fn encode_nxt<'t>(input: &mut impl Input<'t>) -> Option<()> {
    let mut bits = [0u8; WINDOW];
    while let Some(token) = input.word() {
        match rtype(token.text) {
            Err(flaw) => input.flaw(&token, flaw),
            Ok(Rtype(code @ 1..=127)) => set(&mut bits, u8::try_from(code).unwrap_or(0)),
            Ok(rtype) => input.flaw(
                &token,
                Flaw::new(FaultKind::FieldSyntax, format!("{rtype} has no bit in NXT, which ends at 127")),
            ),
        }
    }
    let len = WINDOW - bits.iter().rev().take_while(|&&byte| byte == 0).count();
    input.out().extend_from_slice(bits.get(..len).unwrap_or_default());
    Some(())
}

/// Whether `octets` are an NXT bit string.
fn check_nxt(octets: &[u8]) -> Result<(), String> {
    match octets {
        [] => Ok(()),
        [first, ..] if first & 0x80 != 0 => Err("sets bit 0, which stands for another format".to_owned()),
        _ if octets.len() > 16 => Err(format!("has {} octets, 16 fit", octets.len())),
        [.., 0] => Err("ends with a zero octet".to_owned()),
        _ => Ok(()),
    }
}

/// Writes the types of an NXT bit string.
fn show_nxt(octets: &[u8], out: &mut String) {
    show_bits(0, octets, out);
}
