//! The keys of a zone on their way from what is published to what is about to be: when validators answer
//! SERVFAIL, and which change does it. Takes signatures at their word.

use std::collections::BTreeSet;
use std::fmt;

use super::dnssec::{
    Break, DataVersion, DsVersion, KeyVersion, Reading, SignedGroup, SigningKey, Trust, ZoneTimeline,
};
use super::model::{Gap, ModelError};
use super::signers::{Claimed, Signers};
use super::stage::{Stage, Staged, is_signed, negative_ttl};
use super::timing::{Timing, forgotten_at};
use crate::dnssec::{Ds, Key, Keys, Link, Parent, Speaker, digest_standing};
use crate::limits::Limits;
use crate::resolve::Given;
use crate::wire::{Timestamp, Ttl};
use crate::zone::Zone;

/// The keys of one zone with all that changes.
pub struct KeyTransition {
    /// Its facts.
    pub timeline: ZoneTimeline,
    /// How many RRsets each group of each version of the data has.
    pub rrsets: Vec<Vec<u64>>,
    /// Who says which DS records there are.
    pub ds: DsKnown,
    /// Keys that DS records may have led to, that sign the published DNSKEY RRset and no longer the new one,
    /// and that no DS record known leads to. Since when the parent has those DS records is not known.
    pub departed: BTreeSet<SigningKey>,
    /// When resolvers answer SERVFAIL, in order of time.
    pub gaps: Vec<KeyGap>,
    /// When only resolvers do that want every algorithm to sign: RFC 4035 section 2.2.
    pub strict: Vec<KeyGap>,
    /// Why nothing could be looked at.
    pub error: Option<KeyError>,
}

/// What is known of the DS records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DsKnown {
    /// The user gave them, or the parent zone.
    Given,
    /// Nothing: they are taken to lead to every key that signs the keys.
    Nothing,
}

/// Why keys cannot be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// Too many combinations, or times out of order.
    Model(ModelError),
    /// Several keys share an algorithm and tag, so that signatures do not say which of them signs.
    SharedTag(String),
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeyError::Model(error) => error.fmt(f),
            KeyError::SharedTag(tag) => {
                write!(f, "several keys are {tag}, and signatures do not say which of them signs")
            }
        }
    }
}

impl std::error::Error for KeyError {}

/// When validators answer SERVFAIL.
pub struct KeyGap {
    /// Which change does it.
    pub cause: KeyCause,
    /// When, and which versions of DS, keys and data are seen.
    pub gap: Gap,
}

/// What makes validation fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum KeyCause {
    /// Keys are replaced while caches hold a DS RRset that leads to none of the new ones.
    KeysBeforeDs,
    /// DS records are replaced while caches hold a DNSKEY RRset without the keys that they lead to.
    DsBeforeKeys,
    /// Data is signed with a key that is not in the DNSKEY RRset that caches hold.
    UsedTooEarly,
    /// A key is removed while caches hold data that only it signed.
    RemovedTooEarly,
    /// The zone is not signed any more, and caches hold the DS RRset, or it is not gone.
    Unsigned,
    /// Signatures end before they are replaced.
    Expired,
    /// An algorithm does not sign everything.
    Algorithm,
}

impl KeyTransition {
    /// Looks at the keys of a zone; `None` where no version of it is signed, or nothing changes.
    #[must_use]
    pub fn of(
        staged: &Staged<'_>,
        stage: &Stage<'_>,
        given: &Given<'_>,
        timing: &Timing,
        now: Timestamp,
        limits: &Limits,
    ) -> Option<KeyTransition> {
        let zone = staged.last()?.zone;
        let above = Above::of(zone, stage, given);
        if staged.versions.len() < 2 && above.changes < 2
            || !staged.versions.iter().any(|version| is_signed(version.zone))
        {
            return None;
        }
        let all_signed = staged.versions.iter().all(|version| is_signed(version.zone));
        if above.known == DsKnown::Nothing && !all_signed {
            // Whether validators ask for signatures at all, nobody says.
            return None;
        }
        let signers: Vec<Signers> =
            staged.versions.iter().map(|version| Signers::of(version.zone, now)).collect();
        let known: BTreeSet<SigningKey> =
            signers.iter().flat_map(|version| version.keys.iter().cloned()).collect();
        let mut transition = KeyTransition {
            timeline: empty(staged.propagation.seconds, above.propagation_s),
            rrsets: Vec::new(),
            ds: above.known,
            departed: BTreeSet::new(),
            gaps: Vec::new(),
            strict: Vec::new(),
            error: None,
        };
        for (version, signers) in staged.versions.iter().zip(&signers) {
            if let Err(tag) = transition.add(version.publish, version.zone, signers, &known) {
                transition.error = Some(KeyError::SharedTag(tag));
                return Some(transition);
            }
        }
        transition.timeline.ds = match above.known {
            DsKnown::Given => above.versions.into_iter().map(|version| version.of_keys(staged)).collect(),
            DsKnown::Nothing => vec![transition.any_entry()],
        };
        transition.depart(staged, timing);
        transition.look(timing, limits);
        Some(transition)
    }

