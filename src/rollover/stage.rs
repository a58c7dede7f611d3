//! Zones that change, and what they say of a name in each version. Judges nothing.

use super::signers::Rrsigs;
use super::timing::{Propagation, Timing};
use std::collections::BTreeMap;

use crate::dane::Published;
use crate::resolve::Given;
use crate::rr::{Rtype, types};
use crate::wire::{Name, NameRef, Timestamp, Ttl};
use crate::zone::{Completeness, Lookup, Node, Zone, ZoneId};

/// A zone between two publications.
#[derive(Clone, Copy)]
pub struct ZoneVersion<'z> {
    /// The zone.
    pub zone: &'z Zone,
    /// When it is published; `None` where it has always been.
    pub publish: Option<Timestamp>,
}

/// The versions of one zone.
pub struct Staged<'z> {
    /// The oldest first; the last one is the one that is checked.
    pub versions: Vec<ZoneVersion<'z>>,
    /// How long a new one takes to be on all servers. Secondaries look as the version says that they have.
    pub propagation: Propagation,
}

/// All zones of a run with their versions.
pub struct Stage<'z> {
    given: &'z Given<'z>,
    zones: Vec<Staged<'z>>,
    /// Their numbers.
    by_id: BTreeMap<ZoneId, usize>,
    now: Timestamp,
    /// A zone of them is signed, so that what is not is not for signers to sign later.
    has_signed: bool,
}

/// For what a name is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Purpose {
    /// Its addresses.
    Address,
    /// Its TLSA records.
    Tlsa,
}

/// What is at a name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// It is another name's alias.
    Alias(Name),
    /// It has addresses.
    Addresses,
    /// It has TLSA records.
    Records(Vec<Published>),
    /// There is nothing of what is asked for, or nobody may trust it.
    Nothing,
    /// The zones at hand do not say.
    Unknown,
}

/// What is at a name between two publications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameVersion {
    /// When it is published; `None` where it has always been.
    pub publish: Option<Timestamp>,
    /// The number of the zone's version that has it first; `None` where it is what caches are thought to
    /// hold.
    pub zone_version: Option<usize>,
    /// The TTL; that of the negative answer where there is nothing.
    pub ttl: Ttl,
    /// The first second at which its signatures are not valid; `None` where that is not known.
    pub expires: Option<Timestamp>,
    /// What is there.
    pub content: Content,
}

impl<'z> Stage<'z> {
    /// The checked zones with what is published of them.
    #[must_use]
    pub fn new(given: &'z Given<'z>, timing: &Timing, now: Timestamp) -> Stage<'z> {
        let (mut zones, mut by_id): (Vec<Staged<'z>>, BTreeMap<ZoneId, usize>) = Default::default();
        // Of a source and what a signer made of it the signed one is published, and of files that are one
        // zone nobody knows which.
        let is_published = |zone: &&Zone| given.signed_form(zone).is_none() && given.twins(zone).len() <= 1;
        let whole = given.all().filter(|zone| zone.completeness() == Completeness::Whole);
        for zone in whole.filter(is_published) {
            let mut versions: Vec<ZoneVersion<'z>> = given
                .history(zone)
                .iter()
                .map(|old| ZoneVersion { zone: &old.zone, publish: old.since })
                .collect();
            let propagation = timing.propagation(versions.last().map_or(zone, |last| last.zone));
            // What nobody says to be published is checked as it is published now.
            let publish = if versions.is_empty() { timing.published_at } else { Some(timing.publish_at) };
            versions.push(ZoneVersion { zone, publish });
            by_id.insert(zone.id(), zones.len());
            zones.push(Staged { versions, propagation });
        }
        let has_signed =
            zones.iter().flat_map(|staged| &staged.versions).any(|version| is_signed(version.zone));
        Stage { given, zones, by_id, now, has_signed }
    }

