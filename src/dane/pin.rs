//! TLSA RRsets by what clients can do with their records. Judges nothing.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256, Sha512};

use super::lookup::is_occluded;
use super::owner::is_smtp;
use super::{Authority, Matching, Pkix, Published, Selector, Tlsa, Usage, authority_of};
use crate::rr::types;
use crate::wire::Timestamp;
use crate::zone::{Record, Rrset};

/// The records of a TLSA RRset, each once, by what clients can do with them.
pub struct Pins<'z> {
    /// The RRset.
    pub rrset: Rrset<'z>,
    /// Those that clients use.
    pub usable: Vec<Pin<'z>>,
    /// Those that they drop.
    pub unusable: Vec<Record<'z>>,
    /// Those with a number for private use, of which nobody else can tell.
    pub private: Vec<Record<'z>>,
}

/// A usable TLSA record.
pub struct Pin<'z> {
    /// The record.
    pub record: Record<'z>,
    /// What it says.
    pub tlsa: Tlsa,
}

impl Pin<'_> {
    /// Its usage.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.tlsa.parameters.usage
    }

    /// The CA that its data is of, where that is known.
    #[must_use]
    pub fn authority(&self) -> Option<&'static Authority> {
        authority_of(self.tlsa.parameters.selector, self.tlsa.parameters.matching, &self.tlsa.data)
    }

    /// Whether it has a CA's digest where the server's own belongs.
    #[must_use]
    pub fn is_ca_as_server(&self) -> bool {
        self.usage() == Usage::DaneEe && self.authority().is_some()
    }
}

/// Keys that are not pinned with every digest that is in use for others of the same usage and selector.
pub struct Gap<'z> {
    /// Usage and selector.
    pub about: (Usage, Selector),
    /// The last record of the digest that has more.
    pub more: Record<'z>,
    /// The first record of the digest that has fewer.
    pub fewer: Record<'z>,
    /// How many SHA2-256 digests there are.
    pub sha256: usize,
    /// How many SHA2-512 digests there are.
    pub sha512: usize,
}

/// A number that RFC 7218 section 2 leaves to private use.
const PRIVATE: u8 = 255;

impl<'z> Pins<'z> {
    /// What a TLSA RRset pins; `None` where it is hidden or is no TLSA RRset.
    #[must_use]
    pub fn of(rrset: Rrset<'z>) -> Option<Pins<'z>> {
        if rrset.rtype() != types::TLSA || is_occluded(rrset.node()) {
            return None;
        }
        let pkix = Pkix::at(is_smtp(rrset.owner()), None);
        let mut pins = Pins { rrset, usable: Vec::new(), unusable: Vec::new(), private: Vec::new() };
        let mut seen = BTreeSet::new();
        for record in rrset.records().filter(|record| rrset.len() == 1 || seen.insert(record.rdata())) {
            let Some(published) = Published::parse(record.rdata()) else { continue };
            match published.usable(pkix) {
                Ok(tlsa) => pins.usable.push(Pin { record, tlsa }),
                Err(_) if [published.usage, published.selector, published.matching].contains(&PRIVATE) => {
                    pins.private.push(record)
                }
                Err(_) => pins.unusable.push(record),
            }
        }
        Some(pins)
    }

    /// How many different records there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.usable.len() + self.unusable.len() + self.private.len()
    }

    /// Whether every usable record is of a CA of which no certificate is valid any more: none can match.
    #[must_use]
    pub fn have_ended(&self, now: Timestamp) -> bool {
        let has_ended = |pin: &Pin<'_>| {
            pin.tlsa.parameters.usage == Usage::DaneTa
                && pin.authority().is_some_and(|authority| authority.has_ended(now))
        };
        self.private.is_empty() && !self.usable.is_empty() && self.usable.iter().all(has_ended)
    }

    /// Whether every usable record is a SHA2-512 digest.
    #[must_use]
    pub fn is_sha512_only(&self) -> bool {
        !self.usable.is_empty()
            && self.usable.iter().all(|pin| pin.tlsa.parameters.matching == Matching::Sha512)
    }

    /// The usable records that hold a whole certificate or key where a digest would do. A CA that the server
    /// does not send can be matched no other way: RFC 7671 section 10.1.2.
    pub fn undigested(&self) -> impl Iterator<Item = &Pin<'z>> {
        self.usable.iter().filter(|pin| {
            pin.tlsa.parameters.matching == Matching::Full && pin.tlsa.parameters.usage != Usage::DaneTa
        })
    }

    /// Usages and selectors whose SHA2-256 and SHA2-512 digests cannot be of the same keys, there being more
    /// of one.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap<'z>> {
        let mut groups: BTreeMap<(Usage, Selector), Vec<&Pin<'z>>> = BTreeMap::new();
        for pin in &self.usable {
            groups.entry((pin.tlsa.parameters.usage, pin.tlsa.parameters.selector)).or_default().push(pin);
        }
        groups.into_iter().filter_map(|(about, pins)| gap(about, &pins)).collect()
    }
}

fn gap<'z>(about: (Usage, Selector), pins: &[&Pin<'z>]) -> Option<Gap<'z>> {
    let of = |matching: Matching| pins.iter().filter(move |pin| pin.tlsa.parameters.matching == matching);
    // Undigested records match beside digests of any strength: RFC 7671 section 9. What they hold needs no
    // digest.
    let whole: BTreeSet<Vec<u8>> = of(Matching::Full)
        .flat_map(|pin| [Sha256::digest(&pin.tlsa.data).to_vec(), Sha512::digest(&pin.tlsa.data).to_vec()])
        .collect();
    let digests = |matching: Matching| of(matching).filter(|pin| !whole.contains(&pin.tlsa.data)).count();
    let (sha256, sha512) = (digests(Matching::Sha256), digests(Matching::Sha512));
    let (more, fewer) = match sha256.cmp(&sha512) {
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Greater => (Matching::Sha256, Matching::Sha512),
        std::cmp::Ordering::Less => (Matching::Sha512, Matching::Sha256),
    };
    let (fewer, more) =
        (of(fewer).next()?.record, of(more).rfind(|pin| !whole.contains(&pin.tlsa.data))?.record);
    Some(Gap { about, more, fewer, sha256, sha512 })
}

/// Octets of a DNS answer with EDNS that holds the RRset and its signatures: RFC 1035 section 4.1, RFC 6891
/// section 6.1.2. `rdata` says how long each record's rdata is taken to be.
#[must_use]
pub fn answer_octets(rrset: Rrset<'_>, rdata: impl Fn(Record<'_>) -> usize) -> usize {
    const HEADER: usize = 12;
    const QUESTION: usize = 4;
    const OPT: usize = 11;
    // The owner is a pointer to the question.
    const RECORD: usize = 12;
    let mut seen = BTreeSet::new();
    let records: usize = rrset
        .records()
        .filter(|record| seen.insert(record.rdata()))
        .map(|record| RECORD + rdata(record))
        .sum();
    let signatures = rrset.node().rrset(types::RRSIG).into_iter().flat_map(|rrsigs| rrsigs.records());
    let covering = signatures
        .filter(|rrsig| rrsig.u16(types::rrsig::TYPE_COVERED) == Some(rrset.rtype().0))
        .map(|rrsig| RECORD + rrsig.rdata().len());
    HEADER + rrset.owner().wire().len() + QUESTION + records + covering.sum::<usize>() + OPT
}