    fn add(
        &mut self,
        publish: Option<Timestamp>,
        zone: &Zone,
        signers: &Signers,
        known: &BTreeSet<SigningKey>,
    ) -> Result<(), String> {
        let resolve = |claimed: &Claimed| {
            claimed.resolve(known).map_err(|(algorithm, tag)| format!("{}/{tag}", algorithm.0))
        };
        let nothing = SignedGroup {
            ttl: negative_ttl(zone),
            first_expires: None,
            last_expires: None,
            signed_by: BTreeSet::new(),
        };
        let dnskey = signers.dnskey.as_ref().map(resolve).transpose()?.unwrap_or(nothing);
        let keys = KeyVersion {
            publish,
            ttl: dnskey.ttl,
            expires: dnskey.first_expires,
            keys: signers.keys.clone(),
            signed_by: dnskey.signed_by,
        };
        self.timeline.keys.push(keys);
        let groups = signers.data.iter().map(resolve).collect::<Result<Vec<SignedGroup>, String>>()?;
        self.rrsets.push(signers.data.iter().map(|claimed| claimed.rrsets).collect());
        self.timeline.data.push(DataVersion { publish, groups });
        Ok(())
    }

    /// Looks for keys that leave and that the DS RRset of before may have led to. Where it is known since
    /// when there is another one, the timeline gets that one.
    fn depart(&mut self, staged: &Staged<'_>, timing: &Timing) {
        let ([ds], [.., old, new]) = (self.timeline.ds.as_slice(), self.timeline.keys.as_slice()) else {
            return;
        };
        let entries = |version: &KeyVersion| -> BTreeSet<SigningKey> {
            version.keys.intersection(&version.signed_by).cloned().collect()
        };
        let new = entries(new);
        // That no DS leads to the new keys is another matter.
        if self.ds == DsKnown::Nothing || ds.keys.is_disjoint(&new) {
            return;
        }
        let Some(zone) = staged.versions.iter().rev().nth(1).map(|version| version.zone) else { return };
        let keys = Keys::of(zone);
        let has_sep = keys.iter().any(|key| key.is_sep());
        // Signers may let ZSKs sign the DNSKEY RRset too.
        let may_have_ds: BTreeSet<SigningKey> =
            keys.iter().filter(|key| key.is_sep() || !has_sep).map(SigningKey::of).collect();
        let is_gone =
            |key: &&SigningKey| may_have_ds.contains(*key) && !new.contains(*key) && !ds.keys.contains(*key);
        let departed: BTreeSet<SigningKey> = entries(old).iter().filter(is_gone).cloned().collect();
        match timing.ds_since {
            None => self.departed = departed,
            Some(since) if !departed.is_empty() => {
                let before = DsVersion { publish: None, keys: departed, ..ds.clone() };
                let now = DsVersion { publish: Some(since), ..ds.clone() };
                self.timeline.ds = vec![before, now];
            }
            Some(_) => {}
        }
    }

    /// A DS RRset that leads to whatever key signs the keys.
    fn any_entry(&self) -> DsVersion {
        let keys = self
            .timeline
            .keys
            .iter()
            .flat_map(|version| version.keys.intersection(&version.signed_by).cloned())
            .collect();
        DsVersion { publish: None, ttl: Ttl(0), expires: None, keys }
    }

