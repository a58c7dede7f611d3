//! Which keys a zone says its RRsets are signed by, in as many groups as there are sets of keys. Verifies no
//! signature.

use std::collections::{BTreeMap, BTreeSet};

use super::dnssec::{SignedGroup, SigningKey};
use crate::dnssec::{Algorithm, Key, KeyTag, Keys, Rrsig};
use crate::rr::{Rtype, types};
use crate::wire::{Timestamp, Ttl};
use crate::zone::{Node, Rrset, Zone};

/// RRsets whose signatures name the same keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The keys, as signatures name them; none where RRsets are not signed.
    pub signers: BTreeSet<(Algorithm, KeyTag)>,
    /// How many RRsets.
    pub rrsets: u64,
    /// The largest TTL among them.
    pub ttl: Ttl,
    /// The first second at which one of them has no valid signature left; `None` where they are not signed.
    pub first_expires: Option<Timestamp>,
    /// The same for the last of them.
    pub last_expires: Option<Timestamp>,
}

/// What is signed by which keys in one version of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signers {
    /// The keys of the DNSKEY RRset that validators may use.
    pub keys: BTreeSet<SigningKey>,
    /// The DNSKEY RRset; `None` where there is none.
    pub dnskey: Option<Claimed>,
    /// All other RRsets that are to be signed.
    pub data: Vec<Claimed>,
}

impl SigningKey {
    /// The key of a DNSKEY record.
    #[must_use]
    pub fn of(key: Key<'_>) -> SigningKey {
        SigningKey { algorithm: key.algorithm(), key_tag: key.tag(), public_key: key.public_key().to_vec() }
    }
}

impl Signers {
    /// Reads a zone. Times of signatures are within 68 years of `now`.
    #[must_use]
    pub fn of(zone: &Zone, now: Timestamp) -> Signers {
        let keys = Keys::of(zone)
            .iter()
            .filter(|key| key.is_usable() && !key.is_revoked())
            .map(SigningKey::of)
            .collect();
        let (mut dnskey, mut groups) = (None, BTreeMap::new());
        for node in zone.nodes().filter(|node| !node.is_below_cut() && !node.is_below_dname()) {
            let rrsigs = Rrsigs::at(node, now);
            for rrset in node.rrsets().filter(|rrset| is_signed(node, rrset.rtype())) {
                let one = rrsigs.over(rrset);
                if node.is_apex() && rrset.rtype() == types::DNSKEY {
                    dnskey = Some(one);
                    continue;
                }
                match groups.get_mut(&one.signers) {
                    Some(group) => join(group, &one),
                    None => {
                        groups.insert(one.signers.clone(), one);
                    }
                }
            }
        }
        Signers { keys, dnskey, data: groups.into_values().collect() }
    }
}

impl Claimed {
    /// With the keys themselves: those of `known`, the DNSKEY RRsets of all versions, that have the
    /// algorithms and tags. A key that is in none of them signs nothing that anybody can verify.
    ///
    /// # Errors
    /// The algorithm and tag that several keys share, so that only the signatures tell which of them signs.
    pub fn resolve(&self, known: &BTreeSet<SigningKey>) -> Result<SignedGroup, (Algorithm, KeyTag)> {
        let mut signed_by = BTreeSet::new();
        for &(algorithm, tag) in &self.signers {
            let mut same = known.iter().filter(|key| (key.algorithm, key.key_tag) == (algorithm, tag));
            let first = same.next();
            if same.next().is_some() {
                return Err((algorithm, tag));
            }
            signed_by.extend(first.cloned());
        }
        Ok(SignedGroup {
            ttl: self.ttl,
            first_expires: self.first_expires,
            last_expires: self.last_expires,
            signed_by,
        })
    }
}

/// The signatures at one name.
pub(super) struct Rrsigs {
    /// Covered type, algorithm, tag and end.
    all: Vec<(Rtype, Algorithm, KeyTag, Timestamp)>,
}

impl Rrsigs {
    pub(super) fn at(node: Node<'_>, now: Timestamp) -> Rrsigs {
        let rrsigs = node
            .rrset(types::RRSIG)
            .into_iter()
            .flat_map(Rrset::records)
            .filter_map(Rrsig::of)
            .filter(|rrsig| !rrsig.is_backwards());
        Rrsigs {
            all: rrsigs
                .map(|rrsig| (rrsig.covered, rrsig.algorithm, rrsig.key_tag, rrsig.expiration(now)))
                .collect(),
        }
    }

    pub(super) fn over(&self, rrset: Rrset<'_>) -> Claimed {
        let own = self.all.iter().filter(|(covered, ..)| *covered == rrset.rtype());
        let expires = own.clone().map(|(.., end)| *end).max();
        let ttl = Ttl(rrset.records().map(|record| record.ttl()).max().unwrap_or(0));
        let signers = own.map(|(_, algorithm, tag, _)| (*algorithm, *tag)).collect();
        Claimed { signers, rrsets: 1, ttl, first_expires: expires, last_expires: expires }
    }
}

fn join(group: &mut Claimed, one: &Claimed) {
    group.rrsets += one.rrsets;
    group.ttl = group.ttl.max(one.ttl);
    // Within a group all are signed, or none is.
    group.first_expires = group.first_expires.min(one.first_expires);
    group.last_expires = group.last_expires.max(one.last_expires);
}

/// Whether an RRset here is the zone's own: at a zone cut only DS and NSEC are.
fn is_signed(node: Node<'_>, rtype: Rtype) -> bool {
    rtype != types::RRSIG && (!node.is_cut() || [types::DS, types::NSEC].contains(&rtype))
}
