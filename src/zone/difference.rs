//! Whether two zones say the same, and where they first differ.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::{Node, Record, Zone};
use crate::rr::{self, Rtype, types};

/// Types that signing a zone makes anew, whatever else changed.
const MADE_BY_SIGNING: [Rtype; 4] = [types::RRSIG, types::NSEC, types::NSEC3, types::ZONEMD];

/// The first RRset, in canonical order, that only one of two zones has as it is: one that people write, or else one that
/// signing makes. SOA records are not compared.
#[must_use]
pub fn first_difference<'z>(new: &'z Zone, old: &'z Zone) -> Option<(Node<'z>, Rtype)> {
    let (mut ours, mut theirs) = (new.nodes().peekable(), old.nodes().peekable());
    let mut made = None;
    loop {
        let order = match (ours.peek(), theirs.peek()) {
            (None, None) => return made,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(our), Some(their)) => our.name().canonical_cmp(their.name()),
        };
        let our = if order.is_le() { ours.next() } else { None };
        let their = if order.is_ge() { theirs.next() } else { None };
        let Some(node) = our.or(their) else { return made };
        for rtype in differing_types(our, their) {
            if !MADE_BY_SIGNING.contains(&rtype) {
                return Some((node, rtype));
            }
            made = made.or(Some((node, rtype)));
        }
    }
}

/// The types, in order, whose RRsets are not the same at an owner in two zones.
fn differing_types(new: Option<Node<'_>>, old: Option<Node<'_>>) -> Vec<Rtype> {
    let mut rtypes: Vec<Rtype> = [new, old].iter().flatten().flat_map(|node| node.rrsets()).map(|rrset| rrset.rtype()).collect();
    rtypes.sort_unstable();
    rtypes.dedup();
    rtypes.retain(|&rtype| rtype != types::SOA && sorted(new, rtype) != sorted(old, rtype));
    rtypes
}

/// TTLs and canonical rdata of an RRset, in an order of their own.
fn sorted(node: Option<Node<'_>>, rtype: Rtype) -> Vec<(u32, Cow<'_, [u8]>)> {
    let records = node.and_then(|node| node.rrset(rtype)).map(|rrset| rrset.records().collect::<Vec<Record<'_>>>()).unwrap_or_default();
    let mut rows: Vec<_> = records.into_iter().map(|record| (record.ttl(), rr::canonical(rtype, record.rdata()))).collect();
    rows.sort_unstable();
    rows
}
