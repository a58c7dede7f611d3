//! Values of types that history left behind: NSAP, ATMA, GPOS and A6.

use std::fmt::Write as _;

use super::{Codec, Flaw, Input, address, at_least_one, first_octet, hex, name, number, one, quoted, string};
use crate::fault::FaultKind;
use crate::wire::base16;

/// NSAP address, `0x` and hexadecimal with dots.
pub struct Nsap;

impl Codec for Nsap {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        one(input, encode_nsap)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        at_least_one(rest)
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show_nsap(octets, out);
        Some(())
    }
}

/// ATMA address: E.164 or hexadecimal with dots.
pub struct Atma;

impl Codec for Atma {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        one(input, encode_atma)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        check_atma(rest).map(|()| rest.len())
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show_atma(octets, out)
    }
}

/// The whole of GPOS: three numbers as character-strings.
pub struct Gpos;

impl Codec for Gpos {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        encode_gpos(input)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        check_gpos(rest)
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        string::show_all(octets, out)
    }

    fn has_quotes(&self) -> bool {
        true
    }
}

/// The whole of A6: RFC 2874.
pub struct A6;

impl Codec for A6 {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        encode_a6(input)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        length_a6(rest)
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show_a6(octets, out)
    }

    fn name_offset(&self, octets: &[u8]) -> Option<usize> {
        a6_name_offset(octets)
    }

    fn is_folded(&self) -> bool {
        true
    }
}

/// `0x` and hexadecimal with dots anywhere: RFC 1706 section 6.
fn encode_nsap(text: &[u8], out: &mut Vec<u8>) -> Result<(), Flaw> {
    let Some(digits) = text.strip_prefix(b"0x").or_else(|| text.strip_prefix(b"0X")) else {
        return Err(Flaw::new(FaultKind::FieldSyntax, format!("{} does not start with `0x`", quoted(text))));
    };
    dotted_hex(digits, 2, "NSAP address", out)
}

/// Hexadecimal with dots that mean nothing.
fn dotted_hex(text: &[u8], at: usize, what: &str, out: &mut Vec<u8>) -> Result<(), Flaw> {
    if let Some(foreign) = text.iter().position(|&byte| byte != b'.' && base16::digit(byte).is_none()) {
        let note = format!("{} is no hex digit", quoted(text.get(foreign..=foreign).unwrap_or_default()));
        return Err(Flaw::within(FaultKind::Hex, at + foreign, at + foreign + 1, note));
    }
    let digits: Vec<u8> = text.iter().copied().filter(|&byte| byte != b'.').collect();
    hex::encode_word(&digits, what, out)
}

/// Writes an NSAP address.
fn show_nsap(octets: &[u8], out: &mut String) {
    out.push_str("0x");
    out.push_str(&base16::encode(octets));
}

/// `+` and digits for E.164, else hexadecimal with dots for an ATM end system address.
fn encode_atma(text: &[u8], out: &mut Vec<u8>) -> Result<(), Flaw> {
    let Some(digits) = text.strip_prefix(b"+") else {
        out.push(0);
        return dotted_hex(text, 0, "ATM address", out);
    };
    if let Some(at) = digits.iter().position(|byte| !byte.is_ascii_digit()) {
        let note = format!("{} in an E.164 number", quoted(digits.get(at..=at).unwrap_or_default()));
        return Err(Flaw::within(FaultKind::FieldSyntax, at + 1, at + 2, note));
    }
    if digits.is_empty() {
        return Err(Flaw::new(FaultKind::FieldSyntax, "`+` has no digits behind it"));
    }
    out.push(1);
    string::plain(digits, super::MAX_RDATA + 1, out).map(|_| ())
}

/// Whether `octets` are a format and an address of it.
fn check_atma(octets: &[u8]) -> Result<(), String> {
    let (format, rest) = first_octet(octets, "format")?;
    if rest.is_empty() {
        return Err("address is empty".to_owned());
    }
    if format == 1 && !rest.iter().all(u8::is_ascii_digit) {
        return Err("E.164 address holds more than digits".to_owned());
    }
    Ok(())
}

/// Writes an ATM address; `None` for formats without a text form.
fn show_atma(octets: &[u8], out: &mut String) -> Option<()> {
    match octets.split_first()? {
        (0, rest) => out.push_str(&base16::encode(rest)),
        (1, rest) => {
            out.push('+');
            out.push_str(std::str::from_utf8(rest).ok()?);
        }
        _ => return None,
    }
    Some(())
}

/// What each of the three strings of GPOS says, and how far it may go. RFC 1712 section 3 puts the longitude
/// first and its own example the latitude, so either may go as far as a longitude.
const GPOS: [(&str, i64); 3] = [("longitude", 180), ("latitude", 180), ("altitude", i64::MAX)];

