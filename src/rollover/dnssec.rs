//! DS, DNSKEY and the keys that sign the data: when no chain of signatures leads from one to the next.
//! Verifies nothing: who signed what is given.

use std::collections::BTreeSet;

use super::change::{Change, Concern, Window};
use super::fact::{Fact, Group, Lag, Seen, Version};
use super::model::{Gap, Model, ModelError};
use crate::dnssec::{Algorithm, KeyTag};
use crate::limits::Limits;
use crate::wire::{Timestamp, Ttl};

/// A key of a zone. Several may share a tag, so the public key belongs to its identity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SigningKey {
    /// Its algorithm.
    pub algorithm: Algorithm,
    /// Its tag.
    pub key_tag: KeyTag,
    /// The public key.
    pub public_key: Vec<u8>,
}

/// A DS RRset between two publications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DsVersion {
    /// When the parent publishes it; `None` where it has always been.
    pub publish: Option<Timestamp>,
    /// Its TTL; where there is no DS that of the parent's negative answer.
    pub ttl: Ttl,
    /// The first second at which its signatures are not valid; `None` where that is not known.
    pub expires: Option<Timestamp>,
    /// The keys that it names with algorithms and digests which validators know; none where it is not there.
    pub keys: BTreeSet<SigningKey>,
}

/// A DNSKEY RRset between two publications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyVersion {
    /// When it is published; `None` where it has always been.
    pub publish: Option<Timestamp>,
    /// Its TTL; where there is no DNSKEY that of the negative answer.
    pub ttl: Ttl,
    /// The first second at which its signatures are not valid; `None` where that is not known.
    pub expires: Option<Timestamp>,
    /// The keys.
    pub keys: BTreeSet<SigningKey>,
    /// The keys that sign it.
    pub signed_by: BTreeSet<SigningKey>,
}

/// RRsets of one version that the same keys sign, proofs of absence among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedGroup {
    /// The largest TTL among them.
    pub ttl: Ttl,
    /// The first second at which the signatures of one are not valid; `None` where that is not known.
    pub first_expires: Option<Timestamp>,
    /// The same for the last one.
    pub last_expires: Option<Timestamp>,
    /// The keys; none where they are not signed.
    pub signed_by: BTreeSet<SigningKey>,
}

/// The data of a zone between two publications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataVersion {
    /// When it is published; `None` where it has always been.
    pub publish: Option<Timestamp>,
    /// All of it but the DNSKEY RRset.
    pub groups: Vec<SignedGroup>,
}

/// How validators read that all algorithms must sign: RFC 4035 section 2.2, RFC 6840 section 5.11.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reading {
    /// One chain of signatures will do.
    AnyPath,
    /// Every algorithm of the DS RRset must sign the DNSKEY RRset, every algorithm of that all RRsets.
    EveryAlgorithm,
}

/// What a view is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trust {
    /// A chain of signatures leads to the data.
    Secure,
    /// There is no DS, and nobody validates.
    Insecure,
    /// Resolvers answer SERVFAIL.
    Broken(Break),
}

/// Where a chain breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Break {
    /// The signatures of the DS RRset have ended, or those of the proof that there is none.
    DsExpired,
    /// The signatures of the DNSKEY RRset have ended.
    KeysExpired,
    /// The signatures of the data have ended.
    DataExpired,
    /// No key that DS names is there and signs the DNSKEY RRset.
    Entry,
    /// No key of the DNSKEY RRset signs the data.
    Data,
    /// An algorithm of the DS RRset does not sign the DNSKEY RRset.
    EntryAlgorithm,
    /// An algorithm of the DNSKEY RRset does not sign it, or the data.
    DataAlgorithm,
}

/// One zone and its DS at the parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneTimeline {
    /// The DS RRset.
    pub ds: Vec<DsVersion>,
    /// The DNSKEY RRset.
    pub keys: Vec<KeyVersion>,
    /// What the keys sign.
    pub data: Vec<DataVersion>,
    /// Seconds until a publication of the parent is on all its servers; waits for its polls as well.
    pub parent_propagation_s: u32,
    /// Seconds until a publication of the zone is on all its servers.
    pub propagation_s: u32,
    /// Seconds until a change of the signing keys has been at all RRsets.
    pub signing_s: u32,
    /// How validators read.
    pub reading: Reading,
}

impl ZoneTimeline {
    /// The fact that the DS RRset is.
    pub const DS: usize = 0;
    /// The fact that the DNSKEY RRset is.
    pub const KEYS: usize = 1;
    /// The fact that the signed data is.
    pub const DATA: usize = 2;

