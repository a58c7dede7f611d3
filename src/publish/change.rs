//! New records against those that the zone has: what to add, keep and remove. Prints nothing.

use std::collections::BTreeSet;

use super::set::{Emission, Set};
use crate::dane::Advice;
use crate::rr::{present, types};
use crate::wire::excerpt;

/// Characters of a record that are told; the digests of RFC 6698 fit.
const TOLD: usize = 150;

/// What is to be done with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// The zone lacks it.
    Add,
    /// The zone has it.
    Keep,
    /// The zone has it, and nothing given makes it.
    Remove,
}

impl Action {
    /// One word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Action::Add => "add",
            Action::Keep => "keep",
            Action::Remove => "remove",
        }
    }
}

/// One record and what is to be done with it.
#[derive(Debug)]
pub struct Change<'a> {
    /// Where.
    pub set: &'a Set,
    /// What.
    pub action: Action,
    /// The record: numbers and data.
    pub rdata: String,
}

/// The changes of every set whose present state is known: additions, what stays, removals.
#[must_use]
pub fn changes<'a>(emission: &Emission<'a>) -> Vec<Change<'a>> {
    let mut changes = Vec::new();
    for set in emission.sets {
        let Some(published) = &set.published else { continue };
        let there: BTreeSet<&[u8]> = published.rdata.iter().map(Vec::as_slice).collect();
        let mut made: BTreeSet<Vec<u8>> = BTreeSet::new();
        for (tlsa, _) in emission.records_of(set) {
            let rdata = tlsa.rdata();
            let action = if there.contains(rdata.as_slice()) { Action::Keep } else { Action::Add };
            changes.push(Change { set, action, rdata: tlsa.to_string() });
            made.insert(rdata);
        }
        for stale in published.rdata.iter().filter(|rdata| !made.contains(*rdata)) {
            changes.push(Change { set, action: Action::Remove, rdata: present(types::TLSA, stale) });
        }
    }
    changes
}

/// What the removal of a record does, and what prevents it in `danelaw tlsa generate`.
pub const REMOVAL: &str = "connections fail while a server still uses what it matches (RFC 7671 \
    section 8.1); \
                                  give that certificate or key as another FILE to keep it, or take other \
                                  services with --only";

/// Says all changes; `removal` is what follows on one that takes a record away.
pub fn advise_on_changes<'c, 'a: 'c>(
    changes: impl IntoIterator<Item = &'c Change<'a>>,
    removal: &str,
    advice: &mut Advice,
) {
    for Change { set, action, rdata } in changes {
        let (owner, rdata) = (set.owner.to_string(), excerpt(rdata.as_bytes(), TOLD));
        let was = set.published.as_ref().map_or(set.ttl.0, |published| published.ttl);
        match action {
            Action::Keep if was != set.ttl.0 => {
                advice.note(&owner, &format!("keep {rdata}, TTL {was} s becomes {} s", set.ttl.0))
            }
            Action::Add | Action::Keep => advice.note(&owner, &format!("{} {rdata}", action.name())),
            Action::Remove => advice.warn(&owner, &format!("remove {rdata}: {removal}")),
        }
    }
}
