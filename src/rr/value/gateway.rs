//! IPSECKEY gateways (RFC 4025) and AMTRELAY relays (RFC 8777): an address or a name, told apart by a type.

use super::{Flaw, Input, address, first_octet, name, number, one, quoted};
use crate::fault::FaultKind;

/// Gateway type, algorithm and gateway.
pub fn encode_ipsec<'t>(input: &mut dyn Input<'t>) -> Option<()> {
    let kind = host_type(input)?;
    input.out().push(kind.unwrap_or(0));
    one(input, |text, out| number::u8(text).map(|value| out.push(value)))?;
    host(input, kind)
}

/// Discovery-optional bit, relay type and relay.
pub fn encode_amt<'t>(input: &mut dyn Input<'t>) -> Option<()> {
    let token = input.word()?;
    let optional = number::decimal(token.text, 1).map(|bit| bit == 1).unwrap_or_else(|flaw| {
        input.flaw(&token, flaw);
        false
    });
    let kind = host_type(input)?;
    input.out().push(kind.unwrap_or(0) | if optional { 0x80 } else { 0 });
    host(input, kind)
}

/// The type; `Some(None)` where a word stands that is none.
fn host_type<'t>(input: &mut dyn Input<'t>) -> Option<Option<u8>> {
    let token = input.word()?;
    match number::decimal(token.text, 3) {
        Ok(value) => Some(u8::try_from(value).ok()),
        Err(flaw) => {
            input.flaw(&token, flaw);
            Some(None)
        }
    }
}

fn host<'t>(input: &mut dyn Input<'t>, kind: Option<u8>) -> Option<()> {
    let token = input.word()?;
    let origin = input.origin().to_name();
    let outcome = match kind {
        Some(0) if token.text == b"." => Ok(None),
        Some(0) => Err(Flaw::new(
            FaultKind::FieldSyntax,
            format!("{} behind type 0, which has only `.`", quoted(token.text)),
        )),
        Some(1) => address::ipv4(token.text).map(|octets| {
            input.out().extend_from_slice(&octets);
            None
        }),
        Some(2) => address::ipv6(token.text).map(|octets| {
            input.out().extend_from_slice(&octets);
            None
        }),
        Some(_) => name::encode(token.text, origin.borrow_name(), input.out()),
        None => Ok(None),
    };
    if let Ok(Some(flaw)) | Err(flaw) = outcome {
        input.flaw(&token, flaw);
    }
    Some(())
}

fn host_length(kind: u8, octets: &[u8]) -> Result<usize, String> {
    let fixed = |len: usize| {
        if octets.len() < len {
            Err(format!("address has {} of {len} octets", octets.len()))
        } else {
            Ok(len)
        }
    };
    match kind {
        0 => Ok(0),
        1 => fixed(4),
        2 => fixed(16),
        3 => name::length(octets),
        _ => Err(format!("type {kind} is above 3")),
    }
}

/// The octets of an IPSECKEY gateway with its type and algorithm.
pub fn length_ipsec(octets: &[u8]) -> Result<usize, String> {
    let (kind, rest) = first_octet(octets, "gateway type")?;
    let (_, rest) = first_octet(rest, "algorithm")?;
    host_length(kind, rest).map(|len| len + 2)
}

/// The octets of an AMTRELAY relay with its type.
pub fn length_amt(octets: &[u8]) -> Result<usize, String> {
    let (kind, rest) = first_octet(octets, "relay type")?;
    host_length(kind & 0x7f, rest).map(|len| len + 1)
}

fn show_host(kind: u8, octets: &[u8], out: &mut String) -> Option<()> {
    match kind {
        0 => out.push('.'),
        1 => address::show_ipv4(octets, out)?,
        2 => address::show_ipv6(octets, out)?,
        _ => name::show(octets, out)?,
    }
    Some(())
}

/// Writes gateway type, algorithm and gateway.
pub fn show_ipsec(octets: &[u8], out: &mut String) -> Option<()> {
    let [kind, algorithm, host @ ..] = octets else { return None };
    out.push_str(&format!("{kind} {algorithm} "));
    show_host(*kind, host, out)
}

/// Writes discovery-optional bit, relay type and relay.
pub fn show_amt(octets: &[u8], out: &mut String) -> Option<()> {
    let [first, host @ ..] = octets else { return None };
    out.push_str(&format!("{} {} ", first >> 7, first & 0x7f));
    show_host(first & 0x7f, host, out)
}
