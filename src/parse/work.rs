//! What records cost that are not written out one by one: those of `$GENERATE`, and of files that are
//! included again. A few octets of text can ask for any number of them, so they count against a budget of
//! time and memory, not of records: [`crate::limits::Limits::multiplied_work`].
//!
//! One unit is what an address record costs: at most 5 microseconds and 400 octets, reading and every rule
//! included.

use super::columns::Chunk;
use crate::rr::{Rtype, types};

/// Octets of text and wire form that one unit pays for. An address or PTR record has fewer.
const OCTETS: usize = 256;

/// The units of one record with this many octets of text and wire form.
///
/// Rules follow aliases and delegations. They read what the text of the other types says, and build
/// certificates' services, mail domains and chains of bindings on them; owners such as `_25._tcp` and
/// `_dmarc` ask for the same.
pub(super) fn of(rtype: Rtype, underscored: bool, octets: usize) -> u64 {
    let weight = match rtype {
        types::A | types::AAAA | types::PTR if !underscored => 1,
        types::CNAME | types::DNAME | types::NS if !underscored => 16,
        _ => 64,
    };
    weight * u64::try_from(1 + octets / OCTETS).unwrap_or(u64::MAX)
}

/// Whether an owner's first label begins with an underscore.
pub(super) fn is_underscored(owner: &[u8]) -> bool {
    owner.get(1) == Some(&b'_')
}

/// The units of all records of a chunk.
pub(super) fn of_chunk(chunk: &Chunk) -> u64 {
    let of_row = |row| {
        let owner = chunk.name(chunk.owner(row));
        of(chunk.rtype(row), is_underscored(owner.wire()), owner.wire().len() + chunk.rdata(row).len())
    };
    (0..chunk.len()).map(of_row).fold(0, u64::saturating_add)
}