    /// The facts.
    ///
    /// # Errors
    /// [`ModelError::Empty`] and [`ModelError::Order`].
    pub fn model(&self, limits: &Limits) -> Result<Model, ModelError> {
        let single = |publish, ttl, expires| Version { publish, groups: vec![Group::new(ttl, expires)] };
        let mut ds =
            Fact::cached("the DS RRset", "Q", vec![Lag { name: "Dp", seconds_s: self.parent_propagation_s }]);
        ds.versions = self.ds.iter().map(|one| single(one.publish, one.ttl, one.expires)).collect();
        let propagation = Lag { name: "D", seconds_s: self.propagation_s };
        let mut keys = Fact::cached("the DNSKEY RRset", "P", vec![propagation]);
        keys.versions = self.keys.iter().map(|one| single(one.publish, one.ttl, one.expires)).collect();
        let mut data = Fact::cached(
            "the signed data",
            "T",
            vec![Lag { name: "Dsgn", seconds_s: self.signing_s }, propagation],
        );
        let group =
            |one: &SignedGroup| Group { ttl: one.ttl, dropped: one.last_expires, expires: one.first_expires };
        data.versions = self
            .data
            .iter()
            .map(|one| Version { publish: one.publish, groups: one.groups.iter().map(group).collect() })
            .collect();
        Model::new(vec![ds, keys, data], limits)
    }

    /// Views for which some validating resolver answers SERVFAIL.
    ///
    /// # Errors
    /// Those of [`ZoneTimeline::model`] and [`Model::gaps`].
    pub fn gaps(&self, limits: &Limits) -> Result<Vec<Gap>, ModelError> {
        self.model(limits)?.gaps(|view| self.is_broken(view))
    }

    /// Views in which the zone is not protected: there is no DS.
    ///
    /// # Errors
    /// As [`ZoneTimeline::gaps`].
    pub fn insecure(&self, limits: &Limits) -> Result<Vec<Gap>, ModelError> {
        self.model(limits)?.gaps(|view| self.trust(view) == Trust::Insecure)
    }

    /// When a change leaves no gap of concern.
    ///
    /// # Errors
    /// Those of [`ZoneTimeline::model`] and [`Model::windows`].
    pub fn windows(
        &self,
        change: &Change,
        concern: Concern,
        limits: &Limits,
    ) -> Result<Vec<Window>, ModelError> {
        self.model(limits)?.windows(change, concern, |view| self.is_broken(view))
    }

    /// Whether validating resolvers answer SERVFAIL for a view.
    #[must_use]
    pub fn is_broken(&self, view: &[Seen]) -> bool {
        matches!(self.trust(view), Trust::Broken(_))
    }

    /// What a view is worth. One of versions that do not exist is worth nothing.
    #[must_use]
    pub fn trust(&self, view: &[Seen]) -> Trust {
        let &[at_ds, at_keys, at_data] = view else { return Trust::Broken(Break::Entry) };
        let Some(ds) = self.ds.get(at_ds.version) else { return Trust::Broken(Break::Entry) };
        if at_ds.is_expired {
            return Trust::Broken(Break::DsExpired);
        }
        if ds.keys.is_empty() {
            return Trust::Insecure;
        }
        let Some(keys) = self.keys.get(at_keys.version) else { return Trust::Broken(Break::Entry) };
        let Some(group) =
            self.data.get(at_data.version).and_then(|version| version.groups.get(at_data.group))
        else {
            return Trust::Broken(Break::Data);
        };
        let broken = if at_keys.is_expired {
            Some(Break::KeysExpired)
        } else if at_data.is_expired {
            Some(Break::DataExpired)
        } else {
            self.broken(ds, keys, group)
        };
        broken.map_or(Trust::Secure, Trust::Broken)
    }

    fn broken(&self, ds: &DsVersion, keys: &KeyVersion, group: &SignedGroup) -> Option<Break> {
        let entry: Vec<&SigningKey> =
            ds.keys.iter().filter(|key| keys.keys.contains(key) && keys.signed_by.contains(key)).collect();
        if entry.is_empty() {
            return Some(Break::Entry);
        }
        let signs = |signers: &BTreeSet<SigningKey>, algorithm: Option<Algorithm>| {
            signers.iter().any(|key| {
                algorithm.is_none_or(|algorithm| key.algorithm == algorithm) && keys.keys.contains(key)
            })
        };
        if !signs(&group.signed_by, None) {
            return Some(Break::Data);
        }
        if self.reading == Reading::AnyPath {
            return None;
        }
        if !ds.keys.iter().all(|key| entry.iter().any(|other| other.algorithm == key.algorithm)) {
            return Some(Break::EntryAlgorithm);
        }
        let signs_all = |key: &SigningKey| {
            signs(&group.signed_by, Some(key.algorithm)) && signs(&keys.signed_by, Some(key.algorithm))
        };
        (!keys.keys.iter().all(signs_all)).then_some(Break::DataAlgorithm)
    }
}
