//! Plans for keys: the stages of a goal, each at its time. Which stages there are is found elsewhere.

use std::collections::BTreeSet;

use super::keys::{KeyGoal, PlannedKey, ZoneKeys, ZoneTimes};
use super::schedule::{Bounds, Timeline, gaps, later, when};
use super::stages::stages;
use super::state::{PlanState, Stage, Stages};
use super::{Limiting, Obstacle, Plan, PlanError, Presence, Rdata, RrsetChange, Step, resign};
use crate::limits::Limits;
use crate::rollover::change::{Change, Concern};
use crate::rollover::dnssec::{DataVersion, DsVersion, KeyVersion, Reading, SigningKey, ZoneTimeline};
use crate::rollover::interval::Interval;
use crate::rollover::model::Gap;
use crate::rollover::timing::forgotten_at;
use crate::rr::types;
use crate::wire::{Timestamp, Ttl};

/// Plans a change of keys.
///
/// # Errors
/// [`PlanError::Given`] where the zone does not allow it, [`PlanError::Model`] where the model cannot be
/// asked.
pub fn plan_keys(
    zone: &ZoneKeys,
    goal: &KeyGoal,
    what: &str,
    times: &ZoneTimes,
    limits: &Limits,
) -> Result<Plan, PlanError> {
    let mut plan = Plan::new(zone.name.to_string(), what.to_owned(), times.now);
    let stages = stages(zone, goal)?;
    plan.notes.clone_from(&stages.notes);
    let mut course = Course::new(zone, stages, times);
    course.judge_now(&mut plan, limits)?;
    if course.done > 0 {
        plan.notes.push(format!(
            "{} of the steps of this rollover are done in the zone as it is published",
            course.done
        ));
        if course.done < course.stages.len() {
            plan.notes.extend(course.assumptions());
        }
    }
    for number in course.done..course.stages.len() {
        course.schedule(&mut plan, number, limits)?;
    }
    if plan.obstacles.is_empty() {
        course.verify(&mut plan, limits)?;
    }
    plan.spans = course.presences();
    plan.symbols = symbols(times);
    resign::add(&mut plan, &zone.signing, times.propagation.seconds, times.timing.publish_at);
    Ok(plan)
}

fn symbols(times: &ZoneTimes) -> Vec<(String, String)> {
    let one = |symbol: &str, text: String| (symbol.to_owned(), text);
    vec![
        one(
            "P(v)",
            "publication of a version of the DNSKEY RRset; v0 is the first that resolvers may have"
                .to_owned(),
        ),
        one("T(v)", "publication of a version of the signed data".to_owned()),
        one("Q(v)", "publication of a version of the DS RRset by the parent".to_owned()),
        one("D", format!("until every server of the zone has it: {}", times.propagation)),
        one("Dp", format!("until every server of the parent has it: {}", Ttl(times.parent_propagation_s))),
        one("Dsgn", format!("until all is signed anew: {} (--signing)", Ttl(times.signing_s))),
        one("ttl(v)", "TTL of that version; the largest where it has several".to_owned()),
        one("safety", format!("on top of every wait: {} (--safety)", Ttl(times.timing.safety_s))),
    ]
}

/// A rollover on its way.
#[derive(Clone)]
pub(super) struct Course<'z> {
    zone: &'z ZoneKeys,
    times: &'z ZoneTimes,
    /// The states, the one before each stage first.
    states: Vec<PlanState>,
    stages: Vec<Stage>,
    /// Stages that the zone has behind it.
    done: usize,
    /// How many versions of DS, keys and data are there already.
    known: [usize; 3],
    pub timeline: ZoneTimeline,
    /// What changes in each stage, those behind left out.
    pub changes: Vec<Option<Change>>,
}

