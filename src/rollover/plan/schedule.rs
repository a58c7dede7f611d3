//! Steps one after another in a timeline whose later versions wait far in the future. Knows nothing of what
//! is planned.

use super::Term;
use crate::limits::Limits;
use crate::rollover::change::{Change, Concern, Window};
use crate::rollover::dnssec::ZoneTimeline;
use crate::rollover::fact::{Seen, Storage};
use crate::rollover::model::{Edge, Gap, Limit, Model, ModelError};
use crate::rollover::tlsa::TlsaTimeline;
use crate::wire::Timestamp;

/// From then on are steps that are not looked at yet: after the end of everything, each far from the others.
const LATER: i64 = 1 << 50;
const APART: i64 = 1 << 40;

/// When the step with this number is, before its time is known.
pub(super) fn later(step: usize) -> Timestamp {
    Timestamp(i64::try_from(step).unwrap_or(0).saturating_mul(APART).saturating_add(LATER))
}

/// A timeline whose versions get their times one after another.
pub(super) trait Timeline {
    /// Its facts.
    fn model(&self, limits: &Limits) -> Result<Model, ModelError>;
    /// Whether a view fails.
    fn fails(&self, view: &[Seen]) -> bool;
    /// Says when a version is published.
    fn publish(&mut self, fact: usize, version: usize, at: Timestamp);
}

impl Timeline for TlsaTimeline<'_> {
    fn model(&self, limits: &Limits) -> Result<Model, ModelError> {
        TlsaTimeline::model(self, limits)
    }

    fn fails(&self, view: &[Seen]) -> bool {
        self.is_refused(view)
    }

    fn publish(&mut self, fact: usize, version: usize, at: Timestamp) {
        if fact == Self::RECORDS {
            if let Some(one) = self.records.get_mut(version) {
                one.publish = Some(at);
            }
        } else if let Some(one) = self.chains.get_mut(version) {
            one.start = Some(at);
        }
    }
}

impl Timeline for ZoneTimeline {
    fn model(&self, limits: &Limits) -> Result<Model, ModelError> {
        ZoneTimeline::model(self, limits)
    }

    fn fails(&self, view: &[Seen]) -> bool {
        self.is_broken(view)
    }

    fn publish(&mut self, fact: usize, version: usize, at: Timestamp) {
        let slot = match fact {
            Self::DS => self.ds.get_mut(version).map(|one| &mut one.publish),
            Self::KEYS => self.keys.get_mut(version).map(|one| &mut one.publish),
            _ => self.data.get_mut(version).map(|one| &mut one.publish),
        };
        if let Some(slot) = slot {
            *slot = Some(at);
        }
    }
}

/// When a step leaves no gap.
#[derive(Debug, Clone)]
pub(super) struct Bounds {
    /// The earliest time, to the second; `None` where any time will do.
    pub exact: Option<Timestamp>,
    /// The same with safety on top, where it waits.
    pub safe: Option<Timestamp>,
    /// The latest; `None` where there is none.
    pub not_after: Option<Timestamp>,
    /// What it waits for; `None` where it waits for nothing.
    pub term: Option<Term>,
}

/// When a change may happen, not before `floor`, and `safety_s` later than what it waits for; `None` where it
/// never may.
pub(super) fn when(
    timeline: &impl Timeline,
    change: &Change,
    concern: Concern,
    (floor, safety_s): (Option<Timestamp>, u32),
    limits: &Limits,
) -> Result<Option<Bounds>, ModelError> {
    let model = timeline.model(limits)?;
    let windows = model.windows(change, concern, |view| timeline.fails(view))?;
    let is_open =
        |window: &&Window| window.not_after.is_none_or(|last| floor.is_none_or(|floor| floor <= last));
    // A window that opens with a step that is not looked at yet is none.
    let is_near = |window: &&Window| window.not_before.is_none_or(|at| at.0 < LATER);
    let Some(window) = windows.iter().find(is_open).filter(is_near) else { return Ok(None) };
    let wait = window
        .not_before
        .zip(window.waits_for)
        .map(|(at, limit)| (Timestamp(at.0.saturating_add(i64::from(safety_s))), limit));
    // What is over before it could begin is no wait.
    let wait = wait.filter(|(safe, _)| floor.is_none_or(|floor| floor <= *safe));
    let exact = window.not_before.into_iter().chain(floor).max();
    let safe = exact.into_iter().chain(wait.map(|(safe, _)| safe)).max();
    let term = wait.and_then(|(_, limit)| term(&model, limit));
    Ok(Some(Bounds { exact, safe, not_after: window.not_after.filter(|at| at.0 < LATER), term }))
}

/// All gaps of a timeline.
pub(super) fn gaps(timeline: &impl Timeline, limits: &Limits) -> Result<Vec<Gap>, ModelError> {
    timeline.model(limits)?.gaps(|view| timeline.fails(view))
}

/// A term in symbols and numbers.
fn term(model: &Model, limit: Limit) -> Option<Term> {
    let fact = model.facts().get(limit.fact)?;
    let at = |version: usize| fact.versions.get(version)?.publish;
    let lags = fact.lags.iter().filter(|lag| lag.seconds_s > 0).map(|lag| u64::from(lag.seconds_s));
    let ttl = fact
        .versions
        .get(limit.version)?
        .groups
        .iter()
        .map(|group| group.ttl)
        .max()
        .filter(|_| fact.storage == Storage::Cached);
    let (base, addends_s) = match limit.edge {
        Edge::Published => (at(limit.version)?, Vec::new()),
        Edge::Expired => return None,
        Edge::Forgotten => (at(limit.version + 1)?, lags.chain(ttl.map(|ttl| u64::from(ttl.0))).collect()),
        Edge::Replaced => (at(limit.version + 1)?, lags.collect()),
    };
    Some(Term { symbols: model.term(limit), base, addends_s })
}
