//! When things stop being right: signatures, DS, certificates, zones on secondaries. Reports no fault, and
//! does no I/O.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::cert::PublicPart;
use crate::dnssec::{CanonicalRrset, KeyTag, Keys, Rrsig, Singles};
use crate::limits::Limits;
use crate::resolve::place;
use crate::rr::{Rtype, types};
use crate::wire::{NameRef, Timestamp};
use crate::zone::{Node, Zone};

/// Seconds of a day: signatures of one key that end on the same day are one group.
const DAY_S: i64 = 86_400;

/// What ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum EndKind {
    /// Signatures over the zone's data.
    Rrsig,
    /// Signatures over DS RRsets: without them a child zone is bogus.
    Ds,
    /// A certificate.
    Certificate,
}

impl EndKind {
    /// As JSON and OpenMetrics have it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            EndKind::Rrsig => "rrsig",
            EndKind::Ds => "ds",
            EndKind::Certificate => "certificate",
        }
    }
}

/// Something that is right until a moment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct End {
    /// The first second at which it is not right any more.
    pub at: Timestamp,
    /// What it is.
    pub kind: EndKind,
    /// The zone that suffers; empty for certificates.
    pub zone: String,
    /// The file, as messages call it.
    pub filename: String,
    /// `FILE:LINE` of the first of them.
    pub place: String,
    /// How many signatures or certificates end in this group, this being the first.
    pub count: u64,
    /// `13/40212`: the key whose signatures they are; empty for certificates.
    pub key: String,
    /// Owner of the first signature; empty for certificates.
    pub owner: String,
    /// What the first signature covers; empty for certificates.
    pub rtype: String,
    /// The subject of a certificate; empty otherwise.
    pub subject: String,
}

/// How long secondaries answer without their primary.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expire {
    /// The zone.
    pub zone: String,
    /// The file, as messages call it.
    pub filename: String,
    /// The SOA's expire field: RFC 1035 section 3.3.13.
    pub seconds: u32,
}

/// The ends of one kind in one input: the first `most` groups of them, in order.
struct Groups<'z> {
    most: usize,
    groups: BTreeMap<(i64, u8, u16), Group<'z>>,
}

/// Signatures of one key that end on one day.
struct Group<'z> {
    at: Timestamp,
    count: u64,
    first: Rrsig<'z>,
}

impl<'z> Groups<'z> {
    fn new(most: usize) -> Groups<'z> {
        Groups { most, groups: BTreeMap::new() }
    }

    fn add(&mut self, at: Timestamp, rrsig: Rrsig<'z>) {
        let key = (at.0.div_euclid(DAY_S), rrsig.algorithm.0, rrsig.key_tag.0);
        let group = self.groups.entry(key).or_insert(Group { at, count: 0, first: rrsig });
        group.count += 1;
        if at < group.at {
            (group.at, group.first) = (at, rrsig);
        }
        // A group that falls out is later than all that stay, and can never be among the first again.
        if self.groups.len() > self.most {
            self.groups.pop_last();
        }
    }

    fn ends(self, kind: EndKind, zone: NameRef<'_>, filename: &str) -> impl Iterator<Item = End> {
        let (zone, filename) = (zone.to_string(), filename.to_owned());
        self.groups.into_values().map(move |Group { at, count, first }| End {
            at,
            kind,
            zone: zone.clone(),
            filename: filename.clone(),
            place: place(first.record),
            count,
            key: format!("{}/{}", first.algorithm.0, first.key_tag),
            owner: first.record.owner().to_string(),
            rtype: first.covered.to_string(),
            subject: String::new(),
        })
    }
}

/// The first `most` ends of each kind in zones that are given with their file names, in order.
///
/// A signature counts as long as the RRset depends on it: one that a good one of the same algorithm outlives
/// does not. The DS of a zone that is given as well is told of that zone, and not of its parent.
#[must_use]
pub fn of_zones(zones: &[(&Zone, &str)], now: Timestamp, most: usize, limits: &Limits) -> Vec<End> {
    let mut ends = Vec::new();
    let given: BTreeSet<Box<[u8]>> =
        zones.iter().map(|(zone, _)| (*zone.name().to_lowercase()).into()).collect();
    for (zone, filename) in zones {
        let (mut data, mut delegations) = (Groups::new(most), Groups::new(most));
        let mut of_children: BTreeMap<String, Groups<'_>> = BTreeMap::new();
        let keys = Keys::of(zone);
        let mut look = Look {
            now,
            most: limits.signatures_per_rrset,
            keys: &keys,
            singles: Singles::new(zone, &keys, limits),
        };
        if zone.has_type(types::RRSIG) {
            for node in zone.nodes() {
                // What is hidden or glue is signed by nobody, and asked of nobody.
                if node.is_below_cut() || node.is_below_dname() {
                    continue;
                }
                let child = node.is_cut() && given.contains(node.name().wire());
                for (at, rrsig) in look.ends_at(node) {
                    let groups = match rrsig.covered {
                        types::DS if child => {
                            of_children.entry(node.name().to_string()).or_insert_with(|| Groups::new(most))
                        }
                        types::DS => &mut delegations,
                        _ => &mut data,
                    };
                    groups.add(at, rrsig);
                }
            }
        }
        ends.extend(data.ends(EndKind::Rrsig, zone.name(), filename));
        ends.extend(delegations.ends(EndKind::Ds, zone.name(), filename));
        for (child, groups) in of_children {
            ends.extend(
                groups.ends(EndKind::Ds, zone.name(), filename).map(|end| End { zone: child.clone(), ..end }),
            );
        }
    }
    ends.sort();
    ends
}

