//! Base64 fields: RFC 4648 section 4. Blanks may split the text anywhere, also inside a group of four.

use std::sync::LazyLock;

use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};
use base64::{DecodeError, Engine};

use super::{Codec, Flaw, Input, MAX_RDATA, at_least_one, quoted};
use crate::fault::FaultKind;

/// Base64 words to the end.
pub struct Base64Rest;

impl Codec for Base64Rest {
    fn read<'t>(&self, input: &mut impl Input<'t>, what: &str) -> Option<()> {
        encode_rest(input, what)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        at_least_one(rest)
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show(octets, out);
        Some(())
    }
}

/// Base64 words to the end that may be left out.
pub struct Base64RestOptional;

impl Codec for Base64RestOptional {
    fn read<'t>(&self, input: &mut impl Input<'t>, what: &str) -> Option<()> {
        encode_optional(input, what)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        Ok(rest.len())
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show(octets, out);
        Some(())
    }
}

/// Base64 words to the end, `-` for none.
pub struct Base64OrDash;

impl Codec for Base64OrDash {
    fn read<'t>(&self, input: &mut impl Input<'t>, what: &str) -> Option<()> {
        encode_or_dash(input, what)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        Ok(rest.len())
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        if octets.is_empty() {
            out.push('-');
        } else {
            show(octets, out);
        }
        Some(())
    }
}

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
type Fastest = base64::engine::Simd;
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
type Fastest = base64::engine::GeneralPurpose;

/// Padding must be there and left-over bits must be zero, as BIND wants it.
static ENGINE: LazyLock<Fastest> = LazyLock::new(|| {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::RequireCanonical);
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    return Fastest::standard(config);
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    return Fastest::new(&base64::alphabet::STANDARD, config);
});

/// Decodes words one by one, carrying what does not fill a group of four.
#[derive(Default)]
struct Decoder {
    held: [u8; 4],
    held_len: usize,
    ended: bool,
    digits: usize,
}

impl Decoder {
    fn word(&mut self, text: &[u8], out: &mut Vec<u8>) -> Result<(), Flaw> {
        self.digits += text.len();
        let mut at = 0;
        while self.held_len > 0 && self.held_len < 4 {
            let Some(&byte) = text.get(at) else { return Ok(()) };
            self.hold(byte);
            at += 1;
            if self.held_len == 4 {
                let group = self.held;
                self.held_len = 0;
                // Only what stands in this word can be pointed at.
                self.groups(&group, out).map_err(|flaw| Flaw {
                    at: flaw
                        .at
                        .map(|(from, _)| from + at)
                        .and_then(|from| from.checked_sub(4))
                        .map(|from| (from, from + 1)),
                    ..flaw
                })?;
            }
        }
        let text = text.get(at..).unwrap_or_default();
        let whole = text.len() - text.len() % 4;
        // A word may be as long as the file; decoding stops where no rdata goes on.
        let most = MAX_RDATA / 3 * 4 + 8;
        let (groups, rest) =
            if whole > most { (text.get(..most).unwrap_or_default(), &[][..]) } else { text.split_at(whole) };
        if !groups.is_empty() {
            self.groups(groups, out).map_err(|flaw| flaw.moved(at, 0))?;
        }
        if self.ended && !rest.is_empty() {
            return Err(behind_padding(at + whole, rest));
        }
        rest.iter().for_each(|&byte| self.hold(byte));
        Ok(())
    }

    fn hold(&mut self, byte: u8) {
        if let Some(slot) = self.held.get_mut(self.held_len) {
            *slot = byte;
            self.held_len += 1;
        }
    }

    fn groups(&mut self, groups: &[u8], out: &mut Vec<u8>) -> Result<(), Flaw> {
        if self.ended {
            return Err(behind_padding(0, groups));
        }
        self.ended = groups.last() == Some(&b'=');
        ENGINE.decode_vec(groups, out).map_err(|error| flaw_of(error, groups))
    }
}

