//! Verifies single signatures of a zone, for those who need to know of a few. Says nothing of keys or times.

use std::collections::BTreeMap;

use super::message::{self, label_count};
use super::verifier::{Claim, Outcome, Verifier};
use super::{Algorithm, CanonicalRrset, Key, KeyTag, Keys, Rrsig};
use crate::limits::Limits;
use crate::rr::types;
use crate::zone::Zone;

/// The keys of a zone, each prepared for its signatures when the first is met.
pub struct Singles<'z> {
    zone: &'z Zone,
    keys: &'z Keys<'z>,
    limits: &'z Limits,
    /// The keys of each name; none in place of one that cannot be asked.
    verifiers: BTreeMap<(Algorithm, KeyTag), Vec<Option<Verifier>>>,
    failures: usize,
}

impl<'z> Singles<'z> {
    /// For the signatures of a zone.
    #[must_use]
    pub fn new(zone: &'z Zone, keys: &'z Keys<'z>, limits: &'z Limits) -> Singles<'z> {
        Singles { zone, keys, limits, verifiers: BTreeMap::new(), failures: 0 }
    }

    /// Whether a key of the zone made this signature over this RRset. `None` where that cannot be told: for want of the key,
    /// for a record that could not be read, or since too many have failed before ([`Limits::failed_signatures`]).
    pub fn verifies(&mut self, rrsig: &Rrsig<'_>, rrset: &CanonicalRrset<'_>) -> Option<bool> {
        let owner = rrset.rrset().owner();
        if rrsig.signer != self.zone.name() || rrsig.labels != label_count(owner) {
            return Some(false);
        }
        let is_hidden = self.zone.may_have(owner, rrsig.covered) || self.zone.may_have(self.zone.name(), types::DNSKEY);
        if is_hidden || self.failures >= self.limits.failed_signatures {
            return None;
        }
        let (keys, most) = (self.keys, self.limits.keys_per_tag);
        let name = (rrsig.algorithm, rrsig.key_tag);
        // One more than may be tried tells that there are too many.
        let prepared = || keys.with(name.0, name.1).take(most.saturating_add(1)).map(verifier).collect();
        let verifiers = self.verifiers.entry(name).or_insert_with(prepared);
        let mut octets = Vec::new();
        message::push(rrsig, rrset, None, &mut octets);
        let claim = Claim { message: &octets, signature: rrsig.signature };
        let is_good = |verifier: &Verifier| verifier.judge(&[claim]).contains(&Outcome::Good);
        if verifiers.iter().take(most).flatten().any(is_good) {
            return Some(true);
        }
        if verifiers.is_empty() || verifiers.len() > most || verifiers.iter().any(Option::is_none) {
            return None;
        }
        self.failures += 1;
        Some(false)
    }
}

fn verifier(key: Key<'_>) -> Option<Verifier> {
    Verifier::reference(key.algorithm().0, key.public_key()).ok().filter(|_| key.is_usable())
}
