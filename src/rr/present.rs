//! Wire to text, as BIND, Knot and ldns read it back.

use std::fmt::Write as _;

use super::value::{
    address, apl, base64, bitmap, gateway, hex, hip, key, legacy, loc, name, number, string, svcb, time, wks,
};
use super::{FieldOctets, Kind, Rtype, fields};
use crate::wire::{NameRef, base16};

/// Presentation form of `rdata`: the type's own, or RFC 3597's for unknown types and octets that do not
/// decode.
#[must_use]
pub fn present(rtype: Rtype, rdata: &[u8]) -> String {
    if rtype.descriptor().is_some() {
        let mut out = String::new();
        if own_form(rtype, rdata, &mut out).is_some() {
            return out;
        }
    }
    let mut out = format!("\\# {}", rdata.len());
    if !rdata.is_empty() {
        out.push(' ');
        out.push_str(&base16::encode(rdata));
    }
    out
}

fn own_form(rtype: Rtype, rdata: &[u8], out: &mut String) -> Option<()> {
    for field in fields(rtype, rdata) {
        let before = out.len();
        if before > 0 {
            out.push(' ');
        }
        let written_from = out.len();
        show(&field.ok()?, out)?;
        if out.len() == written_from {
            out.truncate(before);
        }
    }
    // `\#` in front would be read as the RFC 3597 form.
    (!out.starts_with("\\#")).then_some(())
}

fn show(field: &FieldOctets<'_>, out: &mut String) -> Option<()> {
    let octets = field.octets;
    match field.field.kind {
        Kind::U8
        | Kind::U16
        | Kind::U32
        | Kind::Period
        | Kind::Algorithm
        | Kind::KeyFlags
        | Kind::KeyProtocol
        | Kind::NodeNumber => {
            number::show(octets, out);
        }
        Kind::Name | Kind::NameAsIs => name::show(octets, out)?,
        Kind::NamesRest => show_names(octets, out)?,
        Kind::Ipv4 => address::show_ipv4(octets, out)?,
        Kind::Ipv6 => address::show_ipv6(octets, out)?,
        Kind::Time => time::show(octets, out),
        Kind::String | Kind::StringOptional | Kind::StringsRest | Kind::DigitString => {
            string::show_all(octets, out)?
        }
        Kind::Tag => out.push_str(std::str::from_utf8(octets.get(1..)?).ok()?),
        Kind::TextRest | Kind::QuotedRest => string::show_quoted(octets, out),
        Kind::HexRest => out.push_str(&base16::encode(octets)),
        Kind::HexLen8 => hex::show_prefixed(octets, out),
        Kind::Base32Len8 => out.push_str(&crate::wire::base32hex::encode(octets.get(1..)?)),
        Kind::Base64Rest | Kind::Base64RestOptional => base64::show(octets, out),
        Kind::Base64OrDash if octets.is_empty() => out.push('-'),
        Kind::Base64OrDash => base64::show(octets, out),
        Kind::Type => {
            let code = u16::from_be_bytes(octets.try_into().ok()?);
            write!(out, "{}", Rtype(code)).ok()?;
        }
        Kind::TypeBitmap => bitmap::show(octets, out)?,
        Kind::NxtBitmap => bitmap::show_nxt(octets, out),
        Kind::CertType => key::show_cert_type(octets, out),
        Kind::DsyncScheme => key::show_dsync_scheme(octets, out),
        Kind::Wks => wks::show(octets, out)?,
        Kind::Nsap => legacy::show_nsap(octets, out),
        Kind::Atma => legacy::show_atma(octets, out)?,
        Kind::Eui(_) => address::show_eui(octets, out),
        Kind::Locator64 => address::show_locator64(octets, out),
        Kind::Loc => loc::show(octets, out)?,
        Kind::Gpos => string::show_all(octets, out)?,
        Kind::Apl => apl::show(octets, out)?,
        Kind::IpsecGateway => gateway::show_ipsec(octets, out)?,
        Kind::AmtRelay => gateway::show_amt(octets, out)?,
        Kind::HipIdentity => hip::show(octets, out)?,
        Kind::A6 => legacy::show_a6(octets, out)?,
        Kind::SvcParams => svcb::show(octets, out)?,
        Kind::Opaque => return None,
    }
    Some(())
}

fn show_names(octets: &[u8], out: &mut String) -> Option<()> {
    let mut rest = octets;
    while !rest.is_empty() {
        if rest.len() < octets.len() {
            out.push(' ');
        }
        let name = NameRef::from_wire(rest)?;
        write!(out, "{name}").ok()?;
        rest = rest.get(name.wire().len()..)?;
    }
    Some(())
}
