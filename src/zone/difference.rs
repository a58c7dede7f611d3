//! Whether two zones say the same, and where they first differ.

use std::borrow::Cow;

use super::{Node, Record, Zone};
use crate::rr::{self, Rtype, types};

/// The first RRset, in canonical order, that only one of two zones has as it is. SOA records are not compared.
#[must_use]
pub fn first_difference<'z>(new: &'z Zone, old: &'z Zone) -> Option<(Node<'z>, Rtype)> {
    let mut theirs = old.nodes().peekable();
    for node in new.nodes() {
        let behind = theirs.peek().copied();
        match behind {
            Some(other) if other.name() == node.name() => {
                if let Some(rtype) = differing_type(node, other) {
                    return Some((node, rtype));
                }
                theirs.next();
            }
            Some(other) if other.name().canonical_cmp(node.name()).is_lt() => return first_of(other),
            _ => return first_of(node),
        }
    }
    theirs.next().and_then(first_of)
}

fn first_of(node: Node<'_>) -> Option<(Node<'_>, Rtype)> {
    node.rrsets().next().map(|rrset| (node, rrset.rtype()))
}

fn differing_type(new: Node<'_>, old: Node<'_>) -> Option<Rtype> {
    let rtypes = |node: Node<'_>| node.rrsets().map(|rrset| rrset.rtype()).filter(|&rtype| rtype != types::SOA).collect::<Vec<_>>();
    let (ours, theirs) = (rtypes(new), rtypes(old));
    if ours != theirs {
        return ours.iter().zip(&theirs).find(|(a, b)| a != b).map(|(a, b)| *a.min(b)).or_else(|| ours.iter().chain(&theirs).copied().last());
    }
    ours.into_iter().find(|&rtype| sorted(new, rtype) != sorted(old, rtype))
}

/// TTLs and canonical rdata of an RRset, in an order of their own.
fn sorted(node: Node<'_>, rtype: Rtype) -> Vec<(u32, Cow<'_, [u8]>)> {
    let records = node.rrset(rtype).map(|rrset| rrset.records().collect::<Vec<Record<'_>>>()).unwrap_or_default();
    let mut rows: Vec<_> = records.into_iter().map(|record| (record.ttl(), rr::canonical(rtype, record.rdata()))).collect();
    rows.sort_unstable();
    rows
}
