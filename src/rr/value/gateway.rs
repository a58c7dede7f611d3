//! IPSECKEY gateways (RFC 4025) and AMTRELAY relays (RFC 8777): an address or a name, told apart by a type.

use super::{Codec, Flaw, Input, address, first_octet, name, number, one, quoted};
use crate::fault::FaultKind;

/// IPSECKEY gateway type, algorithm and gateway.
pub struct IpsecGateway;

impl Codec for IpsecGateway {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        encode_ipsec(input)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        length_ipsec(rest)
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show_ipsec(octets, out)
    }

    fn name_offset(&self, octets: &[u8]) -> Option<usize> {
        (octets.first() == Some(&3)).then_some(2)
    }
}

/// AMTRELAY discovery-optional bit, type and relay.
pub struct AmtRelay;

impl Codec for AmtRelay {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        encode_amt(input)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        length_amt(rest)
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show_amt(octets, out)
    }

    fn name_offset(&self, octets: &[u8]) -> Option<usize> {
        octets.first().is_some_and(|first| first & 0x7f == 3).then_some(1)
    }
}

/// Gateway type, algorithm and gateway.
fn encode_ipsec<'t>(input: &mut dyn Input<'t>) -> Option<()> {
    let kind = host_type(input)?;
    input.out().push(kind.unwrap_or(0));
    one(input, |text, out| number::u8(text).map(|value| out.push(value)))?;
    host(input, kind)
}

/// Discovery-optional bit, relay type and relay.
fn encode_amt<'t>(input: &mut dyn Input<'t>) -> Option<()> {
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
        Some(_) => input.name(token.text),
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
fn length_ipsec(octets: &[u8]) -> Result<usize, String> {
    let (kind, rest) = first_octet(octets, "gateway type")?;
    let (_, rest) = first_octet(rest, "algorithm")?;
    host_length(kind, rest).map(|len| len + 2)
}

/// The octets of an AMTRELAY relay with its type.
fn length_amt(octets: &[u8]) -> Result<usize, String> {
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
fn show_ipsec(octets: &[u8], out: &mut String) -> Option<()> {
    let [kind, algorithm, host @ ..] = octets else { return None };
    out.push_str(&format!("{kind} {algorithm} "));
    show_host(*kind, host, out)
}

/// Writes discovery-optional bit, relay type and relay.
fn show_amt(octets: &[u8], out: &mut String) -> Option<()> {
    let [first, host @ ..] = octets else { return None };
    out.push_str(&format!("{} {} ", first >> 7, first & 0x7f));
    show_host(first & 0x7f, host, out)
}
