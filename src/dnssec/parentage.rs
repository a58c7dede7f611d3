//! What the parent of a zone says of it, where the parent is at hand. Judges nothing.

use crate::resolve::Given;
use crate::rr::types;
use crate::zone::{Lookup, Node, Zone};

/// What a parent zone has at the name of its child.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Parentage<'a> {
    /// NS records.
    Delegated(Node<'a>),
    /// No delegation: to the parent, the name is its own or is not there.
    Kept(&'a Zone),
}

/// What the parent zone that the user gave says of a zone, or else the nearest zone above it in the run;
/// `None` where neither is at hand or can tell.
#[must_use]
pub fn parentage<'a>(zone: &Zone, given: &Given<'a>) -> Option<Parentage<'a>> {
    let checked = || given.checked_above(zone).filter(|parent| parent.soa().is_some());
    let parent = given.parent_zone(zone.name()).or_else(checked)?;
    match parent.lookup(zone.name()) {
        Lookup::Delegated(cut) => (cut.name() == zone.name()).then_some(Parentage::Delegated(cut)),
        Lookup::OutOfZone | Lookup::Redirected(_) | Lookup::Unread => None,
        Lookup::Wildcard(node) if node.has(&[types::NS]) => None,
        Lookup::Exists(_) | Lookup::Wildcard(_) | Lookup::EmptyNonTerminal | Lookup::NxDomain => {
            (!parent.may_exist(zone.name())).then_some(Parentage::Kept(parent))
        }
    }
}