    fn look(&mut self, timing: &Timing, limits: &Limits) {
        let horizon = self.horizon(timing);
        let is_ours = |gap: &Gap| {
            gap.interval.end.is_none_or(|end| end > timing.asked_at.min(timing.publish_at))
                && gap.begins.is_some()
        };
        let found = self.timeline.gaps(limits).and_then(|gaps| {
            let strict = ZoneTimeline { reading: Reading::EveryAlgorithm, ..self.timeline.clone() };
            let also = strict.gaps(limits)?.into_iter().filter(|gap| !self.timeline.is_broken(&gap.view));
            Ok((gaps, also.collect::<Vec<Gap>>()))
        });
        match found {
            Ok((gaps, strict)) => {
                let gaps = gaps
                    .into_iter()
                    .filter(is_ours)
                    .filter_map(|gap| Some(KeyGap { cause: self.cause(&gap, horizon)?, gap }))
                    .collect();
                self.gaps = gaps;
                let is_mixed = |gap: &Gap| !self.is_one_version(gap);
                let strict = strict.into_iter().filter(is_ours).filter(is_mixed);
                self.strict = strict.map(|gap| KeyGap { cause: KeyCause::Algorithm, gap }).collect();
            }
            Err(error) => self.error = Some(KeyError::Model(error)),
        }
    }

    /// Whether the newest DS RRset and one version of the zone make the view: that version is at fault, and
    /// no change.
    fn is_one_version(&self, gap: &Gap) -> bool {
        let [ds, keys, data] = gap.view.as_slice() else { return false };
        keys.version == data.version && ds.version + 1 == self.timeline.ds.len()
    }

    fn cause(&self, gap: &Gap, horizon: Timestamp) -> Option<KeyCause> {
        let [ds, keys, data] = gap.view.as_slice() else { return None };
        let Trust::Broken(at) = self.timeline.trust(&gap.view) else { return None };
        let is_expiry = matches!(at, Break::DsExpired | Break::KeysExpired | Break::DataExpired);
        if is_expiry {
            let is_soon = gap.interval.start.is_some_and(|start| start < horizon);
            return is_soon.then_some(KeyCause::Expired);
        }
        let is_unsigned = |version: usize| {
            self.timeline.keys.get(version).is_some_and(|version| version.signed_by.is_empty())
        };
        let last = self.timeline.keys.len().saturating_sub(1);
        if (keys.version == last || data.version == last) && is_unsigned(last) {
            // That the DS is there still is told without a look at what is published.
            let has_ds = self.timeline.ds.last().is_some_and(|last| !last.keys.is_empty());
            return (!has_ds).then_some(KeyCause::Unsigned);
        }
        // That the newest keys have no DS is told without a look at what is published, too.
        let is_entry_of_last =
            at == Break::Entry && keys.version == last && ds.version + 1 == self.timeline.ds.len();
        if self.is_one_version(gap) || is_entry_of_last {
            return None;
        }
        let is_unsigned_data = self.signers_seen(gap).is_some_and(|group| group.signed_by.is_empty());
        Some(match (at, keys.version.cmp(&data.version)) {
            // A DS RRset that is not the last one is held by caches only.
            (Break::Entry, _) if ds.version + 1 < self.timeline.ds.len() => KeyCause::KeysBeforeDs,
            (Break::Entry, _) if keys.version < last => KeyCause::DsBeforeKeys,
            (Break::Entry, _) => KeyCause::KeysBeforeDs,
            _ if is_unsigned_data => KeyCause::DsBeforeKeys,
            (_, std::cmp::Ordering::Greater) => KeyCause::RemovedTooEarly,
            _ => KeyCause::UsedTooEarly,
        })
    }

    /// Until when the last change is everywhere.
    fn horizon(&self, timing: &Timing) -> Timestamp {
        let ttls = self
            .timeline
            .keys
            .iter()
            .map(|one| one.ttl)
            .chain(self.timeline.data.iter().flat_map(|one| &one.groups).map(|one| one.ttl));
        let lag_s = i64::from(self.timeline.propagation_s) + i64::from(timing.safety_s);
        forgotten_at(timing.publish_at, lag_s, ttls.max().unwrap_or(Ttl(0)))
    }

    /// How many RRsets the data has that is seen in a gap.
    #[must_use]
    pub fn rrsets_seen(&self, gap: &Gap) -> u64 {
        let seen = gap.view.get(ZoneTimeline::DATA);
        seen.and_then(|seen| self.rrsets.get(seen.version)?.get(seen.group)).copied().unwrap_or(0)
    }

    /// The keys that sign the data that is seen in a gap.
    #[must_use]
    pub fn signers_seen(&self, gap: &Gap) -> Option<&SignedGroup> {
        let seen = gap.view.get(ZoneTimeline::DATA)?;
        self.timeline.data.get(seen.version)?.groups.get(seen.group)
    }