/// How long secondaries of the zones answer without their primary, the shortest first.
#[must_use]
pub fn expires(zones: &[(&Zone, &str)]) -> Vec<Expire> {
    let expire = |(zone, filename): &(&Zone, &str)| {
        let seconds = zone.soa()?.u32(types::soa::EXPIRE)?;
        Some(Expire { zone: zone.name().to_string(), filename: (*filename).to_owned(), seconds })
    };
    let mut expires: Vec<Expire> = zones.iter().filter_map(expire).collect();
    expires.sort_by(|a, b| (a.seconds, &a.zone, &a.filename).cmp(&(b.seconds, &b.zone, &b.filename)));
    expires
}

/// The ends of the certificates in a file, in order.
#[must_use]
pub fn of_certificates(parts: &[PublicPart], filename: &str) -> Vec<End> {
    let end = |part: &PublicPart| {
        // The last second is still inside: RFC 5280 section 4.1.2.5.
        let at = Timestamp(part.certificate.as_ref()?.not_after.0.saturating_add(1));
        let empty = String::new;
        let (filename, place, subject) = (filename.to_owned(), filename.to_owned(), part.label().to_owned());
        Some(End {
            at,
            kind: EndKind::Certificate,
            zone: empty(),
            filename,
            place,
            count: 1,
            key: empty(),
            owner: empty(),
            rtype: empty(),
            subject,
        })
    };
    let mut ends: Vec<End> = parts.iter().filter_map(end).collect();
    ends.sort();
    ends
}

/// A look at the signatures of one zone.
struct Look<'k> {
    now: Timestamp,
    /// Signatures that are verified for one RRset and algorithm.
    most: usize,
    keys: &'k Keys<'k>,
    singles: Singles<'k>,
}

impl Look<'_> {
    /// For each RRset of a node and each algorithm, when its signatures end, and the one that ends last.
    fn ends_at<'z>(&mut self, node: Node<'z>) -> Vec<(Timestamp, Rrsig<'z>)> {
        let Some(rrsigs) = node.rrset(types::RRSIG) else { return Vec::new() };
        let mut all: Vec<Rrsig<'z>> =
            rrsigs.records().filter_map(Rrsig::of).filter(|rrsig| is_needed(node, rrsig.covered)).collect();
        let group = |rrsig: &Rrsig<'_>| {
            // Each key signs the DNSKEY RRset for its own sake: a DS may name only one of them.
            let tag = if rrsig.covered == types::DNSKEY { rrsig.key_tag } else { KeyTag(0) };
            (rrsig.covered, rrsig.algorithm, tag)
        };
        all.sort_by_key(|rrsig| (group(rrsig), rrsig.inception(self.now)));
        all.chunk_by(|a, b| group(a) == group(b)).filter_map(|rrsigs| self.end_of(node, rrsigs)).collect()
    }

    /// When signatures of one RRset and algorithm end, which are in order of inception.
    fn end_of<'z>(&mut self, node: Node<'z>, rrsigs: &[Rrsig<'z>]) -> Option<(Timestamp, Rrsig<'z>)> {
        let is_usable = |rrsig: &&Rrsig<'z>| !rrsig.is_backwards() && is_of_a_key(rrsig, self.keys);
        let usable: Vec<Rrsig<'z>> = rrsigs.iter().filter(is_usable).copied().collect();
        // What no key made is as good as none, and for others to tell; but it is not for ever.
        let rrsigs = if usable.is_empty() { rrsigs } else { &usable };
        let unverified = || last_of(rrsigs, self.now, &mut |_| true);
        let covered = rrsigs.first().filter(|_| rrsigs.len() > 1).and_then(|rrsig| node.rrset(rrsig.covered));
        let Some(rrset) = covered.map(CanonicalRrset::of) else { return unverified() };
        let (singles, mut left) = (&mut self.singles, self.most);
        let mut may_be_good = |rrsig: &Rrsig<'z>| {
            let is_tried = left > 0;
            left = left.saturating_sub(1);
            !is_tried || singles.verifies(rrsig, &rrset) != Some(false)
        };
        last_of(rrsigs, self.now, &mut may_be_good).or_else(unverified)
    }
}

/// Whether signatures over this type matter here: the type exists, and is the zone's own.
fn is_needed(node: Node<'_>, covered: Rtype) -> bool {
    let is_own = !node.is_cut() || [types::DS, types::NSEC].contains(&covered);
    is_own && (node.rrset(covered).is_some() || node.zone().may_have(node.name(), covered))
}

/// When the last of these signatures ends that begins before all others have ended, only good ones counted.
/// They are in order of inception.
fn last_of<'z>(
    rrsigs: &[Rrsig<'z>],
    now: Timestamp,
    is_good: &mut dyn FnMut(&Rrsig<'z>) -> bool,
) -> Option<(Timestamp, Rrsig<'z>)> {
    let (begun, later) = rrsigs.split_at(rrsigs.partition_point(|rrsig| rrsig.inception(now) <= now));
    let mut begun: Vec<Rrsig<'z>> = begun.to_vec();
    // From the last one down, so that in most zones one signature is verified.
    begun.sort_by_key(|rrsig| Reverse(rrsig.expiration(now)));
    let mut last = begun.into_iter().find(|rrsig| is_good(rrsig)).map(|rrsig| (rrsig.expiration(now), rrsig));
    for rrsig in later {
        let (from, until) = (rrsig.inception(now), rrsig.expiration(now));
        let goes_on = last.is_none_or(|(at, _)| until > at && from <= at);
        if goes_on && is_good(rrsig) {
            last = Some((until, *rrsig));
        }
    }
    last
}

fn is_of_a_key(rrsig: &Rrsig<'_>, keys: &Keys<'_>) -> bool {
    keys.is_empty()
        || keys.with(rrsig.algorithm, rrsig.key_tag).any(|key| key.is_usable() && !key.is_revoked())
}