    /// The versions of a checked zone.
    #[must_use]
    pub fn of(&self, zone: &Zone) -> Option<&Staged<'z>> {
        self.zones.get(*self.by_id.get(&zone.id())?)
    }

    /// The versions of all zones.
    #[must_use]
    pub fn zones(&self) -> &[Staged<'z>] {
        &self.zones
    }

    /// The versions of the zone that answers for a name, as the checked zone `from` sees it.
    #[must_use]
    pub fn answering(&self, name: NameRef<'_>, from: Option<&Zone>) -> Option<&Staged<'z>> {
        self.of(self.given.zone_of(name, from).ok()?)
    }

    /// What is at a name, version for version, and how long a change of it takes to be on all servers.
    /// Versions that say the same are one.
    #[must_use]
    pub fn name(&self, name: NameRef<'_>, purpose: Purpose, from: Option<&Zone>) -> (Vec<NameVersion>, u32) {
        let Some(staged) = self.answering(name, from) else {
            let unknown = NameVersion {
                publish: None,
                zone_version: None,
                ttl: Ttl(0),
                expires: None,
                content: Content::Unknown,
            };
            return (vec![unknown], 0);
        };
        let mut versions: Vec<NameVersion> = Vec::new();
        for (at, version) in staged.versions.iter().enumerate() {
            let new = self.read(version, at, name, purpose);
            match versions.last_mut() {
                // How long addresses are kept matters only where an alias takes their place.
                Some(old) if old.content == Content::Addresses && new.content == Content::Addresses => {
                    old.ttl = old.ttl.max(new.ttl)
                }
                Some(old) if (&old.content, old.ttl, old.expires) == (&new.content, new.ttl, new.expires) => {
                }
                _ => versions.push(new),
            }
        }
        (versions, staged.propagation.seconds)
    }

    fn read(&self, version: &ZoneVersion<'_>, at: usize, name: NameRef<'_>, purpose: Purpose) -> NameVersion {
        let zone = version.zone;
        let new = |ttl, expires, content| NameVersion {
            publish: version.publish,
            zone_version: Some(at),
            ttl,
            expires,
            content,
        };
        let unknown = || new(Ttl(0), None, Content::Unknown);
        let nothing = || new(negative_ttl(zone), None, Content::Nothing);
        let node = match zone.lookup(name) {
            Lookup::Exists(node) | Lookup::Wildcard(node) => node,
            Lookup::EmptyNonTerminal | Lookup::NxDomain => return nothing(),
            Lookup::Redirected(node) => {
                let dname = node.rrset(types::DNAME).map(|dname| dname.first());
                let moved = dname.and_then(|dname| {
                    Some((dname.ttl(), name.moved(node.name(), dname.name(types::dname::TARGET)?)?))
                });
                return moved.map_or_else(unknown, |(ttl, target)| {
                    new(Ttl(ttl), self.expires(node, types::DNAME), Content::Alias(target))
                });
            }
            Lookup::OutOfZone | Lookup::Delegated(_) | Lookup::Unread => return unknown(),
        };
        let rtypes: &[Rtype] = match purpose {
            Purpose::Address => &[types::A, types::AAAA],
            Purpose::Tlsa => &[types::TLSA],
        };
        if rtypes.iter().any(|&rtype| zone.may_have(node.name(), rtype)) {
            return unknown();
        }
        let rrsets: Vec<_> = rtypes.iter().filter_map(|&rtype| node.rrset(rtype)).collect();
        if let Some(rrset) = rrsets.first() {
            let ttl =
                rrsets.iter().flat_map(|rrset| rrset.records()).map(|record| record.ttl()).max().unwrap_or(0);
            if purpose == Purpose::Address {
                // Which addresses they are, and till when signed, is not what a rollover is about.
                return new(Ttl(ttl), None, Content::Addresses);
            }
            if self.has_signed && !is_signed(zone) {
                return nothing();
            }
            let mut records: Vec<Published> =
                rrset.records().filter_map(|record| Published::parse(record.rdata())).collect();
            records.sort_by(|a, b| {
                (a.usage, a.selector, a.matching, &a.data).cmp(&(b.usage, b.selector, b.matching, &b.data))
            });
            records.dedup();
            return new(Ttl(ttl), self.expires(node, types::TLSA), Content::Records(records));
        }
        let cname = node.rrset(types::CNAME).map(|rrset| rrset.first());
        match cname.and_then(|cname| Some((cname.ttl(), cname.name(types::cname::CANONICAL_NAME)?))) {
            Some((ttl, target)) => {
                new(Ttl(ttl), self.expires(node, types::CNAME), Content::Alias(target.to_name()))
            }
            None => nothing(),
        }
    }

    fn expires(&self, node: Node<'_>, rtype: Rtype) -> Option<Timestamp> {
        Rrsigs::at(node, self.now).over(node.rrset(rtype)?).first_expires
    }
}

impl<'z> Staged<'z> {
    /// The version that is checked.
    #[must_use]
    pub fn last(&self) -> Option<&ZoneVersion<'z>> {
        self.versions.last()
    }

    /// What messages call a version: by its serial, or as the one that is checked.
    #[must_use]
    pub fn label(&self, version: usize) -> String {
        let serial = self
            .versions
            .get(version)
            .and_then(|version| version.zone.soa())
            .and_then(|soa| soa.u32(types::soa::SERIAL));
        match (serial, version + 1 == self.versions.len()) {
            (Some(serial), _) => format!("serial {serial}"),
            (None, true) => "the new zone".to_owned(),
            (None, false) => "the published zone".to_owned(),
        }
    }
}

/// Whether a zone has keys and signatures.
#[must_use]
pub(super) fn is_signed(zone: &Zone) -> bool {
    zone.is_signed() && zone.has_type(types::RRSIG)
}

/// How long caches keep that there is nothing: RFC 2308 section 5.
#[must_use]
pub fn negative_ttl(zone: &Zone) -> Ttl {
    let soa = zone.soa();
    let minimum = soa.and_then(|soa| soa.u32(types::soa::MINIMUM)).unwrap_or(0);
    Ttl(soa.map_or(0, |soa| soa.ttl()).min(minimum))
}
