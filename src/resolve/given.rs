//! The zones of one run: those that are checked, those that are published, and what is known of parents.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::WhyNot;
use super::visible::{Ambiguous, Zones, has_signatures};
use crate::limits::Limits;
use crate::rr::types;
use crate::wire::{Name, NameRef, Timestamp};
use crate::zone::{ByName, Node, Record, Rrset, Zone, ZoneId};

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
#[non_exhaustive]
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
    checked: Zones<'a>,
    /// By the checked file that they are a version of, each with its number.
    published: BTreeMap<Option<&'a Path>, Versions<'a>>,
    above: Above<'a>,
    is_alone: bool,
    has_tlsa: bool,
    has_signed: bool,
    alias_chain: usize,
    /// By zone: the names of zones that its records lead to and of which nothing says which file is meant.
    ambiguous: Mutex<BTreeMap<ZoneId, BTreeSet<Box<[u8]>>>>,
}

impl<'a> Given<'a> {
    /// The zones that are checked, those as they are published now, and parent zones, DS sets and trust
    /// anchors.
    pub fn new(
        checked: impl IntoIterator<Item = &'a Zone>,
        published: &'a [Published],
        parents: &'a [Zone],
        limits: &Limits,
    ) -> Given<'a> {
        let alias_chain = limits.alias_chain;
        let mut given = Given {
            checked: Zones::new(checked),
            above: Above::of(parents),
            alias_chain,
            ..Given::default()
        };
        let has_tlsa = given.all().any(|zone| zone.has_type(types::TLSA));
        let has_signed = given.all().any(has_signatures);
        let is_alone = given.all().nth(1).is_none();
        (given.has_tlsa, given.has_signed, given.is_alone) = (has_tlsa, has_signed, is_alone);
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

    /// Names that an alias may lead over.
    pub(super) fn alias_chain(&self) -> usize {
        self.alias_chain
    }

    /// The checked zone that a name is in as the records of `own` see it: `own` itself, or that of the
    /// nearest name at or above it which has one of the same view, the nearest in the directory tree where
    /// several have. Of a source and what a signer made of it the signed one is meant.
    ///
    /// # Errors
    /// Why there is none.
    pub fn zone_of(&self, name: NameRef<'_>, own: Option<&Zone>) -> Result<&'a Zone, WhyNot<'a>> {
        match self.checked.zone_of(name, own) {
            None => Err(WhyNot::Outside(name.to_name())),
            Some((_, Ok(zone))) => Ok(zone),
            Some((zone, Err(Ambiguous { files }))) => {
                if let (Some(own), Ok(mut ambiguous)) = (own, self.ambiguous.lock()) {
                    ambiguous.entry(own.id()).or_default().insert(zone.key());
                }
                Err(WhyNot::Ambiguous { zone: zone.to_name(), files })
            }
        }
    }

    /// The names of zones that were looked for from `own` so far and are several files of which nothing says
    /// which one is meant, each with these files.
    #[must_use]
    pub fn ambiguous_from(&self, own: &Zone) -> Vec<(Name, &[&'a Zone])> {
        let Ok(ambiguous) = self.ambiguous.lock() else { return Vec::new() };
        let names = ambiguous.get(&own.id()).into_iter().flatten().filter_map(|key| NameRef::from_wire(key));
        names.map(|name| (name.to_name(), self.checked.of_name(name))).collect()
    }

    /// The checked files that are zones of this name, whatever their views.
    #[must_use]
    pub fn named(&self, name: NameRef<'_>) -> &[&'a Zone] {
        self.checked.of_name(name)
    }

    /// The checked files that are the same zone in the same view, this one included; of a source and what a
    /// signer made of it only the signed one counts.
    #[must_use]
    pub fn twins(&self, zone: &Zone) -> &[&'a Zone] {
        self.checked.twins(zone)
    }

    /// The checked zone of the nearest name above a zone's.
    #[must_use]
    pub fn checked_above(&self, zone: &Zone) -> Option<&'a Zone> {
        self.zone_of(zone.name().parent()?, Some(zone)).ok()
    }

    /// All checked zones, by name.
    pub fn all(&self) -> impl Iterator<Item = &'a Zone> {
        self.checked.all()
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

    /// What a signer made of this zone, where it is checked as well: this one then is what the signer reads.
    #[must_use]
    pub fn signed_form(&self, zone: &Zone) -> Option<&'a Zone> {
        self.checked.signed_form(zone)
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

    /// The nearest zone with SOA above another, be it checked or given as a parent.
    #[must_use]
    pub fn zone_above(&self, zone: &Zone) -> Option<&'a Zone> {
        let checked = self.checked_above(zone).filter(|above| above.soa().is_some());
        self.parent_zone(zone.name()).into_iter().chain(checked).max_by_key(|zone| zone.name().label_count())
    }
}

/// `file:line` of a record, for messages about records of another zone.
#[must_use]
pub fn place(record: Record<'_>) -> String {
    let span = record.whole();
    let source = usize::try_from(span.source.0).ok().and_then(|at| record.zone().sources().get(at));
    source.map_or_else(String::new, |source| format!("{}:{}", source.name, source.position(span.start).row))
}
