//! IPv4 and IPv6 addresses, EUI-48 and EUI-64, and the 64-bit words of ILNP.

use std::fmt::Write as _;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Codec, Flaw, Input, Word, fixed, one, quoted};
use crate::fault::FaultKind;
use crate::wire::base16;

/// IPv4 address.
pub struct Ipv4;

impl Word for Ipv4 {
    type Octets = [u8; 4];

    fn parse(text: &[u8]) -> Result<[u8; 4], Flaw> {
        ipv4(text)
    }

    fn write(octets: &[u8], out: &mut String) -> Option<()> {
        show_ipv4(octets, out)
    }
}

/// IPv6 address.
pub struct Ipv6;

impl Word for Ipv6 {
    type Octets = [u8; 16];

    fn parse(text: &[u8]) -> Result<[u8; 16], Flaw> {
        ipv6(text)
    }

    fn write(octets: &[u8], out: &mut String) -> Option<()> {
        show_ipv6(octets, out)
    }
}

/// 64-bit locator or node identifier.
pub struct Locator64;

impl Codec for Locator64 {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        one(input, locator64)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        fixed(rest, 8)
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show_locator64(octets, out);
        Some(())
    }
}

/// Extended unique identifier; the number of octets.
pub struct Eui(pub u8);

impl Codec for Eui {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        one(input, |text, out| eui(text, self.0, out))
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        fixed(rest, usize::from(self.0))
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show_eui(octets, out);
        Some(())
    }
}

/// Four numbers with dots between.
pub fn ipv4(text: &[u8]) -> Result<[u8; 4], Flaw> {
    let (mut octets, mut count, mut at) = ([0u8; 4], 0, 0);
    for part in text.split(|&byte| byte == b'.') {
        let value = ipv4_octet(part, at, text)?;
        if let Some(slot) = octets.get_mut(count) {
            *slot = value;
        }
        count += 1;
        at += part.len() + 1;
    }
    match count {
        4 => Ok(octets),
        ..4 => Err(Flaw::new(FaultKind::Ipv4, format!("{} has {count} of 4 octets", quoted(text)))),
        _ => {
            Err(Flaw::new(FaultKind::Ipv4, format!("{} has {count} octets, an IPv4 address 4", quoted(text))))
        }
    }
}

fn ipv4_octet(part: &[u8], at: usize, text: &[u8]) -> Result<u8, Flaw> {
    let flaw = |note: String| Err(Flaw::within(FaultKind::Ipv4, at, at + part.len(), note));
    let value = match part {
        [a @ b'0'..=b'9'] => return Ok(a - b'0'),
        [a @ b'1'..=b'9', b @ b'0'..=b'9'] => return Ok((a - b'0') * 10 + (b - b'0')),
        [a @ b'1'..=b'9', b @ b'0'..=b'9', c @ b'0'..=b'9'] => {
            u16::from(a - b'0') * 100 + u16::from(b - b'0') * 10 + u16::from(c - b'0')
        }
        [] => return Err(Flaw::new(FaultKind::Ipv4, format!("{} has an empty octet", quoted(text)))),
        _ if !part.iter().all(u8::is_ascii_digit) => {
            if at == 0 {
                // What does not even start with a number was meant to be something else.
                return Err(Flaw::new(FaultKind::Ipv4, format!("{} is not an IPv4 address", quoted(text))));
            }
            return flaw(format!("octet {} is not a number", quoted(part)));
        }
        [b'0', ..] => return flaw(format!("octet {} has a leading zero", quoted(part))),
        _ => 256,
    };
    u8::try_from(value).or_else(|_| flaw(format!("octet {} is above 255", quoted(part))))
}

/// Eight groups of hexadecimal, or fewer around one `::`.
pub fn ipv6(text: &[u8]) -> Result<[u8; 16], Flaw> {
    if let Some(octets) = ipv6_groups(text) {
        return Ok(octets);
    }
    let parsed = std::str::from_utf8(text).ok().and_then(|text| text.parse::<Ipv6Addr>().ok());
    parsed.map(|address| address.octets()).ok_or_else(|| ipv6_flaw(text))
}

