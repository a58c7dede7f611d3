//! Where the fields of an rdata in wire form begin and end.

use super::{Field, Rtype};
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

/// The fields of `rdata` in order; ends with an error where the octets do not fit, and has none for unknown types.
pub fn fields(rtype: Rtype, rdata: &[u8]) -> impl Iterator<Item = Result<FieldOctets<'_>, WireError>> {
    let _ = (rtype, rdata);
    std::iter::empty()
}

/// The names in `rdata`, each with its field's index.
pub fn names(rtype: Rtype, rdata: &[u8]) -> impl Iterator<Item = (usize, NameRef<'_>)> {
    let _ = (rtype, rdata);
    std::iter::empty()
}

/// The name in field `index`, where that field is one.
#[must_use]
pub fn name_at(rtype: Rtype, rdata: &[u8], index: usize) -> Option<NameRef<'_>> {
    names(rtype, rdata).find(|(at, _)| *at == index).map(|(_, name)| name)
}
