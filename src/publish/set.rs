//! The TLSA RRsets that are to be published, each with what the zone has there now. Prints nothing.

use crate::dane::{Origin, Tlsa};
use crate::wire::{Name, NameRef, Ttl};

/// The TLSA records of one owner.
#[derive(Debug, Clone)]
pub struct Set {
    /// Owner name.
    pub owner: Name,
    /// Time to live.
    pub ttl: Ttl,
    /// Whether somebody chose that TTL: the user, or the zone.
    pub ttl_said: bool,
    /// What the zone has there; `None` where there is no zone to say it.
    pub published: Option<PublishedSet>,
    /// Records of this owner alone, beside those of every owner.
    pub kept: Vec<(Tlsa, Origin)>,
}

/// The TLSA records that the zone has.
#[derive(Debug, Clone, Default)]
pub struct PublishedSet {
    /// Time to live in seconds.
    pub ttl: u32,
    /// Their rdata; none where there is no such set.
    pub rdata: Vec<Vec<u8>>,
}

/// All that is to be printed: every record at every owner.
#[derive(Debug, Clone, Copy)]
pub struct Emission<'a> {
    /// The zone, where it is known.
    pub zone: Option<NameRef<'a>>,
    /// The owners.
    pub sets: &'a [Set],
    /// The records of every owner, and where each came from.
    pub made: &'a [(Tlsa, Origin)],
}

impl Set {
    /// Whether the zone has this record.
    #[must_use]
    pub fn has(&self, tlsa: &Tlsa) -> bool {
        self.published.as_ref().is_some_and(|published| published.rdata.contains(&tlsa.rdata()))
    }
}

impl Emission<'_> {
    /// The zone's name; forms that need it are not written without.
    pub(super) fn zone_name(&self) -> NameRef<'_> {
        self.zone.unwrap_or(NameRef::ROOT)
    }

    /// The zone's name without the final dot.
    pub(super) fn zone_text(&self) -> String {
        without_dot(self.zone_name())
    }

    /// An owner below the zone, without it.
    pub(super) fn relative(&self, set: &Set) -> String {
        set.owner.borrow_name().relative_to(self.zone_name())
    }

    /// The records of one owner.
    pub(super) fn records_of<'s>(&'s self, set: &'s Set) -> impl Iterator<Item = &'s (Tlsa, Origin)> {
        self.made.iter().chain(&set.kept)
    }

    /// Each owner with each of its records.
    pub(super) fn records(&self) -> impl Iterator<Item = (&Set, &Tlsa, &Origin)> {
        self.sets.iter().flat_map(|set| self.records_of(set).map(move |(tlsa, origin)| (set, tlsa, origin)))
    }

    /// The records that the zone is not known to have.
    pub(super) fn additions(&self) -> impl Iterator<Item = (&Set, &Tlsa)> {
        self.records().filter(|(set, tlsa, _)| !set.has(tlsa)).map(|(set, tlsa, _)| (set, tlsa))
    }
}

/// A name without the final dot, the root as it is.
pub(super) fn without_dot(name: NameRef<'_>) -> String {
    let text = name.to_string();
    text.strip_suffix('.').filter(|rest| !rest.is_empty()).map_or(text.clone(), str::to_owned)
}
