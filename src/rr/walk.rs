//! Where the fields of an rdata in wire form begin and end. Any octets may come in; none makes it panic.

use super::{Field, Rtype, types};
use crate::wire::NameRef;
use std::fmt;

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
        let measured = field.kind.length(self.rest);
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

/// The octets of field `index`; `None` where those before it do not fit.
#[must_use]
pub fn octets_at(rtype: Rtype, rdata: &[u8], index: usize) -> Option<&[u8]> {
    let (before, from) = rtype.descriptor()?.fields.split_at_checked(index)?;
    let mut rest = rdata;
    for field in before {
        rest = rest.get(field.kind.length(rest).ok()?..)?;
    }
    rest.get(..from.first()?.kind.length(rest).ok()?)
}

/// The names in `rdata`, each with its field's index.
pub fn names(rtype: Rtype, rdata: &[u8]) -> impl Iterator<Item = (usize, NameRef<'_>)> {
    fields(rtype, rdata).map_while(Result::ok).flat_map(|field| {
        let mut rest = match field.field.kind.name_offset(field.octets) {
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

/// The field that has the name which a record leads to, and how many octets of the rdata come before it; for
/// the types that lead to one.
#[must_use]
#[inline]
pub fn target_field(rtype: Rtype) -> Option<(usize, usize)> {
    match rtype {
        types::NS => Some((types::ns::NAME_SERVER, 0)),
        types::CNAME => Some((types::cname::CANONICAL_NAME, 0)),
        types::PTR => Some((types::ptr::TARGET, 0)),
        types::DNAME => Some((types::dname::TARGET, 0)),
        types::MX => Some((types::mx::MAIL_EXCHANGE, 2)),
        types::SVCB | types::HTTPS => Some((types::svcb::TARGET, 2)),
        types::SRV => Some((types::srv::TARGET, 6)),
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
