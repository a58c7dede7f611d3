//! Verifies single signatures of a zone, for those who need to know of a few. Says nothing of keys or times.

use std::collections::BTreeMap;

use super::message::{self, label_count};
use super::verifier::{Claim, Outcome, Unjudgeable, Verifier};
use super::{Algorithm, CanonicalRrset, Key, KeyTag, Keys, Rrsig};
use crate::limits::Limits;
use crate::rr::types;
use crate::zone::Zone;

/// The keys of a zone, each prepared for its signatures when the first is met.
pub struct Singles<'z> {
    zone: &'z Zone,
    keys: &'z Keys<'z>,
    limits: &'z Limits,
    /// The keys of each name.
    prepared: BTreeMap<(Algorithm, KeyTag), Vec<Prepared>>,
    failures: usize,
}

/// A key, ready for its signatures.
enum Prepared {
    /// Signatures by it can be verified here.
    Verifier(Box<Verifier>),
    /// No validator may use it, so that no signature by it is good.
    Useless,
    /// Signatures by it cannot be verified here.
    NotTaken,
}

impl<'z> Singles<'z> {
    /// For the signatures of a zone.
    #[must_use]
    pub fn new(zone: &'z Zone, keys: &'z Keys<'z>, limits: &'z Limits) -> Singles<'z> {
        Singles { zone, keys, limits, prepared: BTreeMap::new(), failures: 0 }
    }

    /// Whether a key of the zone made this signature over this RRset. `None` where that cannot be told: for
    /// want of the key, for a record that could not be read, or since too many have failed before
    /// ([`Limits::failed_signatures`]).
    pub fn verifies(&mut self, rrsig: &Rrsig<'_>, rrset: &CanonicalRrset<'_>) -> Option<bool> {
        let owner = rrset.rrset().owner();
        if rrsig.signer != self.zone.name() || rrsig.labels != label_count(owner) {
            return Some(false);
        }
        let is_occluded =
            self.zone.may_have(owner, rrsig.covered) || self.zone.may_have(self.zone.name(), types::DNSKEY);
        if is_occluded || self.failures >= self.limits.failed_signatures {
            return None;
        }
        let (keys, most) = (self.keys, self.limits.keys_per_tag);
        let name = (rrsig.algorithm, rrsig.key_tag);
        // One more than may be tried tells that there are too many.
        let prepare = || keys.with(name.0, name.1).take(most.saturating_add(1)).map(prepared).collect();
        let prepared = self.prepared.entry(name).or_insert_with(prepare);
        let mut octets = Vec::new();
        message::push(rrsig, rrset, None, &mut octets);
        let claim = Claim { message: &octets, signature: rrsig.signature };
        let is_good = |prepared: &Prepared| match prepared {
            Prepared::Verifier(verifier) => verifier.judge(&[claim]).contains(&Outcome::Good),
            Prepared::Useless | Prepared::NotTaken => false,
        };
        if prepared.iter().take(most).any(is_good) {
            return Some(true);
        }
        if prepared.is_empty()
            || prepared.len() > most
            || prepared.iter().any(|one| matches!(one, Prepared::NotTaken))
        {
            return None;
        }
        self.failures += 1;
        Some(false)
    }
}

fn prepared(key: Key<'_>) -> Prepared {
    match Verifier::reference(key.algorithm().0, key.public_key()) {
        _ if !key.is_usable() => Prepared::Useless,
        Ok(verifier) => Prepared::Verifier(Box::new(verifier)),
        Err(Unjudgeable::Malformed(_)) => Prepared::Useless,
        Err(
            Unjudgeable::Refused
            | Unjudgeable::Algorithm
            | Unjudgeable::Size { .. }
            | Unjudgeable::Exponent { .. },
        ) => Prepared::NotTaken,
    }
}
