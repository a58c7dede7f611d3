//! TLSA RRsets against the chains that servers send: when some sender refuses the connection. Judges with
//! [`dane::judge`] and by no rule of its own.

use std::collections::BTreeSet;

use super::change::{Change, Concern, Earliest, Window};
use super::fact::{Fact, Group, Lag, Seen, Version};
use super::model::{Gap, Model, ModelError};
use super::timing::two_ttls_s;
use crate::dane::{self, Case, Names, Pkix, Published, Verdict, VerdictKind};
use crate::limits::Limits;
use crate::wire::{Timestamp, Ttl};

/// A TLSA RRset between two publications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsaVersion {
    /// When it is published; `None` where it has always been.
    pub publish: Option<Timestamp>,
    /// Its TTL; where there is no record that of the negative answer: the lesser of SOA minimum and SOA TTL
    /// (RFC 2308).
    pub ttl: Ttl,
    /// The first second at which its signatures are not valid; `None` where that is not known.
    pub expires: Option<Timestamp>,
    /// The records; none where there is none.
    pub records: Vec<Published>,
}

/// What servers send from some time on.
#[derive(Debug, Clone)]
pub struct ChainVersion<'a> {
    /// When the first server sends it; `None` where it has always been.
    pub start: Option<Timestamp>,
    /// The chains; several where servers have certificates of several algorithms.
    pub chains: Vec<dane::Chain<'a>>,
}

/// One service.
#[derive(Debug, Clone)]
pub struct TlsaTimeline<'a> {
    /// Its TLSA RRset.
    pub records: Vec<TlsaVersion>,
    /// What its servers send.
    pub chains: Vec<ChainVersion<'a>>,
    /// Whose certificate it has to be.
    pub names: &'a Names,
    /// What clients do with usages 0 and 1.
    pub pkix: Pkix<'a>,
    /// Seconds until a publication is on all authoritative servers.
    pub propagation_s: u32,
    /// Seconds between the first server that sends a chain and the last.
    pub skew_s: u32,
    /// When certificates are looked at first: what begins or ends before is as it is then.
    pub from: Timestamp,
    /// When they are looked at last; `None` where all their ends are told.
    pub until: Option<Timestamp>,
}

