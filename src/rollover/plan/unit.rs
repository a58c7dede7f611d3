//! One service in a plan: which versions its records and chains have, and what is to be said of it. Finds no
//! times.

use super::goal::{Phase, ServiceChange, ServiceGoal, TlsaTimes};
use super::schedule::{Timeline, later, when};
use super::{Obstacle, Presence, Rdata, RrsetChange};
use crate::cert;
use crate::dane::{Case, Chain, Published, RECOMMENDED, Tlsa, Verdict, VerdictKind, judge};
use crate::limits::Limits;
use crate::rollover::change::{Change, Concern};
use crate::rollover::interval::Interval;
use crate::rollover::model::{Gap, ModelError};
use crate::rollover::timing::forgotten_at;
use crate::rollover::tlsa::{ChainVersion, TlsaTimeline, TlsaVersion};
use crate::rr::types;
use crate::wire::{Timestamp, Ttl};

/// Hexadecimal digits by which people tell records apart.
const SHORT: usize = 8;

/// One service with its timeline.
pub(super) struct Unit<'g, 'a> {
    /// What is to become of it.
    pub goal: &'g ServiceGoal<'a>,
    /// Its versions.
    pub timeline: TlsaTimeline<'a>,
    /// Which version comes in which phase.
    pub moves: Vec<(Phase, Change)>,
    /// The version of the records that the chains wait for.
    pub awaited: Option<usize>,
    /// Published records that are neither of the old chains nor of the new ones.
    strange: Vec<Published>,
}

impl<'g, 'a> Unit<'g, 'a> {
    /// Chooses the versions.
    pub fn new(goal: &'g ServiceGoal<'a>, times: &TlsaTimes) -> Unit<'g, 'a> {
        let (now, timing) = (times.now, times.timing);
        let next = match &goal.change {
            ServiceChange::Deploy { chains, .. } => chains,
            ServiceChange::Withdraw { any } => any,
        };
        let begin = next
            .iter()
            .flat_map(|chain| chain.parts)
            .filter_map(|part| part.certificate.as_ref())
            .map(|one| one.not_before)
            .max();
        let from = timing.publish_at.max(now);
        let timeline = TlsaTimeline {
            records: Vec::new(),
            chains: vec![ChainVersion { start: None, chains: goal.current.clone() }],
            names: goal.names,
            pkix: goal.pkix,
            propagation_s: times.propagation.seconds,
            skew_s: timing.skew_s,
            from,
            // Ends of certificates are deadlines, and looked at where they are; here it counts when new ones
            // begin.
            until: Some(begin.map_or(from, |begin| begin.max(from))),
        };
        let mut unit = Unit { goal, timeline, moves: Vec::new(), awaited: None, strange: Vec::new() };
        unit.begin(timing.published_at, now);
        match &goal.change {
            ServiceChange::Withdraw { any } => {
                unit.record(Phase::Before, Vec::new());
                unit.chain(any);
            }
            ServiceChange::Deploy { chains, pins, second } => unit.deploy(chains, pins, second.as_deref()),
        }
        unit
    }

