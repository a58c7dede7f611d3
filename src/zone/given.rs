//! The zones of one run: those that are checked, those that are published, and what is known of parents.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{ByName, Node, Record, Rrset, Zone};
use crate::rr::types;
use crate::wire::{NameRef, Timestamp};

/// A zone as it is published, or was.
pub struct Published {
    /// The zone.
    pub zone: Zone,
    /// Since when; `None` where it has always been, as far as is known.
    pub since: Option<Timestamp>,
    /// The checked file that it is a version of; `None` where only the name of the zone says what it belongs
    /// to.
    pub of: Option<PathBuf>,
}

/// The checked zones of one name.
#[derive(Default)]
struct Named<'a> {
    zones: Vec<&'a Zone>,
    /// One of them that is signed.
    signed: Option<&'a Zone>,
    /// Whether several are.
    is_signed_twice: bool,
}

impl<'a> Named<'a> {
    fn add(&mut self, zone: &'a Zone) {
        self.zones.push(zone);
        if has_signatures(zone) {
            self.is_signed_twice = self.signed.replace(zone).is_some();
        }
    }

    /// The zone that is meant by the name: of a source and what a signer made of it the signed one.
    fn meant(&self) -> Option<&'a Zone> {
        match self.zones.as_slice() {
            [only] => Some(only),
            _ => self.signed.filter(|_| !self.is_signed_twice),
        }
    }
}

/// The records of one name in a DS set, or in a file of trust anchors.
pub struct Loose<'a> {
    /// What the user gave.
    pub source: &'a Zone,
    /// Its DS and DNSKEY records of the name.
    pub records: Vec<Record<'a>>,
    /// Its place among all that the user gave of parents.
    at: usize,
}

/// What the user gave of parents.
#[derive(Default)]
struct Above<'a> {
    /// Parent zones, each with its place among all that was given.
    zones: ByName<Vec<(usize, &'a Zone)>>,
    /// DS sets and trust anchors, by the owners of their records.
    loose: ByName<Vec<Loose<'a>>>,
}

impl<'a> Above<'a> {
    fn of(parents: &'a [Zone]) -> Above<'a> {
        let mut above = Above::default();
        for (at, source) in parents.iter().enumerate() {
            if source.soa().is_some() {
                above.zones.at(source.name()).push((at, source));
                continue;
            }
            let within = source.nodes().flat_map(Node::rrsets).flat_map(Rrset::records);
            for record in within
                .chain(source.out_of_zone())
                .filter(|record| matches!(record.rtype(), types::DS | types::DNSKEY))
            {
                let of_name = above.loose.at(record.owner());
                match of_name.last_mut().filter(|last| last.at == at) {
                    Some(last) => last.records.push(record),
                    None => of_name.push(Loose { source, records: vec![record], at }),
                }
            }
        }
        above
    }
}

/// What the user gave that may say something of a zone's place below its parent.
#[derive(Clone, Copy)]
pub enum Beyond<'g, 'a> {
    /// A parent zone.
    Zone(&'a Zone),
    /// Loose records.
    Loose(&'g Loose<'a>),
}

/// Published versions of zones, by the zone's name, each with its number.
type Versions<'a> = ByName<Vec<(usize, &'a Published)>>;

/// All zones that rules may look at.
#[derive(Default)]
pub struct Given<'a> {
    checked: ByName<Named<'a>>,
    /// By the checked file that they are a version of, each with its number.
    published: BTreeMap<Option<&'a Path>, Versions<'a>>,
    above: Above<'a>,
    is_alone: bool,
    has_tlsa: bool,
    has_signed: bool,
}