impl TlsaTimeline<'_> {
    /// The fact that the TLSA RRset is.
    pub const RECORDS: usize = 0;
    /// The fact that the chains are.
    pub const CHAINS: usize = 1;
    /// The fact that time itself is: a version between two times at which certificates begin or end.
    pub const CLOCK: usize = 2;

    /// The facts.
    ///
    /// # Errors
    /// [`ModelError::Empty`] and [`ModelError::Order`].
    pub fn model(&self, limits: &Limits) -> Result<Model, ModelError> {
        let mut records =
            Fact::cached("the TLSA RRset", "P", vec![Lag { name: "D", seconds_s: self.propagation_s }]);
        records.versions = self
            .records
            .iter()
            .map(|one| Version { publish: one.publish, groups: vec![Group::new(one.ttl, one.expires)] })
            .collect();
        let mut chains = Fact::direct("the chain", "S", vec![Lag { name: "delta", seconds_s: self.skew_s }]);
        chains.versions = self.chains.iter().map(|one| Version::new(one.start, Ttl(0))).collect();
        let mut clock = Fact::direct("the time", "t", Vec::new()).with(Version::new(None, Ttl(0)));
        clock.versions.extend(self.turns().into_iter().map(|at| Version::new(Some(at), Ttl(0))));
        Model::new(vec![records, chains, clock], limits)
    }

    /// Views that some sender refuses.
    ///
    /// # Errors
    /// Those of [`TlsaTimeline::model`] and [`Model::gaps`].
    pub fn gaps(&self, limits: &Limits) -> Result<Vec<Gap>, ModelError> {
        self.model(limits)?.gaps(|view| self.is_refused(view))
    }

    /// Views of which it is not known what becomes of them.
    ///
    /// # Errors
    /// As [`TlsaTimeline::gaps`].
    pub fn unknown(&self, limits: &Limits) -> Result<Vec<Gap>, ModelError> {
        self.model(limits)?
            .gaps(|view| !is_servfail(view) && self.verdict(view).kind == VerdictKind::NotChecked)
    }

    /// Views in which all records of one usage and selector match nothing, though no sender refuses: RFC 7671
    /// section 8 wants each combination to match.
    ///
    /// # Errors
    /// As [`TlsaTimeline::gaps`].
    pub fn uneven(&self, limits: &Limits) -> Result<Vec<Gap>, ModelError> {
        self.model(limits)?.gaps(|view| !self.is_refused(view) && self.is_uneven(view))
    }

    /// When a change leaves no gap of concern.
    ///
    /// # Errors
    /// Those of [`TlsaTimeline::model`] and [`Model::windows`].
    pub fn windows(
        &self,
        change: &Change,
        concern: Concern,
        limits: &Limits,
    ) -> Result<Vec<Window>, ModelError> {
        self.model(limits)?.windows(change, concern, |view| self.is_refused(view))
    }

    /// The earliest time at which the last chain may go into service, so that nobody who sees it refuses it.
    ///
    /// # Errors
    /// As [`TlsaTimeline::windows`].
    pub fn earliest_deploy(&self, limits: &Limits) -> Result<Earliest, ModelError> {
        let change = Change::of(Self::CHAINS, self.chains.len().saturating_sub(1));
        self.model(limits)?.earliest(&change, Concern::Arrival, None, |view| self.is_refused(view))
    }

    /// The earliest time at which the last TLSA RRset may replace the one before it.
    ///
    /// # Errors
    /// As [`TlsaTimeline::windows`].
    pub fn earliest_publication(&self, limits: &Limits) -> Result<Earliest, ModelError> {
        let change = Change::of(Self::RECORDS, self.records.len().saturating_sub(1));
        self.model(limits)?.earliest(&change, Concern::Arrival, None, |view| self.is_refused(view))
    }

    /// At least two TTLs after a version of the TLSA RRset is published: the wait of RFC 7671 section 8.1,
    /// which counts no propagation. `None` where the version has always been.
    #[must_use]
    pub fn two_ttls(&self, version: usize) -> Option<Timestamp> {
        let new = self.records.get(version)?;
        let old = version.checked_sub(1).and_then(|before| self.records.get(before));
        let ttl = old.map_or(new.ttl, |old| old.ttl.max(new.ttl));
        Some(Timestamp(new.publish?.0.saturating_add(two_ttls_s(ttl))))
    }

    /// When the last signature ends of a TLSA RRset that refuses this version of the chains: nobody can play
    /// it back any more. `None` where none refuses it, or a signature's end is not known.
    #[must_use]
    pub fn replay_strict(&self, chain: usize) -> Option<Timestamp> {
        let seen = |version| Seen { version, group: 0, is_expired: false };
        let refuses = |records: &usize| {
            (0..=self.turns().len()).any(|clock| self.is_refused(&[seen(*records), seen(chain), seen(clock)]))
        };
        let ends = (0..self.records.len()).filter(refuses).map(|version| self.records.get(version)?.expires);
        ends.collect::<Option<Vec<Timestamp>>>()?.into_iter().max()
    }

    /// What becomes of a view of which no signature has ended.
    #[must_use]
    pub fn verdict(&self, view: &[Seen]) -> Verdict {
        self.judge(view, self.records_of(view))
    }

    /// Whether senders refuse a view, or get no answer to their question for TLSA records, which is as bad:
    /// RFC 7672 section 2.1.
    #[must_use]
    pub fn is_refused(&self, view: &[Seen]) -> bool {
        is_servfail(view) || self.verdict(view).kind == VerdictKind::Refused
    }

    fn is_uneven(&self, view: &[Seen]) -> bool {
        let records = self.records_of(view);
        let combinations: BTreeSet<(u8, u8)> =
            records.iter().map(|record| (record.usage, record.selector)).collect();
        combinations.into_iter().any(|combination| {
            let same = |record: &&Published| (record.usage, record.selector) == combination;
            let records: Vec<Published> = records.iter().filter(same).cloned().collect();
            self.judge(view, &records).kind == VerdictKind::Refused
        })
    }

    fn records_of(&self, view: &[Seen]) -> &[Published] {
        view.get(Self::RECORDS)
            .and_then(|seen| self.records.get(seen.version))
            .map_or(&[], |version| &version.records)
    }

    fn judge(&self, view: &[Seen], records: &[Published]) -> Verdict {
        let chains = view.get(Self::CHAINS).and_then(|seen| self.chains.get(seen.version));
        let turns = self.turns();
        let clock = view.get(Self::CLOCK).map_or(0, |seen| seen.version);
        // Nothing begins or ends before the next turn.
        let at = clock.checked_sub(1).and_then(|before| turns.get(before)).copied().unwrap_or(self.from);
        let chains = chains.map_or(&[][..], |version| &version.chains);
        dane::judge(&Case { records, chains, names: self.names, at, pkix: self.pkix, known: &[] })
    }

    fn turns(&self) -> Vec<Timestamp> {
        turns(&self.chains, self.from, self.until)
    }
}

/// The times after `from`, and not after `until`, at which a certificate begins or has ended.
pub(super) fn turns<'c, 'a: 'c>(
    chains: impl IntoIterator<Item = &'c ChainVersion<'a>>,
    from: Timestamp,
    until: Option<Timestamp>,
) -> Vec<Timestamp> {
    let parts = chains.into_iter().flat_map(|version| &version.chains).flat_map(|chain| chain.parts);
    let certificates = parts.filter_map(|part| part.certificate.as_ref());
    let turns = certificates.flat_map(|one| [one.not_before, Timestamp(one.not_after.0.saturating_add(1))]);
    let turns: BTreeSet<Timestamp> =
        turns.filter(|at| from < *at && until.is_none_or(|until| *at <= until)).collect();
    turns.into_iter().collect()
}

/// Whether the answer to the question for TLSA records is not valid any more.
fn is_servfail(view: &[Seen]) -> bool {
    view.get(TlsaTimeline::RECORDS).is_some_and(|seen| seen.is_expired)
}