    /// Whether the published and the new keys share none that DS records could lead to.
    #[must_use]
    pub fn shares_no_entry(&self) -> bool {
        let entry = |version: &KeyVersion| {
            version.keys.intersection(&version.signed_by).cloned().collect::<BTreeSet<SigningKey>>()
        };
        match self.timeline.keys.as_slice() {
            [.., old, new] => {
                !old.signed_by.is_empty() && !new.signed_by.is_empty() && entry(old).is_disjoint(&entry(new))
            }
            _ => false,
        }
    }
}

fn empty(propagation_s: u32, parent_propagation_s: u32) -> ZoneTimeline {
    let (ds, keys, data) = (Vec::new(), Vec::new(), Vec::new());
    ZoneTimeline {
        ds,
        keys,
        data,
        parent_propagation_s,
        propagation_s,
        signing_s: 0,
        reading: Reading::AnyPath,
    }
}

/// The DS RRsets of a zone, version for version.
struct Above<'g> {
    known: DsKnown,
    versions: Vec<AboveVersion<'g>>,
    /// How many versions there are.
    changes: usize,
    propagation_s: u32,
}

/// The DS RRset between two publications of the parent.
struct AboveVersion<'g> {
    publish: Option<Timestamp>,
    ttl: Ttl,
    ds: Vec<Ds<'g>>,
}

impl<'g> Above<'g> {
    fn of(zone: &Zone, stage: &Stage<'g>, given: &Given<'g>) -> Above<'g> {
        let name = zone.name();
        // What the user gives goes before what a parent zone of the run has.
        let said = Parent::of(zone, given);
        let is_given = said.as_ref().is_some_and(|said| said.speaker == Speaker::Given);
        let parent = name.parent().and_then(|above| stage.answering(above, Some(zone))).filter(|_| !is_given);
        let versions: Vec<AboveVersion<'g>> = match parent {
            Some(parent) => parent
                .versions
                .iter()
                .filter_map(|version| Some((version, Parent::by(Speaker::Checked, version.zone, name)?)))
                .map(|(version, said)| AboveVersion::of(version.publish, said.ds, negative_ttl(version.zone)))
                .collect(),
            None => said.into_iter().map(|said| AboveVersion::of(None, said.ds, Ttl(0))).collect(),
        };
        let known = if versions.is_empty() { DsKnown::Nothing } else { DsKnown::Given };
        Above {
            known,
            changes: versions.len(),
            versions,
            propagation_s: parent.map_or(0, |parent| parent.propagation.seconds),
        }
    }
}

impl<'g> AboveVersion<'g> {
    fn of(publish: Option<Timestamp>, ds: Vec<Ds<'g>>, negative: Ttl) -> AboveVersion<'g> {
        let ttl = ds.iter().map(|ds| ds.record.ttl()).max().map_or(negative, Ttl);
        AboveVersion { publish, ttl, ds }
    }

    /// With the keys that they lead to. What leads to no known key is a key that nobody has seen.
    fn of_keys(self, staged: &Staged<'_>) -> DsVersion {
        let signing = |key: Key<'_>| SigningKey {
            algorithm: key.algorithm(),
            key_tag: key.tag(),
            public_key: key.public_key().to_vec(),
        };
        let keys: Vec<Keys<'_>> = staged.versions.iter().map(|version| Keys::of(version.zone)).collect();
        let mut named = BTreeSet::new();
        for ds in &self.ds {
            let is_dead = ds
                .digest_type()
                .is_some_and(|digest_type| digest_standing(digest_type) == crate::dnssec::Standing::Dead);
            if is_dead || !ds.algorithm.is_validated() {
                continue;
            }
            let found = staged.versions.iter().zip(&keys).find_map(|(version, keys)| {
                match ds.link(version.zone.name(), keys) {
                    Link::Key(key) | Link::Unchecked(key) => Some(signing(key)),
                    Link::Digest(_) | Link::Number(_) | Link::Algorithm(_) | Link::None => None,
                }
            });
            named.insert(found.unwrap_or(SigningKey {
                algorithm: ds.algorithm,
                key_tag: ds.tag,
                public_key: Vec::new(),
            }));
        }
        DsVersion { publish: self.publish, ttl: self.ttl, expires: None, keys: named }
    }
}