impl<'z> Course<'z> {
    pub fn new(zone: &'z ZoneKeys, stages: Stages, times: &'z ZoneTimes) -> Course<'z> {
        let Stages { base, stages, is_strict, .. } = stages;
        let states: Vec<PlanState> =
            std::iter::once(base).chain(stages.iter().map(|stage| stage.state.clone())).collect();
        let own: BTreeSet<SigningKey> = zone.keys.iter().map(|one| one.key.clone()).collect();
        let is_now = |state: &PlanState| {
            state.keys == own
                && state.signed_by == zone.signed_by
                && state.data == zone.data
                && state.ds == zone.ds_keys()
        };
        let done = states.iter().rposition(is_now).unwrap_or(0);
        let timeline = ZoneTimeline {
            ds: Vec::new(),
            keys: Vec::new(),
            data: Vec::new(),
            parent_propagation_s: times.parent_propagation_s,
            propagation_s: times.propagation.seconds,
            signing_s: times.signing_s,
            reading: if is_strict { Reading::EveryAlgorithm } else { Reading::AnyPath },
        };
        let mut course =
            Course { zone, times, states, stages, done, known: [0; 3], timeline, changes: vec![None; done] };
        course.add(None, 0, [None; 2]);
        // Since when what is done is so may be known; otherwise it is as new as it can be.
        let since = [times.ds_since.unwrap_or(times.now), times.timing.published_at.unwrap_or(times.now)];
        for number in 0..done {
            course.add(Some(number), number + 1, since.map(Some));
        }
        course.known = [course.timeline.ds.len(), course.timeline.keys.len(), course.timeline.data.len()];
        for number in done..course.stages.len() {
            let change = course.add(Some(number), number + 1, [Some(later(number)); 2]);
            course.changes.push(change);
        }
        course
    }

    /// What is taken for granted of the stages that are done.
    fn assumptions(&self) -> Vec<String> {
        let [ds, keys, data] = self.known;
        let mut notes = Vec::new();
        if keys.max(data) > 1 && self.times.timing.published_at.is_none() {
            notes.push(
                "nobody says since when the zone is as it is, so waits are counted from now; \
                --published-at TIME says it"
                    .to_owned(),
            );
        }
        if ds > 1 && self.times.ds_since.is_none() {
            notes.push(
                "nobody says since when the parent has these DS records, so waits are counted from \
                now; --ds-since TIME says it"
                    .to_owned(),
            );
        }
        notes
    }

    /// Adds a version of each fact in which a state differs from the one before it, and says which. The
    /// parent publishes at the first time, the zone at the second.
    fn add(
        &mut self,
        before: Option<usize>,
        state: usize,
        [by_parent, publish]: [Option<Timestamp>; 2],
    ) -> Option<Change> {
        let before = before.and_then(|before| self.states.get(before));
        let state = self.states.get(state)?;
        let mut changed: Vec<(usize, usize)> = Vec::new();
        if before.is_none_or(|before| before.ds != state.ds) {
            changed.push((ZoneTimeline::DS, self.timeline.ds.len()));
            self.timeline.ds.push(DsVersion {
                publish: by_parent,
                ttl: self.zone.ds_ttl,
                expires: None,
                keys: state.ds.clone(),
            });
        }
        if before.is_none_or(|before| (&before.keys, &before.signed_by) != (&state.keys, &state.signed_by)) {
            changed.push((ZoneTimeline::KEYS, self.timeline.keys.len()));
            let (keys, signed_by) = (state.keys.clone(), state.signed_by.clone());
            let ttl = if keys.is_empty() { self.zone.negative_ttl } else { self.zone.dnskey_ttl };
            self.timeline.keys.push(KeyVersion { publish, ttl, expires: None, keys, signed_by });
        }
        if before.is_none_or(|before| before.data != state.data) {
            changed.push((ZoneTimeline::DATA, self.timeline.data.len()));
            // That signatures end is a step of its own.
            let groups = state.data.iter().cloned().map(|mut group| {
                (group.first_expires, group.last_expires) = (None, None);
                group
            });
            self.timeline.data.push(DataVersion { publish, groups: groups.collect() });
        }
        let mut changed = changed.into_iter();
        let (fact, version) = changed.next()?;
        Some(changed.fold(Change::of(fact, version), |change, (fact, version)| change.and(fact, version)))
    }

    /// What is wrong before anything is changed.
    fn judge_now(&mut self, plan: &mut Plan, limits: &Limits) -> Result<(), PlanError> {
        let [ds, keys, data] = self.known;
        let now = |timeline: &ZoneTimeline| {
            let mut timeline = timeline.clone();
            // Only what is there now, as if it had always been.
            timeline.ds = timeline
                .ds
                .into_iter()
                .take(ds)
                .skip(ds.saturating_sub(1))
                .map(|one| DsVersion { publish: None, ..one })
                .collect();
            timeline.keys = timeline
                .keys
                .into_iter()
                .take(keys)
                .skip(keys.saturating_sub(1))
                .map(|one| KeyVersion { publish: None, ..one })
                .collect();
            timeline.data = timeline
                .data
                .into_iter()
                .take(data)
                .skip(data.saturating_sub(1))
                .map(|one| DataVersion { publish: None, ..one })
                .collect();
            gaps(&timeline, limits)
        };
        if now(&self.timeline)?.is_empty() {
            return Ok(());
        }
        self.timeline.reading = Reading::AnyPath;
        match now(&self.timeline)?.is_empty() {
            true => plan.notes.push(
                "not every algorithm of DS and DNSKEY signs everything already now; one \
                good path is looked for"
                    .to_owned(),
            ),
            false => {
                let message = "no chain of signatures leads from the DS records through DNSKEY to all data \
                    already now"
                    .to_owned();
                let help = "mend that first: danelaw check ZONE --parent FILE says where".to_owned();
                plan.obstacles.push(Obstacle { step: None, message, earliest: None, help });
            }
        }
        Ok(())
    }

    /// Adds the step of a stage.
    fn schedule(&mut self, plan: &mut Plan, number: usize, limits: &Limits) -> Result<(), PlanError> {
        let Some(change) = self.changes.get(number).cloned().flatten() else { return Ok(()) };
        let (start, safety_s) = (self.times.timing.publish_at, self.times.timing.safety_s);
        let before = plan.steps.iter().filter_map(|step| step.not_before).max();
        let ordered = before.unwrap_or(start);
        let found = when(&self.timeline, &change, Concern::Arrival, (Some(start), safety_s), limits)?;
        let (exact, safe, term) = match found {
            Some(Bounds { exact, safe, term, .. }) => (exact.unwrap_or(start), safe.unwrap_or(start), term),
            None => {
                if plan.is_feasible() {
                    let message =
                        "no resolver that sees what is new finds a chain of signatures, whenever it comes"
                            .to_owned();
                    let help = "give keys of which one is named by a DS and signs DNSKEY".to_owned();
                    plan.obstacles.push(Obstacle {
                        step: Some(plan.steps.len()),
                        message,
                        earliest: None,
                        help,
                    });
                }
                (start, start, None)
            }
        };
        let at = safe.max(ordered);
        self.publish(&change, at);
        let limiting = match () {
            () if term.is_some() && at == safe => Limiting::Exact,
            () if before.is_some() || start > self.times.now => Limiting::Order,
            () => Limiting::Nothing,
        };
        let Some(stage) = self.stages.get(number) else { return Ok(()) };
        let reason = stage.reason_of(term.as_ref());
        plan.steps.push(Step {
            action: stage.action,
            what: stage.what.clone(),
            not_before: Some(at),
            not_after: None,
            exact: Some(exact),
            floor: None,
            limiting,
            term,
            reason: reason.to_owned(),
            rfc: stage.rfc,
            changes: self.rrset_changes(number),
            details: self.details(number),
        });
        Ok(())
    }

    pub fn publish(&mut self, change: &Change, at: Timestamp) {
        for fact in [ZoneTimeline::DS, ZoneTimeline::KEYS, ZoneTimeline::DATA] {
            if let Some(version) = change.version_of(fact) {
                self.timeline.publish(fact, version, at);
            }
        }
    }

    fn verify(&self, plan: &mut Plan, limits: &Limits) -> Result<(), PlanError> {
        // What was published before is past mending, and may be older than it is taken to be.
        let is_planned =
            |gap: &Gap| gap.view.iter().zip(self.known).any(|(seen, known)| seen.version >= known);
        if let Some(gap) = gaps(&self.timeline, limits)?.into_iter().find(is_planned) {
            let message = format!("resolvers may answer SERVFAIL {} all the same", gap.interval);
            plan.obstacles.push(Obstacle { step: None, message, earliest: None, help: String::new() });
        }
        Ok(())
    }

    /// The records that change in a stage.
    fn rrset_changes(&self, number: usize) -> Vec<RrsetChange> {
        let (Some(before), Some(after)) = (self.states.get(number), self.states.get(number + 1)) else {
            return Vec::new();
        };
        let mut changes = Vec::new();
        let mut push = |rtype, ttl, before: Vec<Rdata>, after: Vec<Rdata>| {
            if before != after {
                changes.push(RrsetChange {
                    owner: self.zone.name.clone(),
                    rtype,
                    ttl_before: ttl,
                    ttl,
                    before,
                    after,
                });
            }
        };
        let dnskey =
            |state: &PlanState| state.keys.iter().filter_map(|key| Some(self.planned(key)?.dnskey)).collect();
        push(types::DNSKEY, self.zone.dnskey_ttl, dnskey(before), dnskey(after));
        let ds = |state: &PlanState| state.ds.iter().flat_map(|key| self.ds_records(key)).collect();
        push(types::DS, self.zone.ds_ttl, ds(before), ds(after));
        changes
    }

    /// A key of the zone, one that is given, or one to be made.
    fn planned(&self, key: &SigningKey) -> Option<PlannedKey> {
        let known = self.zone.find(key).cloned();
        known.or_else(|| {
            let text = String::from_utf8(key.public_key.clone()).ok().filter(|text| text.contains('<'))?;
            Some(PlannedKey {
                key: key.clone(),
                is_sep: text.starts_with("257"),
                dnskey: Rdata::ToBeMade(text),
            })
        })
    }

    fn ds_records(&self, key: &SigningKey) -> Vec<Rdata> {
        let known = self.zone.ds_records(key);
        match self.planned(key) {
            Some(PlannedKey { dnskey: Rdata::ToBeMade(_), .. }) if known.is_empty() => {
                vec![Rdata::ToBeMade(format!("<tag> {} 2 <SHA-256 digest of the new key>", key.algorithm.0))]
            }
            _ => known,
        }
    }

    /// What signs the data after a stage, where that changes.
    fn details(&self, number: usize) -> Vec<String> {
        let (Some(before), Some(after)) = (self.states.get(number), self.states.get(number + 1)) else {
            return Vec::new();
        };
        let labels = |keys: BTreeSet<&SigningKey>| {
            let labels: Vec<String> =
                keys.into_iter().filter_map(|key| self.planned(key)).map(|one| one.label()).collect();
            if labels.is_empty() { "nothing".to_owned() } else { labels.join(" and ") }
        };
        let signers = |state: &PlanState| {
            labels(state.data.iter().flat_map(|group| &group.signed_by).collect::<BTreeSet<_>>())
        };
        let mut details = Vec::new();
        if before.signed_by != after.signed_by {
            details.push(format!("DNSKEY is signed by {}", labels(after.signed_by.iter().collect())));
        }
        if before.data != after.data {
            details.push(format!("all other data is signed by {}", signers(after)));
        }
        details
    }

    /// What can be seen of keys and DS records.
    fn presences(&self) -> Vec<Presence> {
        let mut all: BTreeSet<&SigningKey> = BTreeSet::new();
        for state in &self.states {
            all.extend(state.keys.iter().chain(&state.ds));
        }
        let mut presences = Vec::new();
        for key in all {
            let label = self
                .planned(key)
                .map_or_else(|| format!("{}/{}", key.algorithm.0, key.key_tag), |one| one.label());
            let keys: Vec<(Option<Timestamp>, Ttl, bool)> =
                self.timeline.keys.iter().map(|one| (one.publish, one.ttl, one.keys.contains(key))).collect();
            let first_use = self
                .timeline
                .data
                .iter()
                .find(|one| one.groups.iter().any(|group| group.signed_by.contains(key)));
            let first_ds = self.timeline.ds.iter().find(|one| one.keys.contains(key));
            let used = first_use.map(|one| one.publish).or(first_ds.map(|one| one.publish)).flatten();
            let lag = i64::from(self.timeline.propagation_s);
            presences.extend(presence(format!("DNSKEY {label}"), &keys, used, lag));
            let ds: Vec<(Option<Timestamp>, Ttl, bool)> =
                self.timeline.ds.iter().map(|one| (one.publish, one.ttl, one.keys.contains(key))).collect();
            presences.extend(presence(
                format!("DS {label}"),
                &ds,
                None,
                i64::from(self.timeline.parent_propagation_s),
            ));
        }
        presences
    }
}

/// From the first version that has a thing to the first one after it that has it not.
fn presence(
    name: String,
    versions: &[(Option<Timestamp>, Ttl, bool)],
    used: Option<Timestamp>,
    lag_s: i64,
) -> Option<Presence> {
    let first = versions.iter().position(|(.., has)| *has)?;
    let start = versions.get(first).and_then(|(publish, ..)| *publish);
    let gone = versions.iter().skip(first).position(|(.., has)| !*has).map(|after| first + after);
    let replaced = gone.and_then(|at| versions.get(at)).and_then(|(publish, ..)| *publish);
    let ttl = gone.and_then(|at| versions.get(at.checked_sub(1)?)).map_or(Ttl(0), |(_, ttl, _)| *ttl);
    let end = replaced.map(|at| forgotten_at(at, lag_s, ttl));
    let used = used.filter(|_| start.is_some());
    Some(Presence {
        name,
        seen: Interval { start, end },
        used,
        replaced,
        held: "a cache may hold it until then".to_owned(),
    })
}
