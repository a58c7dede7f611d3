//! One change whose time is open: when it may happen. Changes nothing else.

use super::fact::{Moves, Seen, Span};
use super::interval::{ALWAYS, FOREVER, later, number};
use super::model::{Limit, Model, ModelError, common};
use crate::wire::Timestamp;

/// A moment at which facts get new versions together, and which moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Fact and version, at most one of each fact.
    moves: Vec<(usize, usize)>,
}

impl Change {
    /// The publication of a version of a fact.
    #[must_use]
    pub fn of(fact: usize, version: usize) -> Change {
        Change { moves: vec![(fact, version)] }
    }

    /// Together with that of another fact; where the fact is there already, in its place.
    #[must_use]
    pub fn and(mut self, fact: usize, version: usize) -> Change {
        self.moves.retain(|(other, _)| *other != fact);
        self.moves.push((fact, version));
        self
    }

    /// Which version of a fact moves.
    pub(super) fn version_of(&self, fact: usize) -> Option<usize> {
        self.moves.iter().find(|(other, _)| *other == fact).map(|(_, version)| *version)
    }
}

/// Which views a change must not make fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Concern {
    /// Those that have a new version: it must not come too early.
    Arrival,
    /// Those that have a replaced version: it must not go too late.
    Departure,
    /// Both.
    Both,
    /// All, those too that the change has no part in.
    Everything,
}

/// When a change leaves no gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Earliest {
    /// At any time.
    Any,
    /// From then on, or as long as the window lasts that begins then.
    At(Timestamp),
    /// Never.
    Never,
}

/// Times at which a change leaves no gap, both ends inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first; `None` where there is none.
    pub not_before: Option<Timestamp>,
    /// The last; `None` where there is none.
    pub not_after: Option<Timestamp>,
    /// What has to pass before `not_before`; `None` where that is the publication of the version before.
    pub waits_for: Option<Limit>,
}

/// Times between which a change makes a view fail, both outside.
struct Forbidden {
    after: i64,
    before: i64,
    limit: Option<Limit>,
}

impl Model {
    /// When a change may happen so that no view fails that is of concern. A version stays after the one
    /// before it and before the one after it.
    ///
    /// # Errors
    /// [`ModelError::TooMany`], and [`ModelError::NoVersion`] where the change is of something that is not
    /// there.
    pub fn windows(
        &self,
        change: &Change,
        concern: Concern,
        mut fails: impl FnMut(&[Seen]) -> bool,
    ) -> Result<Vec<Window>, ModelError> {
        let (mut floor, mut ceiling) = (ALWAYS, FOREVER);
        for &(fact, version) in &change.moves {
            let moved = self
                .facts()
                .get(fact)
                .filter(|fact| version < fact.versions.len())
                .ok_or(ModelError::NoVersion)?;
            floor = version.checked_sub(1).map_or(floor, |before| floor.max(moved.publication(before)));
            ceiling = ceiling.min(moved.publication(version + 1));
        }
        let spans: Vec<Vec<Span>> =
            self.facts().iter().enumerate().map(|(at, fact)| fact.spans(change.version_of(at))).collect();
        let mut forbidden = Vec::new();
        self.walk(&spans, &mut |view, spans| {
            if let Some((after, before)) = forbids(spans, concern)
                && fails(view)
            {
                forbidden.push(Forbidden { after, before, limit: self.ends(spans, before) });
            }
        })?;
        Ok(allowed(forbidden, floor, ceiling))
    }

    /// The earliest time of a change, not before `floor`, that leaves no gap of concern.
    ///
    /// # Errors
    /// As [`Model::windows`].
    pub fn earliest(
        &self,
        change: &Change,
        concern: Concern,
        floor: Option<Timestamp>,
        fails: impl FnMut(&[Seen]) -> bool,
    ) -> Result<Earliest, ModelError> {
        let floor = number(floor, ALWAYS);
        let windows = self.windows(change, concern, fails)?;
        let first = windows.iter().find(|window| number(window.not_after, FOREVER) >= floor);
        Ok(first.map_or(Earliest::Never, |window| match number(window.not_before, ALWAYS).max(floor) {
            ALWAYS => Earliest::Any,
            at => Earliest::At(Timestamp(at)),
        }))
    }
}

/// The times between which a change makes these spans have a second in common; `None` where there are none,
/// or none of concern.
fn forbids(spans: &[Span], concern: Concern) -> Option<(i64, i64)> {
    let arrives = spans.iter().any(|span| span.moves == Moves::Start);
    let holds_s = spans
        .iter()
        .filter_map(|span| if let Moves::End(hold_s) = span.moves { Some(hold_s) } else { None })
        .min();
    let is_of_concern = match concern {
        Concern::Arrival => arrives,
        Concern::Departure => holds_s.is_some(),
        Concern::Both => arrives || holds_s.is_some(),
        Concern::Everything => true,
    };
    // Seen together are `start.max(x)` until `end.min(x + hold_s)`.
    let (start, end) = common(spans);
    let after = holds_s.map_or(ALWAYS, |hold_s| later(start, hold_s.saturating_neg()));
    let before = if arrives { end } else { FOREVER };
    let is_instant = arrives && holds_s == Some(0);
    let has_second = after == ALWAYS || before == FOREVER || before.saturating_sub(after) > 1;
    (is_of_concern && !is_instant && has_second).then_some((after, before))
}

/// What is left between `floor` and `ceiling`, both inside.
fn allowed(mut forbidden: Vec<Forbidden>, floor: i64, ceiling: i64) -> Vec<Window> {
    forbidden.sort_by_key(|one| (one.after, one.before));
    let mut windows = Vec::new();
    let (mut from, mut waits_for) = (floor, None);
    let mut push = |from: i64, last: i64, waits_for| {
        let last = last.min(ceiling);
        if from <= last && from != FOREVER {
            let not_after = (last != FOREVER).then_some(Timestamp(last));
            windows.push(Window {
                not_before: (from != ALWAYS).then_some(Timestamp(from)),
                not_after,
                waits_for,
            });
        }
    };
    for Forbidden { after, before, limit } in forbidden {
        if after != ALWAYS && from <= after {
            push(from, after, waits_for);
        }
        if before > from {
            (from, waits_for) = (before, limit);
        }
    }
    push(from, FOREVER, waits_for);
    windows
}