/// The plain forms. An AAAA takes half the time it takes with the library's parser, which gets what this one
/// gives up on.
fn ipv6_groups(text: &[u8]) -> Option<[u8; 16]> {
    let mut octets = [0u8; 16];
    let (mut filled, mut gap) = (0, None);
    let mut rest = text;
    if let [b':', b':', behind @ ..] = rest {
        (gap, rest) = (Some(0), behind);
    }
    while !rest.is_empty() {
        let (mut value, mut digits) = (0u16, 0);
        while let Some((&byte, behind)) = rest.split_first() {
            let Some(digit) = base16::digit(byte) else { break };
            value = value << 4 | u16::from(digit);
            digits += 1;
            rest = behind;
        }
        if digits == 0 || digits > 4 {
            return None;
        }
        octets.get_mut(filled..filled + 2)?.copy_from_slice(&value.to_be_bytes());
        filled += 2;
        rest = match rest {
            [] => rest,
            [b':', b':', behind @ ..] if gap.is_none() => {
                gap = Some(filled);
                behind
            }
            [b':', behind @ ..] if !behind.is_empty() => behind,
            _ => return None,
        };
    }
    match gap {
        // A gap stands for one group at least.
        Some(at) if filled < 16 => {
            octets.copy_within(at..filled, 16 - (filled - at));
            octets.get_mut(at..16 - (filled - at))?.fill(0);
            Some(octets)
        }
        None if filled == 16 => Some(octets),
        _ => None,
    }
}

/// Says what keeps `text` from being an address; the parser only says that it is none.
fn ipv6_flaw(text: &[u8]) -> Flaw {
    let kind = FaultKind::Ipv6;
    if let Some(at) = text.iter().position(|&byte| !byte.is_ascii_hexdigit() && byte != b':' && byte != b'.')
    {
        let note = format!("{} in an IPv6 address", quoted(text.get(at..=at).unwrap_or_default()));
        return if text.contains(&b':') {
            Flaw::within(kind, at, at + 1, note)
        } else {
            Flaw::new(kind, format!("{} is not an IPv6 address", quoted(text)))
        };
    }
    if !text.contains(&b':') {
        return Flaw::new(kind, format!("{} is not an IPv6 address", quoted(text)));
    }
    let (mut groups, mut at) = (0, 0);
    for group in text.split(|&byte| byte == b':') {
        if group.contains(&b'.') {
            if let Err(flaw) = ipv4(group) {
                return Flaw { kind, ..flaw.moved(at, group.len()) };
            }
            groups += 1;
        } else if group.len() > 4 {
            return Flaw::within(
                kind,
                at,
                at + group.len(),
                format!("group {} has {} digits, 4 fit", quoted(group), group.len()),
            );
        }
        groups += usize::from(!group.is_empty());
        at += group.len() + 1;
    }
    let gaps = text.windows(2).filter(|pair| *pair == b"::").count();
    if gaps > 1 {
        return Flaw::new(kind, format!("{} has `::` more than once", quoted(text)));
    }
    let found = if groups < 8 {
        format!("{groups} of 8 groups")
    } else {
        format!("{groups} groups, an IPv6 address 8")
    };
    Flaw::new(kind, format!("{} has {found}", quoted(text)))
}

/// `octets` octets of two hexadecimal digits with hyphens between: RFC 7043.
fn eui(text: &[u8], octets: u8, out: &mut Vec<u8>) -> Result<(), Flaw> {
    let (mut count, mut at) = (0usize, 0);
    for part in text.split(|&byte| byte == b'-') {
        let value = match part {
            [high, low] => base16::digit(*high).zip(base16::digit(*low)),
            _ => None,
        };
        let Some((high, low)) = value else {
            return Err(Flaw::within(
                FaultKind::FieldSyntax,
                at,
                at + part.len(),
                format!("{} is not two hex digits", quoted(part)),
            ));
        };
        out.push(high << 4 | low);
        count += 1;
        at += part.len() + 1;
    }
    if count == usize::from(octets) {
        Ok(())
    } else {
        Err(Flaw::new(FaultKind::FieldSyntax, format!("{} has {count} of {octets} octets", quoted(text))))
    }
}