fn behind_padding(at: usize, text: &[u8]) -> Flaw {
    Flaw::within(
        FaultKind::Base64,
        at,
        at + 1,
        format!("{} behind the padding that ends base64", quoted(text.get(..1).unwrap_or_default())),
    )
}

fn flaw_of(error: DecodeError, text: &[u8]) -> Flaw {
    // The engines differ in which of several octets they name, so the first is looked for here.
    let foreign =
        text.iter().position(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'+' | b'/' | b'='));
    let early_padding = text
        .iter()
        .position(|&byte| byte == b'=')
        .filter(|at| at + 2 < text.len() || (at + 1 < text.len() && text.last() != Some(&b'=')));
    match (foreign, early_padding, error) {
        (Some(at), early, _) if early.is_none_or(|early| at < early) => Flaw::within(
            FaultKind::Base64,
            at,
            at + 1,
            format!("{} is no base64 character", quoted(text.get(at..=at).unwrap_or_default())),
        ),
        (_, Some(at), _) => Flaw::within(FaultKind::Base64, at, at + 1, "padding before the end of base64"),
        (_, _, DecodeError::InvalidLastSymbol { offset, .. }) => Flaw::within(
            FaultKind::Base64,
            offset,
            offset + 1,
            format!(
                "{} leaves bits over before the padding",
                quoted(text.get(offset..=offset).unwrap_or_default())
            ),
        ),
        (_, _, DecodeError::InvalidByte(at, _)) => {
            Flaw::within(FaultKind::Base64, at, at + 1, "padding where a base64 digit should stand")
        }
        (_, _, DecodeError::InvalidLength(_) | DecodeError::InvalidPadding) => {
            Flaw::new(FaultKind::Base64, "padding does not complete a group of four")
        }
    }
}

/// Base64 words to the end, at least one octet.
fn encode_rest<'t>(input: &mut impl Input<'t>, what: &str) -> Option<()> {
    let before = input.octets();
    let mut token = input.word()?;
    let mut decoder = Decoder::default();
    let mut clean = true;
    loop {
        if clean
            && input.octets() <= MAX_RDATA
            && let Err(flaw) = decoder.word(token.text, input.out())
        {
            input.flaw(&token, flaw);
            clean = false;
        }
        match input.word() {
            Some(next) => token = next,
            None => break,
        }
    }
    if clean && decoder.held_len > 0 && input.octets() <= MAX_RDATA {
        input.flaw_of_field(
            FaultKind::Base64,
            format!("{what} has {} base64 characters, no multiple of 4", decoder.digits),
        );
    } else if clean && input.octets() == before {
        input.flaw_of_field(FaultKind::Base64, format!("{what} is empty"));
    }
    Some(())
}

/// Base64 words to the end, or none.
fn encode_optional<'t>(input: &mut impl Input<'t>, what: &str) -> Option<()> {
    let Some(token) = input.word() else { return Some(()) };
    input.put_back(token);
    encode_rest(input, what)
}

/// Base64 words to the end, or `-`.
fn encode_or_dash<'t>(input: &mut impl Input<'t>, what: &str) -> Option<()> {
    let token = input.word()?;
    if token.text == b"-" {
        return Some(());
    }
    input.put_back(token);
    encode_rest(input, what)
}

/// Base64 text without blanks.
pub fn encode_text(text: &[u8], what: &str, out: &mut Vec<u8>) -> Result<(), Flaw> {
    let mut decoder = Decoder::default();
    decoder.word(text, out)?;
    if decoder.held_len > 0 {
        return Err(Flaw::new(
            FaultKind::Base64,
            format!("{what} has {} base64 characters, no multiple of 4", decoder.digits),
        ));
    }
    if text.is_empty() {
        return Err(Flaw::new(FaultKind::Base64, format!("{what} is empty")));
    }
    Ok(())
}

/// Writes `octets` as one word.
pub fn show(octets: &[u8], out: &mut String) {
    ENGINE.encode_string(octets, out);
}