    /// What is published now, and what was before where that may matter.
    fn begin(&mut self, published_at: Option<Timestamp>, asked_at: Timestamp) {
        let (goal, ttl) = (self.goal, self.goal.ttl);
        let now = goal.published.clone();
        if let ServiceChange::Deploy { chains, .. } = &goal.change {
            // Nothing is known of what was before but that the chain in service fitted.
            let leaf = |chain: &Chain<'_>| {
                Published::parse(&Tlsa::of(cert::leaf(chain.parts)?, RECOMMENDED).ok()?.rdata())
            };
            let before: Vec<Published> = goal.current.iter().filter_map(leaf).collect();
            let is_refused = |records: &[Published]| {
                self.verdict(records, chains, self.begun()).kind == VerdictKind::Refused
            };
            let is_in_service = self.verdict(&now, &goal.current, self.begun()).kind != VerdictKind::Refused;
            if !now.is_empty()
                && !before.is_empty()
                && is_in_service
                && is_refused(&before)
                && !is_refused(&now)
            {
                let at = published_at.unwrap_or(asked_at);
                self.timeline.records.push(TlsaVersion {
                    publish: None,
                    ttl,
                    expires: None,
                    records: before,
                });
                self.timeline.records.push(TlsaVersion {
                    publish: Some(at),
                    ttl,
                    expires: None,
                    records: now,
                });
                self.awaited = Some(1);
                return;
            }
        }
        self.timeline.records.push(TlsaVersion { publish: None, ttl, expires: None, records: now });
    }

    /// One change of chains, and then one of parameters.
    fn deploy(&mut self, chains: &[Chain<'a>], pins: &[Published], second: Option<&[Published]>) {
        let goal = self.goal;
        let is_next = |unit: &Self, record: &Published| {
            pins.contains(record) || unit.may_match(record, chains, unit.begun())
        };
        self.strange = goal
            .published
            .iter()
            .filter(|record| !is_next(self, record) && !self.is_old(record))
            .cloned()
            .collect();
        let stays = |unit: &Self, record: &Published| is_next(unit, record) || unit.strange.contains(record);
        let is_same = is_same(&goal.current, chains);
        let is_refused =
            !is_same && self.verdict(&goal.published, chains, self.begun()).kind == VerdictKind::Refused;
        if is_refused {
            self.record(Phase::Before, joined(&goal.published, pins));
            self.awaited = Some(self.timeline.records.len() - 1);
        }
        if !is_same {
            self.chain(chains);
        }
        let kept: Vec<Published> =
            goal.published.iter().filter(|record| stays(self, record)).cloned().collect();
        // Where the chain comes with other parameters for good, records of the old ones are made only if they
        // are needed.
        let is_needed = is_refused || second.is_none() || goal.published.is_empty();
        let first = if is_needed { joined(&kept, pins) } else { kept };
        let first =
            if goal.published.is_empty() { second.map_or(first, <[Published]>::to_vec) } else { first };
        self.record(Phase::After, first.clone());
        if let Some(second) = second {
            self.record(Phase::Second, joined(&first, second));
            self.record(Phase::Last, joined(&self.strange.clone(), second));
        }
    }

    /// A version of the records, where it is another than the one before.
    fn record(&mut self, phase: Phase, mut records: Vec<Published>) {
        let Some(before) = self.timeline.records.last() else { return };
        if records.len() == before.records.len()
            && records.iter().all(|record| before.records.contains(record))
        {
            return;
        }
        // What was there keeps its place.
        records.sort_by_key(|record| {
            before.records.iter().position(|known| known == record).unwrap_or(usize::MAX)
        });
        let ttl = if records.is_empty() { self.goal.negative_ttl } else { self.goal.new_ttl };
        let version = self.timeline.records.len();
        self.timeline.records.push(TlsaVersion {
            publish: Some(later(self.moves.len())),
            ttl,
            expires: None,
            records,
        });
        self.moves.push((phase, Change::of(TlsaTimeline::RECORDS, version)));
    }

    fn chain(&mut self, chains: &[Chain<'a>]) {
        let version = self.timeline.chains.len();
        self.timeline
            .chains
            .push(ChainVersion { start: Some(later(self.moves.len())), chains: chains.to_vec() });
        self.moves.push((Phase::Deploy, Change::of(TlsaTimeline::CHAINS, version)));
    }

    /// The version of the records before the one that a step publishes.
    pub fn before(&self, change: &Change) -> Option<usize> {
        change.version_of(TlsaTimeline::RECORDS)?.checked_sub(1)
    }

    /// Says when a step is.
    pub fn move_to(&mut self, change: &Change, at: Timestamp) {
        for fact in [TlsaTimeline::RECORDS, TlsaTimeline::CHAINS] {
            if let Some(version) = change.version_of(fact) {
                self.timeline.publish(fact, version, at);
            }
        }
    }

    /// By when the chain in service must be replaced: some client of usage 2 refuses it then.
    pub fn deadline(&self, change: &Change, limits: &Limits) -> Result<Option<Timestamp>, ModelError> {
        let timeline = TlsaTimeline { until: None, ..self.timeline.clone() };
        Ok(when(&timeline, change, Concern::Departure, (None, 0), limits)?.and_then(|found| found.not_after))
    }

    /// Why a step can never be.
    pub fn never(&self, phase: Phase, step: usize) -> Obstacle {
        let version = self
            .moves
            .iter()
            .find(|(other, _)| *other == phase)
            .and_then(|(_, change)| change.version_of(TlsaTimeline::RECORDS));
        let records = version
            .or(self.awaited)
            .and_then(|version| self.timeline.records.get(version))
            .map_or(&[][..], |one| &one.records);
        let owner = self.goal.service.owner();
        let current = self.verdict(records, &self.goal.current, self.begun());
        let is_old = current.kind == VerdictKind::Refused && phase == Phase::Before;
        let verdict = match self.timeline.chains.last() {
            Some(chain) if !is_old => self.verdict(records, &chain.chains, self.begun()),
            _ => current,
        };
        let which = if is_old { "the chain in service" } else { "the new chain" };
        let help = match is_old {
            true => "plan first for a chain that is good until the new one may be sent".to_owned(),
            false => "give a chain that its records authenticate".to_owned(),
        };
        let message = format!(
            "`{owner}`: {which} is refused with these records whenever they come: {}",
            verdict.reason
        );
        Obstacle { step: Some(step), message, earliest: None, help }
    }

    /// When the new chain has begun.
    fn begun(&self) -> Timestamp {
        self.timeline.until.unwrap_or(self.timeline.from)
    }

    /// What becomes of chains with records.
    fn verdict(&self, records: &[Published], chains: &[Chain<'_>], at: Timestamp) -> Verdict {
        judge(&Case { records, chains, names: self.goal.names, at, pkix: self.goal.pkix, known: &[] })
    }

    /// Whether a record is of one of the chains in service.
    fn is_old(&self, record: &Published) -> bool {
        self.may_match(record, &self.goal.current, self.timeline.from)
    }

    /// Whether a record is taken for one of these chains: it is, or its data are and the path could not be
    /// judged, which [`Unit::not_checked`] says.
    fn may_match(&self, record: &Published, chains: &[Chain<'_>], at: Timestamp) -> bool {
        chains.iter().any(|chain| {
            self.verdict(std::slice::from_ref(record), std::slice::from_ref(chain), at).kind.may_match()
        })
    }

    /// Why something that may be met on the way could not be judged.
    pub fn not_checked(&self, limits: &Limits) -> Result<Option<String>, ModelError> {
        // What is in service before a withdrawal need not be known.
        let has_chain = |gap: &&Gap| {
            let version =
                gap.view.get(TlsaTimeline::CHAINS).and_then(|seen| self.timeline.chains.get(seen.version));
            version.is_some_and(|version| !version.chains.is_empty())
        };
        let why = |gap: &Gap| {
            format!("`{}`: {}", self.goal.service.owner(), self.timeline.verdict(&gap.view).reason)
        };
        Ok(self.timeline.unknown(limits)?.iter().find(has_chain).map(why))
    }

    /// The chains that are sent, and where.
    pub fn deployment(&self) -> String {
        let chains = self.timeline.chains.last().map_or(&[][..], |version| &version.chains);
        let names: Vec<&str> = chains.iter().map(|chain| chain.name).collect();
        format!("{}: {}", self.goal.service.owner(), names.join(", "))
    }

    /// That the new chain ends before it may be used.
    pub fn ends_before(&self, planned: Timestamp, step: usize) -> Option<Obstacle> {
        let chain = self.timeline.chains.last()?;
        let ends =
            chain.chains.iter().flat_map(|chain| chain.parts.iter().map(move |part| (chain.name, part)));
        let (end, name) =
            ends.filter_map(|(name, part)| Some((part.certificate.as_ref()?.not_after, name))).min()?;
        (end < planned && matches!(self.goal.change, ServiceChange::Deploy { .. })).then(|| {
            let message = format!("`{name}` ends at {end}, before it may be sent ({planned})");
            let help =
                format!("get one that is valid from {planned} on, with the same key, and plan with it");
            Obstacle { step: Some(step), message, earliest: None, help }
        })
    }

    /// That the old chain ends while one waits, which clients of usage 3 do not mind and others do.
    pub fn old_ends_before(&self, planned: Timestamp) -> Option<String> {
        let parts =
            self.goal.current.iter().flat_map(|chain| chain.parts.iter().map(move |part| (chain.name, part)));
        let (end, name) =
            parts.filter_map(|(name, part)| Some((part.certificate.as_ref()?.not_after, name))).min()?;
        let is_deploy = matches!(self.goal.change, ServiceChange::Deploy { .. });
        (is_deploy && end < planned).then(|| {
            format!(
                "`{name}`, in service until then, ends at {end}; clients of usage 3 records do not look at \
                that, all others do (RFC 7671 section 5.1)"
            )
        })
    }

    /// What is worth saying before any step.
    pub fn remarks(&self, times: &TlsaTimes) -> Vec<String> {
        let mut remarks = Vec::new();
        let owner = self.goal.service.owner();
        let now = self.verdict(&self.goal.published, &self.goal.current, self.timeline.from);
        if now.kind == VerdictKind::Refused {
            remarks.push(format!("`{owner}` is refused already now: {}", now.reason));
        }
        for record in &self.strange {
            remarks
                .push(format!("`{owner}`: {record} is of neither the old chain nor the new one, and stays"));
        }
        if let ServiceChange::Deploy { chains, .. } = &self.goal.change
            && chains.len() < self.goal.current.len()
        {
            let (old, new) = (self.goal.current.len(), chains.len());
            remarks.push(format!(
                "`{owner}`: its server sends {old} chains now, and is planned to send {new}; \
                    give --to for each that it is to send"
            ));
        }
        let begins_now =
            self.timeline.records.get(1).is_some_and(|version| version.publish == Some(times.now));
        if begins_now && times.timing.published_at.is_none() {
            let message = "nobody says since when the records are as they are, so waits are counted from \
                now; --published-at TIME says it";
            remarks.push(format!("`{owner}`: {message}"));
        }
        remarks
    }

    /// The RRset before and after a phase; `None` where it does not change then.
    pub fn rrset_change(&self, phase: Phase) -> Option<RrsetChange> {
        let (_, change) = self.moves.iter().find(|(other, _)| *other == phase)?;
        let version = change.version_of(TlsaTimeline::RECORDS)?;
        let (before, after) =
            (self.timeline.records.get(version.checked_sub(1)?)?, self.timeline.records.get(version)?);
        let rdata = |version: &TlsaVersion| {
            version.records.iter().map(|record| Rdata::Known(rdata(record))).collect()
        };
        let ttl =
            |version: &TlsaVersion| if version.records.is_empty() { self.goal.new_ttl } else { version.ttl };
        Some(RrsetChange {
            owner: self.goal.place.clone(),
            rtype: types::TLSA,
            ttl_before: ttl(before),
            ttl: ttl(after),
            before: rdata(before),
            after: rdata(after),
        })
    }

    /// What can be seen of records and chains.
    pub fn presences(&self) -> Vec<Presence> {
        let (records, chains) = (&self.timeline.records, &self.timeline.chains);
        let propagation = i64::from(self.timeline.propagation_s);
        let deploy = chains.get(1).and_then(|chain| chain.start);
        let mut all: Vec<(&Published, usize)> = Vec::new();
        for (version, one) in records.iter().enumerate() {
            for record in &one.records {
                if !all.iter().any(|(known, _)| *known == record) {
                    all.push((record, version));
                }
            }
        }
        let mut presences = Vec::new();
        for (record, first) in all {
            let gone = records.iter().enumerate().skip(first).find(|(_, one)| !one.records.contains(record));
            let replaced = gone.and_then(|(_, one)| one.publish);
            let ttl = gone.and_then(|(at, _)| records.get(at.checked_sub(1)?)).map_or(Ttl(0), |one| one.ttl);
            let end = replaced.map(|at| forgotten_at(at, propagation, ttl));
            let start = records.get(first).and_then(|one| one.publish);
            let digits: String = record.hex().chars().take(SHORT).collect();
            let used = if self.is_old(record) { None } else { deploy.filter(|_| start.is_some()) };
            presences.push(Presence {
                name: format!("TLSA {} {} {} {digits}", record.usage, record.selector, record.matching),
                seen: Interval { start, end },
                used,
                replaced,
                held: "a cache may hold it until then".to_owned(),
            });
        }
        for (at, version) in chains.iter().enumerate() {
            let replaced = chains.get(at + 1).and_then(|next| next.start);
            let end = replaced
                .map(|replaced| Timestamp(replaced.0.saturating_add(i64::from(self.timeline.skew_s))));
            for chain in
                version.chains.iter().filter(|_| matches!(self.goal.change, ServiceChange::Deploy { .. }))
            {
                let seen = Interval { start: version.start, end };
                presences.push(Presence {
                    name: chain.name.to_owned(),
                    seen,
                    used: None,
                    replaced,
                    held: "a server may send it until then".to_owned(),
                });
            }
        }
        presences
    }
}

/// Whether servers send the same as before.
fn is_same(current: &[Chain<'_>], next: &[Chain<'_>]) -> bool {
    let has = |all: &[Chain<'_>], one: &Chain<'_>| all.iter().any(|other| other.parts == one.parts);
    !current.is_empty()
        && current.iter().all(|chain| has(next, chain))
        && next.iter().all(|chain| has(current, chain))
}

/// Records, then those of `more` that are not among them.
fn joined(records: &[Published], more: &[Published]) -> Vec<Published> {
    let mut all = records.to_vec();
    for record in more {
        if !all.contains(record) {
            all.push(record.clone());
        }
    }
    all
}

fn rdata(record: &Published) -> Vec<u8> {
    [&[record.usage, record.selector, record.matching], record.data.as_slice()].concat()
}
