//! What the parent of a zone says of it, where the parent is at hand. Judges nothing.

use crate::rr::types;
use crate::wire::NameRef;
use crate::zone::{Given, Lookup, Node, Zone};

/// What a parent zone has at the name of its child.
#[derive(Clone, Copy)]
pub enum Parentage<'a> {
    /// NS records.
    Delegated(Node<'a>),
    /// No delegation: to the parent, the name is its own or is not there.
    Kept(&'a Zone),
}

/// What the parent zone that the user gave says of a zone, or else the nearest zone above it in the run; `None` where
/// neither is at hand or can tell.
#[must_use]
pub fn parentage<'a>(zone: &Zone, given: &Given<'a>) -> Option<Parentage<'a>> {
    let above = given.parents().iter().filter(|parent| parent.soa().is_some() && zone.name().is_below(parent.name()));
    let parent = above.max_by_key(|parent| parent.name().label_count()).or_else(|| checked_above(zone.name(), given))?;
    match parent.lookup(zone.name()) {
        Lookup::Delegated(cut) => (cut.name() == zone.name()).then_some(Parentage::Delegated(cut)),
        Lookup::OutOfZone | Lookup::Redirected(_) | Lookup::Unread => None,
        Lookup::Wildcard(node) if node.has(&[types::NS]) => None,
        Lookup::Exists(_) | Lookup::Wildcard(_) | Lookup::EmptyNonTerminal | Lookup::Missing => {
            (!parent.may_exist(zone.name())).then_some(Parentage::Kept(parent))
        }
    }
}

fn checked_above<'a>(name: NameRef<'_>, given: &Given<'a>) -> Option<&'a Zone> {
    let above = std::iter::successors(name.parent(), |name| name.parent());
    above.filter_map(|name| given.checked(name)).next().filter(|parent| parent.soa().is_some())
}
