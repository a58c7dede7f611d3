//! The zones of one run: those that are checked, those that are published, and what is known of parents.

use std::collections::BTreeMap;

use super::{Record, Zone};
use crate::rr::types;
use crate::wire::NameRef;

/// All zones that rules may look at.
#[derive(Default)]
pub struct Given<'a> {
    checked: BTreeMap<Box<[u8]>, Vec<&'a Zone>>,
    published: &'a [Zone],
    parents: &'a [Zone],
}

impl<'a> Given<'a> {
    /// The zones that are checked, those as they are published now, and parent zones, DS sets and trust anchors.
    pub fn new(checked: impl IntoIterator<Item = &'a Zone>, published: &'a [Zone], parents: &'a [Zone]) -> Given<'a> {
        let mut by_name: BTreeMap<Box<[u8]>, Vec<&'a Zone>> = BTreeMap::new();
        for zone in checked {
            by_name.entry((*zone.name().to_lowercase()).into()).or_default().push(zone);
        }
        Given { checked: by_name, published, parents }
    }

    /// The checked zone of this name. Of a source and what a signer made of it the signed one is meant; `None` where that
    /// does not decide.
    #[must_use]
    pub fn checked(&self, name: NameRef<'_>) -> Option<&'a Zone> {
        let zones = self.checked.get(&*name.to_lowercase()).map(Vec::as_slice).unwrap_or_default();
        let mut signed = zones.iter().copied().filter(|zone| has_signatures(zone));
        match (zones, signed.next(), signed.next()) {
            ([only], _, _) => Some(only),
            (_, Some(only), None) => Some(only),
            _ => None,
        }
    }

    /// Every zone that is checked, by name.
    pub fn all_checked(&self) -> impl Iterator<Item = &'a Zone> {
        self.checked.values().flatten().copied()
    }

    /// Whether a signed zone of the same name is checked besides this one, which then is what the signer reads.
    #[must_use]
    pub fn is_signed_elsewhere(&self, zone: &Zone) -> bool {
        let zones = self.checked.get(&*zone.name().to_lowercase()).map(Vec::as_slice).unwrap_or_default();
        !has_signatures(zone) && zones.iter().any(|other| has_signatures(other))
    }

    /// The zone as it is published now.
    #[must_use]
    pub fn published(&self, name: NameRef<'_>) -> Option<&'a Zone> {
        self.published.iter().find(|published| published.name() == name)
    }

    /// Parent zones, DS sets and trust anchors, in the order they were given.
    #[must_use]
    pub fn parents(&self) -> &'a [Zone] {
        self.parents
    }
}

fn has_signatures(zone: &Zone) -> bool {
    zone.is_signed() && zone.has_type(types::RRSIG)
}

/// `file:line` of a record, for messages about records of another zone.
#[must_use]
pub fn place(record: Record<'_>) -> String {
    let span = record.whole();
    let source = usize::try_from(span.source.0).ok().and_then(|at| record.zone().sources().get(at));
    source.map_or_else(String::new, |source| format!("{}:{}", source.name, source.position(span.start).row))
}