/// Longitude, latitude and altitude.
fn encode_gpos<'t>(input: &mut dyn Input<'t>) -> Option<()> {
    for (what, most) in GPOS {
        let token = input.word()?;
        let outcome = match coordinate(token.text, what, most) {
            Ok(()) => string::encode(token.text, input.out()),
            Err(note) => Err(Flaw::new(FaultKind::FieldSyntax, note)),
        };
        if let Err(flaw) = outcome {
            input.flaw(&token, flaw);
        }
    }
    Some(())
}

/// Whether `text` is a decimal number of at most `most` on either side of zero.
fn coordinate(text: &[u8], what: &str, most: i64) -> Result<(), String> {
    let no_number = || format!("{what} {} is not a decimal number", quoted(text));
    let unsigned = text.strip_prefix(b"-").or_else(|| text.strip_prefix(b"+")).unwrap_or(text);
    let mut parts = unsigned.splitn(2, |&byte| byte == b'.');
    let (whole, fraction) = (parts.next().unwrap_or_default(), parts.next());
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    if whole.is_empty()
        || whole.len() > 18
        || !digits(whole)
        || !fraction.is_none_or(|part| digits(part) && !part.is_empty())
    {
        return Err(no_number());
    }
    let value = whole.iter().fold(0i64, |high, &low| high * 10 + i64::from(low - b'0'));
    let beyond = fraction.is_some_and(|part| part.iter().any(|&byte| byte != b'0'));
    if value > most || (value == most && beyond) {
        return Err(format!("{what} {} is beyond {most} degrees", quoted(text)));
    }
    Ok(())
}

/// The octets of the three strings of GPOS.
fn check_gpos(octets: &[u8]) -> Result<usize, String> {
    let mut at = 0;
    for (what, most) in GPOS {
        let rest = octets.get(at..).unwrap_or_default();
        let len = string::length(rest)?;
        coordinate(rest.get(1..len).unwrap_or_default(), what, most)?;
        at += len;
    }
    Ok(at)
}

/// Prefix length, address suffix and prefix name: RFC 2874 section 3.1.
fn encode_a6<'t>(input: &mut dyn Input<'t>) -> Option<()> {
    let token = input.word()?;
    let prefix_len = match number::decimal(token.text, 128) {
        Ok(value) => u8::try_from(value).unwrap_or(128),
        Err(flaw) => {
            input.flaw(&token, flaw);
            while input.word().is_some() {}
            return Some(());
        }
    };
    input.out().push(prefix_len);
    if prefix_len < 128 {
        let token = input.word()?;
        match address::ipv6(token.text) {
            Ok(mut octets) => {
                let prefix = usize::from(prefix_len);
                if let Some(first) = octets.get_mut(prefix / 8) {
                    // Bits of the prefix come from the name, so those here are written as zero.
                    *first &= 0xff >> (prefix % 8);
                }
                input.out().extend_from_slice(octets.get(prefix / 8..).unwrap_or_default());
            }
            Err(flaw) => input.flaw(&token, flaw),
        }
    }
    if prefix_len > 0 {
        name::read(input)?;
    }
    Some(())
}

fn suffix_len(prefix_len: u8) -> usize {
    16 - usize::from(prefix_len / 8).min(16)
}

/// Where the prefix name starts, if there is one.
fn a6_name_offset(octets: &[u8]) -> Option<usize> {
    octets.first().filter(|prefix_len| **prefix_len > 0).map(|prefix_len| 1 + suffix_len(*prefix_len))
}

/// The octets of a whole A6.
fn length_a6(octets: &[u8]) -> Result<usize, String> {
    let (prefix_len, rest) = first_octet(octets, "prefix length")?;
    if prefix_len > 128 {
        return Err(format!("prefix length {prefix_len} is above 128"));
    }
    let suffix = suffix_len(prefix_len);
    let Some((_, behind)) = rest.split_at_checked(suffix) else {
        return Err(format!("address suffix has {} of {suffix} octets", rest.len()));
    };
    let name_len = if prefix_len > 0 { name::length(behind)? } else { 0 };
    Ok(1 + suffix + name_len)
}

/// Writes an A6; `None` where bits are set that text leaves out.
fn show_a6(octets: &[u8], out: &mut String) -> Option<()> {
    let (prefix_len, rest) = octets.split_first()?;
    let (suffix, behind) = rest.split_at_checked(suffix_len(*prefix_len))?;
    write!(out, "{prefix_len}").ok()?;
    if *prefix_len < 128 {
        let mut whole = [0u8; 16];
        whole.get_mut(16 - suffix.len()..)?.copy_from_slice(suffix);
        let cut = 0xff_u8.checked_shr(u32::from(prefix_len % 8))?;
        if suffix.first().is_some_and(|first| first & !cut != 0) {
            return None;
        }
        out.push(' ');
        address::show_ipv6(&whole, out)?;
    }
    if *prefix_len > 0 {
        out.push(' ');
        name::show(behind, out)?;
    }
    Some(())
}
