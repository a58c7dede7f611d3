//! Character-strings: RFC 1035 sections 3.3 and 5.1, with and without a length octet.

use std::fmt::Write as _;

use super::name::escape_flaw;
use super::{Codec, Flaw, Input, MAX_RDATA, first_octet, one, quoted};
use crate::fault::FaultKind;
use crate::wire::unescape;

/// One character-string.
pub struct String;

impl Codec for String {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        one(input, encode)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, std::string::String> {
        length(rest)
    }

    fn show(&self, octets: &[u8], out: &mut std::string::String) -> Option<()> {
        show_all(octets, out)
    }

    fn has_quotes(&self) -> bool {
        true
    }
}

/// One character-string of digits.
pub struct DigitString;

impl Codec for DigitString {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        one(input, encode_digits)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, std::string::String> {
        length_of(rest, u8::is_ascii_digit)
    }

    fn show(&self, octets: &[u8], out: &mut std::string::String) -> Option<()> {
        show_all(octets, out)
    }

    fn has_quotes(&self) -> bool {
        true
    }
}

/// One character-string that may be left out.
pub struct StringOptional;

impl Codec for StringOptional {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        let _ = one(input, encode);
        Some(())
    }

    fn length(&self, rest: &[u8]) -> Result<usize, std::string::String> {
        if rest.is_empty() { Ok(0) } else { length(rest) }
    }

    fn show(&self, octets: &[u8], out: &mut std::string::String) -> Option<()> {
        show_all(octets, out)
    }

    fn has_quotes(&self) -> bool {
        true
    }
}

/// One or more character-strings.
pub struct StringsRest;

impl Codec for StringsRest {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        encode_rest(input)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, std::string::String> {
        length_rest(rest)
    }

    fn show(&self, octets: &[u8], out: &mut std::string::String) -> Option<()> {
        show_all(octets, out)
    }

    fn has_quotes(&self) -> bool {
        true
    }
}

/// A length-prefixed word without quotes: a CAA property tag.
pub struct Tag;

impl Codec for Tag {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        one(input, encode_tag)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, std::string::String> {
        length_of(rest, u8::is_ascii_alphanumeric)
    }

    fn show(&self, octets: &[u8], out: &mut std::string::String) -> Option<()> {
        out.push_str(std::str::from_utf8(octets.get(1..)?).ok()?);
        Some(())
    }
}

/// One string that fills the rest of the rdata.
pub struct TextRest;

impl Codec for TextRest {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        one(input, encode_unprefixed)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, std::string::String> {
        Ok(rest.len())
    }

    fn show(&self, octets: &[u8], out: &mut std::string::String) -> Option<()> {
        show_quoted(octets, out);
        Some(())
    }

    fn has_quotes(&self) -> bool {
        true
    }
}

/// The same, and only in quotes.
pub struct QuotedRest;

impl Codec for QuotedRest {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        let token = input.word()?;
        let outcome = match token.quoted {
            true => encode_unprefixed(token.text, input.out()),
            false => Err(Flaw::new(
                FaultKind::FieldSyntax,
                format!("{} does not stand in quotes", quoted(token.text)),
            )),
        };
        if let Err(flaw) = outcome {
            input.flaw(&token, flaw);
        }
        Some(())
    }

    fn length(&self, rest: &[u8]) -> Result<usize, std::string::String> {
        Ok(rest.len())
    }

    fn show(&self, octets: &[u8], out: &mut std::string::String) -> Option<()> {
        show_quoted(octets, out);
        Some(())
    }

    fn has_quotes(&self) -> bool {
        true
    }
}

/// Appends `text` with escapes resolved, at most `most` octets; says how many there were.
pub fn plain(text: &[u8], most: usize, out: &mut Vec<u8>) -> Result<usize, Flaw> {
    let Some(first) = memchr::memchr(b'\\', text) else {
        out.extend_from_slice(text.get(..most).unwrap_or(text));
        return Ok(text.len());
    };
    let (head, _) = text.split_at(first);
    out.extend_from_slice(head.get(..most).unwrap_or(head));
    let (mut at, mut count) = (first, first);
    while let Some(&byte) = text.get(at) {
        let (value, used) = match byte {
            b'\\' => unescape(text.get(at + 1..).unwrap_or_default())
                .map(|(value, used)| (value, used + 1))
                .ok_or_else(|| escape_flaw(text, at))?,
            _ => (byte, 1),
        };
        if count < most {
            out.push(value);
        }
        at += used;
        count += 1;
    }
    Ok(count)
}

