//! The zones of one run: those that are checked, those that are published, and what is known of parents.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{Record, Zone};
use crate::rr::types;
use crate::wire::{NameRef, Timestamp};

/// A zone as it is published, or was.
pub struct Published {
    /// The zone.
    pub zone: Zone,
    /// Since when; `None` where it has always been, as far as is known.
    pub since: Option<Timestamp>,
    /// The checked file that it is a version of; `None` where only the name of the zone says what it belongs to.
    pub of: Option<PathBuf>,
}

impl Published {
    fn belongs_to(&self, zone: &Zone) -> bool {
        let is_same_file = |of: &PathBuf| zone.sources().first().and_then(|source| source.path.as_ref()) == Some(of);
        self.zone.name() == zone.name() && self.of.as_ref().is_none_or(is_same_file)
    }
}

/// All zones that rules may look at.
#[derive(Default)]
pub struct Given<'a> {
    checked: BTreeMap<Box<[u8]>, Vec<&'a Zone>>,
    published: &'a [Published],
    parents: &'a [Zone],
    has_tlsa: bool,
    has_signed: bool,
}

impl<'a> Given<'a> {
    /// The zones that are checked, those as they are published now, and parent zones, DS sets and trust anchors.
    pub fn new(checked: impl IntoIterator<Item = &'a Zone>, published: &'a [Published], parents: &'a [Zone]) -> Given<'a> {
        let mut by_name: BTreeMap<Box<[u8]>, Vec<&'a Zone>> = BTreeMap::new();
        let (mut has_tlsa, mut has_signed) = (false, false);
        for zone in checked {
            has_tlsa |= zone.has_type(types::TLSA);
            has_signed |= has_signatures(zone);
            by_name.entry((*zone.name().to_lowercase()).into()).or_default().push(zone);
        }
        Given { checked: by_name, published, parents, has_tlsa, has_signed }
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

    /// All checked zones, by name.
    pub fn all(&self) -> impl Iterator<Item = &'a Zone> {
        self.checked.values().flatten().copied()
    }

    /// Whether a checked zone has TLSA records.
    #[must_use]
    pub fn has_tlsa(&self) -> bool {
        self.has_tlsa
    }

    /// Whether a checked zone is signed.
    #[must_use]
    pub fn has_signed(&self) -> bool {
        self.has_signed
    }

    /// Whether a signed zone of the same name is checked besides this one, which then is what the signer reads.
    #[must_use]
    pub fn is_signed_elsewhere(&self, zone: &Zone) -> bool {
        let zones = self.checked.get(&*zone.name().to_lowercase()).map(Vec::as_slice).unwrap_or_default();
        !has_signatures(zone) && zones.iter().any(|other| has_signatures(other))
    }

    /// A checked zone as it is published now.
    #[must_use]
    pub fn published(&self, zone: &Zone) -> Option<&'a Zone> {
        self.history(zone).last().map(|published| &published.zone)
    }

    /// The versions of a checked zone that are published or were, the oldest first.
    #[must_use]
    pub fn history(&self, zone: &Zone) -> Vec<&'a Published> {
        let mut versions: Vec<&Published> = self.published.iter().filter(|published| published.belongs_to(zone)).collect();
        versions.sort_by_key(|published| published.since);
        versions
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
