//! Aliases: where a CNAME leads inside the zone.

use crate::rr::types;
use crate::zone::{Lookup, Node, Record, Rrset};

/// The CNAME that a CNAME points at, where it is in this zone.
#[must_use]
pub fn next(record: Record<'_>) -> Option<Record<'_>> {
    match record.zone().lookup(record.name(0)?) {
        Lookup::Exists(node) | Lookup::Wildcard(node) => node.rrset(types::CNAME).map(Rrset::first),
        _ => None,
    }
}

/// Whether `node` is a zone's apex by its records: a CNAME there is a fault of its own, whatever else stands beside it.
#[must_use]
pub fn is_apex(node: Node<'_>) -> bool {
    node.is_apex() && node.has(&[types::SOA, types::NS])
}

/// The CNAME and those it leads on to, `most` at the most; `None` where they never come to an end.
#[must_use]
pub fn chain(start: Record<'_>, most: usize) -> Option<Vec<Record<'_>>> {
    let Some(mut following) = next(start) else { return Some(Vec::new()) };
    let mut passed = vec![start];
    loop {
        if passed.iter().any(|record| record.id() == following.id()) {
            return None;
        }
        passed.push(following);
        following = match next(following) {
            Some(following) if passed.len() < most => following,
            _ => return Some(passed),
        };
    }
}
