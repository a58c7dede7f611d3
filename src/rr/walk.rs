//! Where the fields of an rdata in wire form begin and end. Any octets may come in; none makes it panic.

use std::fmt;

use super::value::{apl, bitmap, gateway, hex, hip, legacy, loc, name, string, svcb, wks};
use super::{Field, Kind, Rtype, types};
use crate::wire::NameRef;

/// The octets of one field, its length octets included.
#[derive(Debug, Clone, Copy)]
pub struct FieldOctets<'a> {
    /// Position in the descriptor.
    pub index: usize,
    /// The descriptor's row.
    pub field: &'static Field,
    /// The octets on the wire.
    pub octets: &'a [u8],
}

/// Why octets are no rdata of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireError {
    /// The field that does not fit; empty for octets behind the last.
    pub field: &'static str,
    /// Found against expected, one clause.
    pub note: String,
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field {
            "" => f.write_str(&self.note),
            field => write!(f, "{field}: {}", self.note),
        }
    }
}

impl std::error::Error for WireError {}

/// The fields of `rdata` in order; ends with an error where the octets do not fit, and has none for unknown
/// types.
pub fn fields(rtype: Rtype, rdata: &[u8]) -> impl Iterator<Item = Result<FieldOctets<'_>, WireError>> {
    Fields {
        row: rtype.descriptor().map_or(&[], |row| row.fields),
        index: 0,
        rest: rdata,
        done: rtype.descriptor().is_none(),
    }
}

struct Fields<'a> {
    row: &'static [Field],
    index: usize,
    rest: &'a [u8],
    done: bool,
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<FieldOctets<'a>, WireError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let Some(field) = self.row.get(self.index) else {
            self.done = true;
            let note = || format!("{} octets behind the last field", self.rest.len());
            return (!self.rest.is_empty()).then(|| Err(WireError { field: "", note: note() }));
        };
        let measured = length(field.kind, self.rest);
        let Some((octets, rest)) = measured.as_ref().ok().and_then(|&len| self.rest.split_at_checked(len))
        else {
            self.done = true;
            let note = measured
                .err()
                .unwrap_or_else(|| format!("has {} octets, fewer than it needs", self.rest.len()));
            return Some(Err(WireError { field: field.name, note }));
        };
        self.rest = rest;
        self.index += 1;
        Some(Ok(FieldOctets { index: self.index - 1, field, octets }))
    }
}

/// How many octets at the front of `rest` a field of this kind takes, or why it does not fit.
fn length(kind: Kind, rest: &[u8]) -> Result<usize, String> {
    let all = rest.len();
    let at_least_one = || if all > 0 { Ok(all) } else { Err("is empty".to_owned()) };
    match kind {
        Kind::U8 | Kind::Algorithm | Kind::KeyProtocol | Kind::DsyncScheme => fixed(rest, 1),
        Kind::U16 | Kind::Type | Kind::CertType | Kind::KeyFlags => fixed(rest, 2),
        Kind::U32 | Kind::Period | Kind::Time | Kind::Ipv4 => fixed(rest, 4),
        Kind::Locator64 | Kind::NodeNumber => fixed(rest, 8),
        Kind::Ipv6 => fixed(rest, 16),
        Kind::Eui(octets) => fixed(rest, usize::from(octets)),
        Kind::Name | Kind::NameAsIs => name::length(rest),
        Kind::NamesRest => names_length(rest),
        Kind::String => string::length(rest),
        Kind::DigitString => string::length_of(rest, u8::is_ascii_digit),
        Kind::Tag => string::length_of(rest, u8::is_ascii_alphanumeric),
        Kind::StringOptional if all == 0 => Ok(0),
        Kind::StringOptional => string::length(rest),
        Kind::StringsRest => string::length_rest(rest),
        Kind::HexRest | Kind::Base64Rest | Kind::Nsap => at_least_one(),
        Kind::TextRest | Kind::QuotedRest | Kind::Base64RestOptional | Kind::Base64OrDash | Kind::Opaque => {
            Ok(all)
        }
        Kind::HexLen8 => hex::length_prefixed(rest, 0),
        Kind::Base32Len8 => hex::length_prefixed(rest, 1),
        Kind::TypeBitmap => bitmap::check(rest).map(|()| all),
        Kind::NxtBitmap => bitmap::check_nxt(rest).map(|()| all),
        Kind::Wks => wks::check(rest).map(|()| all),
        Kind::Atma => legacy::check_atma(rest).map(|()| all),
        Kind::Gpos => legacy::check_gpos(rest),
        Kind::A6 => legacy::length_a6(rest),
        Kind::Loc => loc::check(rest).map(|()| all),
        Kind::Apl => apl::check(rest).map(|()| all),
        Kind::IpsecGateway => gateway::length_ipsec(rest),
        Kind::AmtRelay => gateway::length_amt(rest),
        Kind::HipIdentity => hip::length(rest),
        Kind::SvcParams => svcb::check(rest).map(|()| all),
    }
}

fn fixed(rest: &[u8], octets: usize) -> Result<usize, String> {
    if rest.len() < octets { Err(format!("has {} of {octets} octets", rest.len())) } else { Ok(octets) }
}

fn names_length(rest: &[u8]) -> Result<usize, String> {
    let mut at = 0;
    while at < rest.len() {
        at += name::length(rest.get(at..).unwrap_or_default())?;
    }
    Ok(at)
}

/// The names in `rdata`, each with its field's index.
pub fn names(rtype: Rtype, rdata: &[u8]) -> impl Iterator<Item = (usize, NameRef<'_>)> {
    fields(rtype, rdata).map_while(Result::ok).flat_map(|field| {
        let mut rest = match name_offset(field.field.kind, field.octets) {
            Some(at) => field.octets.get(at..).unwrap_or_default(),
            None => &[],
        };
        std::iter::from_fn(move || {
            let name = NameRef::from_wire(rest)?;
            rest = rest.get(name.wire().len()..).unwrap_or_default();
            Some((field.index, name))
        })
    })
}

/// Where the names of a field start, for the kinds that hold any.
pub(super) fn name_offset(kind: Kind, octets: &[u8]) -> Option<usize> {
    match kind {
        Kind::Name | Kind::NameAsIs | Kind::NamesRest => Some(0),
        Kind::IpsecGateway => (octets.first() == Some(&3)).then_some(2),
        Kind::AmtRelay => octets.first().is_some_and(|first| first & 0x7f == 3).then_some(1),
        Kind::A6 => legacy::a6_name_offset(octets),
        _ => None,
    }
}

/// The field that has the name which a record leads to, and how many octets of the rdata come before it; for the
/// types that lead to one.
#[must_use]
#[inline]
pub fn target_field(rtype: Rtype) -> Option<(usize, usize)> {
    match rtype {
        types::NS | types::CNAME | types::PTR | types::DNAME => Some((0, 0)),
        types::MX | types::SVCB | types::HTTPS => Some((1, 2)),
        types::SRV => Some((3, 6)),
        _ => None,
    }
}

/// The name in field `index`, where that field is one.
#[must_use]
pub fn name_at(rtype: Rtype, rdata: &[u8], index: usize) -> Option<NameRef<'_>> {
    if let Some((_, before)) = target_field(rtype).filter(|&(field, _)| field == index) {
        return NameRef::from_wire(rdata.get(before..)?);
    }
    names(rtype, rdata).find(|(at, _)| *at == index).map(|(_, name)| name)
}
