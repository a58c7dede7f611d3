//! Address prefix lists: RFC 3123.

use std::fmt::Write as _;

use super::{Codec, Flaw, Input, address, number, quoted};
use crate::fault::FaultKind;

/// The whole of APL: RFC 3123.
pub struct Apl;

impl Codec for Apl {
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

/// Items to the end; there may be none.
fn encode<'t>(input: &mut dyn Input<'t>) -> Option<()> {
    while let Some(token) = input.word() {
        if let Err(flaw) = item(token.text, input.out()) {
            input.flaw(&token, flaw);
        }
    }
    Some(())
}

/// `[!]family:address/prefix`.
fn item(text: &[u8], out: &mut Vec<u8>) -> Result<(), Flaw> {
    let shape =
        || Flaw::new(FaultKind::FieldSyntax, format!("{} is not `family:address/prefix`", quoted(text)));
    let (negated, at) = if text.first() == Some(&b'!') { (0x80, 1) } else { (0, 0) };
    let body = text.get(at..).unwrap_or_default();
    let colon = body.iter().position(|&byte| byte == b':').ok_or_else(shape)?;
    let slash =
        body.iter().position(|&byte| byte == b'/').filter(|slash| *slash > colon).ok_or_else(shape)?;
    let (family, host, prefix) = (body.get(..colon), body.get(colon + 1..slash), body.get(slash + 1..));
    let (Some(family), Some(host), Some(prefix)) = (family, host, prefix) else { return Err(shape()) };
    let moved = |flaw: Flaw| Flaw {
        kind: if flaw.kind == FaultKind::Number { FaultKind::FieldSyntax } else { flaw.kind },
        ..flaw
    };
    let family_code = number::u16(family).map_err(|flaw| moved(flaw.moved(at, family.len())))?;
    let (octets, most) = match family_code {
        1 => (address::ipv4(host).map_err(|flaw| flaw.moved(at + colon + 1, host.len()))?.to_vec(), 32),
        2 => (address::ipv6(host).map_err(|flaw| flaw.moved(at + colon + 1, host.len()))?.to_vec(), 128),
        _ => {
            let note = format!("family {family_code} has no text form, only 1 (IPv4) and 2 (IPv6) have");
            return Err(Flaw::within(FaultKind::FieldSyntax, at, at + family.len(), note));
        }
    };
    let prefix_len =
        number::decimal(prefix, most).map_err(|flaw| moved(flaw.moved(at + slash + 1, prefix.len())))?;
    let used = octets.len() - octets.iter().rev().take_while(|&&octet| octet == 0).count();
    out.extend_from_slice(&family_code.to_be_bytes());
    out.extend([u8::try_from(prefix_len).unwrap_or(0), negated | u8::try_from(used).unwrap_or(0)]);
    out.extend_from_slice(octets.get(..used).unwrap_or_default());
    Ok(())
}

/// One item on the wire.
struct Item<'a> {
    family: u16,
    prefix: u8,
    negated: bool,
    host: &'a [u8],
}

/// The first item and what follows it.
fn split(octets: &[u8]) -> Result<(Item<'_>, &[u8]), String> {
    let [high, low, prefix, len, rest @ ..] = octets else {
        return Err(format!("item has {} of 4 octets", octets.len()));
    };
    let family = u16::from_be_bytes([*high, *low]);
    let Some((host, rest)) = rest.split_at_checked(usize::from(len & 0x7f)) else {
        return Err(format!("address of {} octets has {}", len & 0x7f, rest.len()));
    };
    let most = match family {
        1 => 4,
        2 => 16,
        _ => 127,
    };
    if host.len() > most {
        return Err(format!("address has {} octets, family {family} has {most}", host.len()));
    }
    if most < 127 && usize::from(*prefix) > most * 8 {
        return Err(format!("prefix length is {prefix}, family {family} ends at {}", most * 8));
    }
    if host.last() == Some(&0) {
        return Err("address ends with a zero octet".to_owned());
    }
    Ok((Item { family, prefix: *prefix, negated: len & 0x80 != 0, host }, rest))
}

/// Whether `octets` are items.
fn check(octets: &[u8]) -> Result<(), String> {
    let mut rest = octets;
    while !rest.is_empty() {
        (_, rest) = split(rest)?;
    }
    Ok(())
}

/// Writes the items; `None` where a family has no text form.
fn show(octets: &[u8], out: &mut String) -> Option<()> {
    let mut rest = octets;
    while !rest.is_empty() {
        if rest.len() < octets.len() {
            out.push(' ');
        }
        let (Item { family, prefix, negated, host }, behind) = split(rest).ok()?;
        rest = behind;
        write!(out, "{}{family}:", if negated { "!" } else { "" }).ok()?;
        let mut whole = host.to_vec();
        match family {
            1 => {
                whole.resize(4, 0);
                address::show_ipv4(&whole, out)?;
            }
            2 => {
                whole.resize(16, 0);
                address::show_ipv6(&whole, out)?;
            }
            _ => return None,
        }
        write!(out, "/{prefix}").ok()?;
    }
    Some(())
}