/// One character-string.
pub fn encode(text: &[u8], out: &mut Vec<u8>) -> Result<(), Flaw> {
    let at = out.len();
    out.push(0);
    let count = plain(text, 255, out)?;
    let Ok(len) = u8::try_from(count) else {
        return Err(Flaw::new(FaultKind::StringTooLong, format!("string has {count} octets, 255 fit")));
    };
    if let Some(slot) = out.get_mut(at) {
        *slot = len;
    }
    Ok(())
}

/// Character-strings to the end, at least one.
fn encode_rest<'t>(input: &mut impl Input<'t>) -> Option<()> {
    one(input, encode)?;
    while let Some(token) = input.word() {
        // Text without end must not become memory without end.
        if input.octets() > MAX_RDATA {
            continue;
        }
        if let Err(flaw) = encode(token.text, input.out()) {
            input.flaw(&token, flaw);
        }
    }
    Some(())
}

/// A string that fills the rest of the rdata.
fn encode_unprefixed(text: &[u8], out: &mut Vec<u8>) -> Result<(), Flaw> {
    plain(text, MAX_RDATA + 1, out).map(|_| ())
}

/// A CAA property tag: RFC 8659 section 4.1.
fn encode_tag(text: &[u8], out: &mut Vec<u8>) -> Result<(), Flaw> {
    if let Some(at) = text.iter().position(|byte| !byte.is_ascii_alphanumeric()) {
        let note = format!(
            "{} in a tag, which has only letters and digits",
            quoted(text.get(at..=at).unwrap_or_default())
        );
        return Err(Flaw::within(FaultKind::FieldSyntax, at, at + 1, note));
    }
    if text.is_empty() {
        return Err(Flaw::new(FaultKind::FieldSyntax, "empty where a tag should stand"));
    }
    encode(text, out)
}

/// A string of digits: RFC 1183 section 3.
fn encode_digits(text: &[u8], out: &mut Vec<u8>) -> Result<(), Flaw> {
    if let Some(at) = text.iter().position(|byte| !byte.is_ascii_digit()) {
        let note = format!("{} in an address of digits", quoted(text.get(at..=at).unwrap_or_default()));
        return Err(Flaw::within(FaultKind::FieldSyntax, at, at + 1, note));
    }
    if text.is_empty() {
        return Err(Flaw::new(FaultKind::FieldSyntax, "empty where digits should stand"));
    }
    encode(text, out)
}

/// The octets of one character-string, its length octet included.
pub fn length(octets: &[u8]) -> Result<usize, std::string::String> {
    let (len, rest) = first_octet(octets, "string")?;
    if rest.len() < usize::from(len) {
        return Err(format!("string of {len} octets has {}", rest.len()));
    }
    Ok(usize::from(len) + 1)
}

/// The octets of a string that holds only what `allowed` lets through, at least one.
fn length_of(octets: &[u8], allowed: fn(&u8) -> bool) -> Result<usize, std::string::String> {
    let len = length(octets)?;
    match octets.get(1..len) {
        Some(text) if !text.is_empty() && text.iter().all(allowed) => Ok(len),
        _ => Err("string is empty or holds a foreign character".to_owned()),
    }
}

/// The octets of one or more character-strings that fill `octets`.
pub fn length_rest(octets: &[u8]) -> Result<usize, std::string::String> {
    let mut at = length(octets)?;
    while at < octets.len() {
        at += length(octets.get(at..).unwrap_or_default())?;
    }
    Ok(at)
}

/// Writes character-strings in quotes with blanks between.
pub fn show_all(octets: &[u8], out: &mut std::string::String) -> Option<()> {
    let mut rest = octets;
    while !rest.is_empty() {
        if rest.len() < octets.len() {
            out.push(' ');
        }
        let (string, behind) = rest.split_at_checked(length(rest).ok()?)?;
        show_quoted(string.get(1..)?, out);
        rest = behind;
    }
    Some(())
}

/// Writes `text` in quotes, escaped where it must be.
pub fn show_quoted(text: &[u8], out: &mut std::string::String) {
    out.push('"');
    for &byte in text {
        match byte {
            b'"' | b'\\' => {
                out.push('\\');
                out.push(char::from(byte));
            }
            0x20..=0x7e => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "\\{byte:03}");
            }
        }
    }
    out.push('"');
}