/// Four groups of at most four hexadecimal digits: RFC 6742.
fn locator64(text: &[u8], out: &mut Vec<u8>) -> Result<(), Flaw> {
    let (mut count, mut at) = (0, 0);
    for part in text.split(|&byte| byte == b':') {
        let value = part
            .iter()
            .try_fold(0u16, |high, &byte| base16::digit(byte).map(|low| high << 4 | u16::from(low)));
        let Some(value) = value.filter(|_| (1..=4).contains(&part.len())) else {
            return Err(Flaw::within(
                FaultKind::FieldSyntax,
                at,
                at + part.len(),
                format!("group {} is not 1 to 4 hex digits", quoted(part)),
            ));
        };
        out.extend_from_slice(&value.to_be_bytes());
        count += 1;
        at += part.len() + 1;
    }
    if count == 4 {
        Ok(())
    } else {
        Err(Flaw::new(FaultKind::FieldSyntax, format!("{} has {count} of 4 groups", quoted(text))))
    }
}

/// Writes an IPv4 address.
pub fn show_ipv4(octets: &[u8], out: &mut String) -> Option<()> {
    let octets: [u8; 4] = octets.try_into().ok()?;
    write!(out, "{}", Ipv4Addr::from(octets)).ok()
}

/// Writes an IPv6 address as RFC 5952 wants it.
pub fn show_ipv6(octets: &[u8], out: &mut String) -> Option<()> {
    let octets: [u8; 16] = octets.try_into().ok()?;
    write!(out, "{}", Ipv6Addr::from(octets)).ok()
}

/// Writes an extended unique identifier.
fn show_eui(octets: &[u8], out: &mut String) {
    for (index, octet) in octets.iter().enumerate() {
        let _ = write!(out, "{}{octet:02x}", if index > 0 { "-" } else { "" });
    }
}

/// Writes four groups of hexadecimal.
fn show_locator64(octets: &[u8], out: &mut String) {
    for (index, pair) in octets.chunks(2).enumerate() {
        let value = pair.iter().fold(0u16, |high, &low| high << 8 | u16::from(low));
        let _ = write!(out, "{}{value:04x}", if index > 0 { ":" } else { "" });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flaw4(text: &str) -> (Option<(usize, usize)>, String) {
        let flaw = ipv4(text.as_bytes()).expect_err("refused");
        (flaw.at, flaw.note)
    }

    #[test]
    fn ipv4_says_which_octet() {
        assert_eq!(ipv4(b"192.0.2.255").ok(), Some([192, 0, 2, 255]));
        assert_eq!(flaw4("192.0.2.256"), (Some((8, 11)), "octet `256` is above 255".to_owned()));
        assert_eq!(flaw4("192.0.2.1234").1, "octet `1234` is above 255");
        assert_eq!(flaw4("192.0.2").1, "`192.0.2` has 3 of 4 octets");
        assert_eq!(flaw4("192.0.2.01").1, "octet `01` has a leading zero");
        assert_eq!(flaw4("192.0..1").1, "`192.0..1` has an empty octet");
        assert_eq!(flaw4("www").1, "`www` is not an IPv4 address");
    }

    proptest::proptest! {
        #[test]
        fn the_fast_parser_agrees_with_the_library(text in "(:?:?[0-9a-fA-F]{0,5}){0,9}(:?:?)") {
            let library = text.parse::<Ipv6Addr>().ok().map(|address| address.octets());
            if let Some(octets) = ipv6_groups(text.as_bytes()) {
                proptest::prop_assert_eq!(Some(octets), library);
            } else {
                proptest::prop_assert_eq!(None, library);
            }
        }

        #[test]
        fn every_address_is_read_back(octets: [u8; 16], zeros in 0..16usize, at in 0..16usize) {
            let mut octets = octets;
            octets.iter_mut().skip(at).take(zeros).for_each(|octet| *octet = 0);
            let mut text = String::new();
            show_ipv6(&octets, &mut text);
            proptest::prop_assert_eq!(ipv6(text.as_bytes()).ok(), Some(octets));
        }
    }

    #[test]
    fn ipv6_says_what_is_wrong() {
        let note = |text: &str| ipv6(text.as_bytes()).expect_err("refused").note;
        assert_eq!(note("2001:db8"), "`2001:db8` has 2 of 8 groups");
        assert_eq!(note("2001:db8::1::2"), "`2001:db8::1::2` has `::` more than once");
        assert_eq!(note("2001:db8::12345"), "group `12345` has 5 digits, 4 fit");
        assert_eq!(note("2001:db8::g"), "`g` in an IPv6 address");
        assert_eq!(note("::192.0.2.300"), "octet `300` is above 255");
    }
}
