//! The keys of a zone, each prepared to judge signatures. Judges none itself.

use std::collections::BTreeMap;

use super::signatures::KeyUse;
use super::verifier::{Unjudgeable, Verifier};
use super::{Algorithm, Key, KeyTag, Keys, Rrsig};
use crate::limits::Limits;
use crate::rr::types;
use crate::zone::Zone;

/// Owners that are looked at to guess how many signatures each key made.
const SAMPLES: usize = 1024;

/// The keys of a zone, each with a judge of its signatures.
pub struct Judges<'z> {
    judges: Vec<(Key<'z>, Result<Verifier, Unjudgeable>)>,
    /// Numbers of the usable keys by what signatures call them.
    by_tag: BTreeMap<(Algorithm, KeyTag), Vec<usize>>,
    /// Those of the keys in force.
    pub algorithms: Vec<Algorithm>,
    /// There are more keys than are used.
    pub is_cut: bool,
}

impl<'z> Judges<'z> {
    /// Prepares a judge for each key.
    pub fn new(zone: &'z Zone, keys: &Keys<'z>, limits: &Limits) -> Judges<'z> {
        let expected = expected(zone);
        let mut by_tag: BTreeMap<(Algorithm, KeyTag), Vec<usize>> = BTreeMap::new();
        let mut judges = Vec::new();
        for (number, key) in keys.iter().take(limits.keys).enumerate() {
            let name = (key.algorithm(), key.tag());
            by_tag.entry(name).or_default().push(number);
            let expected = expected.get(&name).copied().unwrap_or(0);
            judges.push((key, Verifier::new(key.algorithm().0, key.public_key(), expected)));
        }
        let in_force = keys.iter().filter(|key| key.is_usable() && !key.is_revoked());
        let mut algorithms: Vec<Algorithm> = in_force.map(Key::algorithm).collect();
        algorithms.sort_unstable();
        algorithms.dedup();
        Judges { judges, by_tag, algorithms, is_cut: keys.iter().len() > limits.keys }
    }

    /// The keys with nothing signed yet.
    pub fn uses(&self) -> Vec<KeyUse<'z>> {
        let used = |(key, judge): &(Key<'z>, Result<Verifier, Unjudgeable>)| KeyUse {
            key: *key,
            signs_keys: false,
            signs_others: 0,
            unjudgeable: judge.as_ref().err().copied(),
        };
        self.judges.iter().map(used).collect()
    }

    /// Each key with its judge.
    pub fn iter(&self) -> impl Iterator<Item = (Key<'z>, &Verifier)> {
        self.judges.iter().filter_map(|(key, judge)| Some((*key, judge.as_ref().ok()?)))
    }

    /// A key and its judge, by the number that [`Judges::named`] gives.
    pub fn get(&self, number: usize) -> Option<&(Key<'z>, Result<Verifier, Unjudgeable>)> {
        self.judges.get(number)
    }

    /// The numbers of the keys that a signature may mean.
    pub fn named(&self, rrsig: &Rrsig<'_>) -> &[usize] {
        self.by_tag.get(&(rrsig.algorithm, rrsig.key_tag)).map(Vec::as_slice).unwrap_or_default()
    }
}

/// About how many signatures each key made, from owners all over the zone.
fn expected(zone: &Zone) -> BTreeMap<(Algorithm, KeyTag), usize> {
    let step = zone.node_count().div_ceil(SAMPLES).max(1);
    let mut counts: BTreeMap<(Algorithm, KeyTag), usize> = BTreeMap::new();
    for node in (0..zone.node_count()).step_by(step).filter_map(|at| zone.node_at(at)) {
        for rrsig in
            node.rrset(types::RRSIG).iter().flat_map(|rrset| rrset.records()).take(64).filter_map(Rrsig::of)
        {
            *counts.entry((rrsig.algorithm, rrsig.key_tag)).or_default() += step;
        }
    }
    counts
}