impl<'a> Given<'a> {
    /// The zones that are checked, those as they are published now, and parent zones, DS sets and trust
    /// anchors.
    pub fn new(
        checked: impl IntoIterator<Item = &'a Zone>,
        published: &'a [Published],
        parents: &'a [Zone],
    ) -> Given<'a> {
        let mut given = Given { above: Above::of(parents), ..Given::default() };
        let mut count = 0;
        for zone in checked {
            count += 1;
            given.has_tlsa |= zone.has_type(types::TLSA);
            given.has_signed |= has_signatures(zone);
            given.checked.at(zone.name()).add(zone);
        }
        given.is_alone = count <= 1;
        for (at, version) in published.iter().enumerate() {
            given
                .published
                .entry(version.of.as_deref())
                .or_default()
                .at(version.zone.name())
                .push((at, version));
        }
        given
    }

    /// The checked zone of this name. Of a source and what a signer made of it the signed one is meant;
    /// `None` where that does not decide.
    #[must_use]
    pub fn checked(&self, name: NameRef<'_>) -> Option<&'a Zone> {
        self.checked.get(name)?.meant()
    }

    /// The checked zone of the nearest name above `name` for which it is known which zone is meant.
    #[must_use]
    pub fn checked_above(&self, name: NameRef<'_>) -> Option<&'a Zone> {
        self.checked.find_up(name.parent()?, |_, named| named?.meant())
    }

    /// The zone that a name is in, seen from `own`: that one, or the checked zone of a nearer name.
    #[must_use]
    pub fn checked_around(&self, name: NameRef<'_>, own: &'a Zone) -> Option<&'a Zone> {
        self.checked.find_up(name, |at, named| if at == own.name() { Some(own) } else { named?.meant() })
    }

    /// The checked zones of the nearest name at or above `name`, in the order they were given.
    #[must_use]
    pub fn closest(&self, name: NameRef<'_>) -> &[&'a Zone] {
        self.checked.closest(name).map(|named| named.zones.as_slice()).unwrap_or_default()
    }

    /// All checked zones, by name.
    pub fn all(&self) -> impl Iterator<Item = &'a Zone> {
        self.checked.values().flat_map(|named| &named.zones).copied()
    }

    /// Whether there is no second checked zone.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        self.is_alone
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

    /// Whether a signed zone of the same name is checked besides this one, which then is what the signer
    /// reads.
    #[must_use]
    pub fn is_signed_elsewhere(&self, zone: &Zone) -> bool {
        !has_signatures(zone) && self.checked.get(zone.name()).is_some_and(|named| named.signed.is_some())
    }

    /// A checked zone as it is published now.
    #[must_use]
    pub fn published(&self, zone: &Zone) -> Option<&'a Zone> {
        self.history(zone).last().map(|published| &published.zone)
    }

    /// The versions of a checked zone that are published or were, the oldest first.
    #[must_use]
    pub fn history(&self, zone: &Zone) -> Vec<&'a Published> {
        let file = zone.sources().first().and_then(|source| source.path.as_deref());
        let files = [None].into_iter().chain(file.map(Some));
        let of_name = files.filter_map(|file| self.published.get(&file)?.get(zone.name()));
        let mut versions: Vec<&(usize, &Published)> = of_name.flatten().collect();
        versions.sort_by_key(|(at, published)| (published.since, *at));
        versions.into_iter().map(|(_, published)| *published).collect()
    }

    /// What the user gave of the parents of `name`, in the order it was given: zones of names above, and
    /// loose records.
    #[must_use]
    pub fn beyond<'g>(&'g self, name: NameRef<'_>) -> Vec<Beyond<'g, 'a>> {
        let loose = self.above.loose.get(name).into_iter().flatten();
        let mut all: Vec<(usize, Beyond<'g, 'a>)> =
            loose.map(|loose| (loose.at, Beyond::Loose(loose))).collect();
        let mut add = |zones: Option<&Vec<(usize, &'a Zone)>>| {
            all.extend(zones.into_iter().flatten().map(|(at, zone)| (*at, Beyond::Zone(zone))))
        };
        if let Some(above) = name.parent() {
            self.above.zones.find_up(above, |_, zones| {
                add(zones);
                None::<()>
            });
        }
        all.sort_by_key(|(at, _)| *at);
        all.into_iter().map(|(_, beyond)| beyond).collect()
    }

    /// The nearest zone above `name` that the user gave as a parent.
    #[must_use]
    pub fn parent_zone(&self, name: NameRef<'_>) -> Option<&'a Zone> {
        self.above.zones.closest(name.parent()?)?.last().map(|(_, zone)| *zone)
    }

    /// The nearest zone with SOA above `name`, be it checked or given as a parent.
    #[must_use]
    pub fn zone_above(&self, name: NameRef<'_>) -> Option<&'a Zone> {
        let checked = self.checked.find_up(name.parent()?, |_, named| {
            named?.zones.iter().rfind(|zone| zone.soa().is_some()).copied()
        });
        self.parent_zone(name).into_iter().chain(checked).max_by_key(|zone| zone.name().label_count())
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
