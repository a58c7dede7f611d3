//! Views of several facts at once, and the gaps in which one fails. Knows nothing of what the facts are.

use std::fmt;

use super::fact::{Fact, Seen, Span, Storage};
use super::interval::{ALWAYS, FOREVER, Interval, number};
use crate::limits::Limits;

/// What the end of a gap is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Edge {
    /// A version is published.
    Published,
    /// The signatures of a version end.
    Expired,
    /// A version's replacement is everywhere, and no cache holds it any more.
    Forgotten,
    /// A version's replacement is everywhere.
    Replaced,
}

/// The term that limits a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Limit {
    /// The number of the fact.
    pub fact: usize,
    /// The number of the version that appears or goes.
    pub version: usize,
    /// What happens to it.
    pub edge: Edge,
}

/// An interval in which a view may be had that fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// When.
    pub interval: Interval,
    /// What is seen of each fact.
    pub view: Vec<Seen>,
    /// What begins it; `None` where it has always been.
    pub begins: Option<Limit>,
    /// What ends it; `None` where nothing does.
    pub ends: Option<Limit>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ModelError {
    /// A fact has no version, or a version no group.
    Empty {
        /// The fact's name.
        fact: String,
    },
    /// A version is published before the one before it, or has always been and is not the first.
    Order {
        /// The fact's name.
        fact: String,
        /// The number of the version.
        version: usize,
    },
    /// There are too many combinations of versions.
    TooMany {
        /// How many were looked at.
        views: u64,
    },
    /// A change is of a version that is not there.
    NoVersion,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ModelError::Empty { fact } => write!(f, "nothing is known of {fact}"),
            ModelError::Order { fact, version } => {
                write!(f, "version {version} of {fact} is not later than the one before it")
            }
            ModelError::TooMany { views } => {
                write!(f, "versions have more than {views} combinations; give fewer versions")
            }
            ModelError::NoVersion => f.write_str("the change is of a version that does not exist"),
        }
    }
}

impl std::error::Error for ModelError {}

/// Facts that resolvers and senders see together.
#[derive(Debug, Clone)]
pub struct Model {
    facts: Vec<Fact>,
    most_views: u64,
}

impl Model {
    /// Of these facts.
    ///
    /// # Errors
    /// [`ModelError::Empty`] and [`ModelError::Order`].
    pub fn new(facts: Vec<Fact>, limits: &Limits) -> Result<Model, ModelError> {
        for fact in &facts {
            if fact.versions.is_empty() || fact.versions.iter().any(|version| version.groups.is_empty()) {
                return Err(ModelError::Empty { fact: fact.name.clone() });
            }
            let times: Vec<i64> =
                fact.versions.iter().map(|version| number(version.publish, ALWAYS)).collect();
            let is_wrong =
                |pair: &[i64]| matches!(pair, [before, after] if *after == ALWAYS || after < before);
            if let Some(at) = times.windows(2).position(is_wrong) {
                return Err(ModelError::Order { fact: fact.name.clone(), version: at + 1 });
            }
        }
        Ok(Model { facts, most_views: limits.rollover_views })
    }

    /// The facts.
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// All views that fail, one gap for each, in order of time. `fails` gets one of each fact.
    ///
    /// # Errors
    /// [`ModelError::TooMany`] where versions have more combinations than the limit allows.
    pub fn gaps(&self, mut fails: impl FnMut(&[Seen]) -> bool) -> Result<Vec<Gap>, ModelError> {
        let spans: Vec<Vec<Span>> = self.facts.iter().map(|fact| fact.spans(None)).collect();
        let mut gaps = Vec::new();
        self.walk(&spans, &mut |view, spans| {
            if !fails(view) {
                return;
            }
            let (start, end) = common(spans);
            let (begins, ends) = (self.begins(spans, start), self.ends(spans, end));
            gaps.push(Gap { interval: Interval::of(start, end), view: view.to_vec(), begins, ends });
        })?;
        gaps.sort_by(|a, b| (a.interval.ends(), &a.view).cmp(&(b.interval.ends(), &b.view)));
        Ok(gaps)
    }

    /// When a view of some facts may be had, be the others as they will; `None` where it never is.
    #[must_use]
    pub fn gap(&self, view: &[(usize, Seen)]) -> Option<Gap> {
        let span = |&(fact, seen): &(usize, Seen)| {
            let span = self.facts.get(fact)?.spans(None).into_iter().find(|span| span.seen == seen)?;
            Some((fact, span))
        };
        let spans: Vec<(usize, Span)> = view.iter().map(span).collect::<Option<_>>()?;
        let (start, end) = common(&spans.iter().map(|(_, span)| *span).collect::<Vec<_>>());
        let begins = spans.iter().find_map(|(fact, span)| self.begin(*fact, span, start));
        let ends = spans.iter().find_map(|(fact, span)| self.end(*fact, span, end));
        (start < end).then(|| Gap {
            interval: Interval::of(start, end),
            view: view.iter().map(|(_, seen)| *seen).collect(),
            begins,
            ends,
        })
    }

    /// A term in symbols: `P(v1)+D+ttl(v0)`, `e(v0)`.
    #[must_use]
    pub fn term(&self, limit: Limit) -> String {
        let Some(fact) = self.facts.get(limit.fact) else { return String::new() };
        let (symbol, version) = (fact.symbol, limit.version);
        let lags: String =
            fact.lags.iter().filter(|lag| lag.seconds_s > 0).map(|lag| format!("+{}", lag.name)).collect();
        match limit.edge {
            Edge::Published => format!("{symbol}(v{version})"),
            Edge::Expired => format!("e(v{version})"),
            Edge::Forgotten if fact.storage == Storage::Cached => {
                format!("{symbol}(v{}){lags}+ttl(v{version})", version + 1)
            }
            Edge::Forgotten | Edge::Replaced => format!("{symbol}(v{}){lags}", version + 1),
        }
    }

    /// The same term in numbers: `2026-12-01T00:00:00Z + 600 + 3600`; empty where it has no time.
    #[must_use]
    pub fn sum(&self, limit: Limit) -> String {
        let Some(fact) = self.facts.get(limit.fact) else { return String::new() };
        let publish = |version: usize| fact.versions.get(version).and_then(|version| version.publish);
        let (at, ttl) = match limit.edge {
            Edge::Published => return publish(limit.version).map_or_else(String::new, |at| at.to_string()),
            Edge::Expired => return String::new(),
            Edge::Forgotten => (publish(limit.version + 1), fact.versions.get(limit.version)),
            Edge::Replaced => (publish(limit.version + 1), None),
        };
        let Some(at) = at else { return String::new() };
        let ttl = ttl
            .filter(|_| fact.storage == Storage::Cached)
            .and_then(|version| version.groups.iter().map(|group| group.ttl.0).max());
        let lags = fact.lags.iter().map(|lag| lag.seconds_s).filter(|seconds| *seconds > 0);
        lags.chain(ttl).fold(at.to_string(), |sum, seconds| format!("{sum} + {seconds}"))
    }

    /// Calls `visit` for every view whose spans have a second in common, changes that move left out of
    /// account.
    pub(super) fn walk(
        &self,
        spans: &[Vec<Span>],
        visit: &mut dyn FnMut(&[Seen], &[Span]),
    ) -> Result<(), ModelError> {
        let mut walk =
            Walk { all: spans, view: Vec::new(), chosen: Vec::new(), left: self.most_views, visit };
        if walk.descend(ALWAYS, FOREVER) {
            Ok(())
        } else {
            Err(ModelError::TooMany { views: self.most_views })
        }
    }

    /// What begins at `start`: the first fact whose span does.
    pub(super) fn begins(&self, spans: &[Span], start: i64) -> Option<Limit> {
        spans.iter().enumerate().find_map(|(fact, span)| self.begin(fact, span, start))
    }

    fn begin(&self, fact: usize, span: &Span, start: i64) -> Option<Limit> {
        if start == ALWAYS || span.start != start {
            return None;
        }
        let Seen { version, is_expired, .. } = span.seen;
        let is_expiry = is_expired && self.facts.get(fact)?.publication(version) != start;
        Some(Limit { fact, version, edge: if is_expiry { Edge::Expired } else { Edge::Published } })
    }

    /// What ends at `end`: the first fact whose span does.
    pub(super) fn ends(&self, spans: &[Span], end: i64) -> Option<Limit> {
        spans.iter().enumerate().find_map(|(fact, span)| self.end(fact, span, end))
    }

    fn end(&self, fact: usize, span: &Span, end: i64) -> Option<Limit> {
        if end == FOREVER || span.end != end {
            return None;
        }
        let Seen { version, group, is_expired } = span.seen;
        let dropped = self.facts.get(fact)?.versions.get(version)?.groups.get(group)?.dropped;
        let edge = match (is_expired, number(dropped, FOREVER) == end) {
            (true, _) => Edge::Replaced,
            (false, true) => Edge::Expired,
            (false, false) => Edge::Forgotten,
        };
        Some(Limit { fact, version, edge })
    }
}

/// The seconds that spans have in common.
pub(super) fn common(spans: &[Span]) -> (i64, i64) {
    spans.iter().fold((ALWAYS, FOREVER), |(start, end), span| (start.max(span.start), end.min(span.end)))
}

/// A walk over all views.
struct Walk<'a> {
    all: &'a [Vec<Span>],
    view: Vec<Seen>,
    chosen: Vec<Span>,
    /// Steps that may be taken still.
    left: u64,
    visit: &'a mut dyn FnMut(&[Seen], &[Span]),
}

impl Walk<'_> {
    /// Chooses a span of the next fact; false where too many steps were taken. As deep as there are facts.
    fn descend(&mut self, start: i64, end: i64) -> bool {
        let all = self.all;
        let Some(spans) = all.get(self.chosen.len()) else {
            (self.visit)(&self.view, &self.chosen);
            return true;
        };
        for span in spans {
            let Some(left) = self.left.checked_sub(1) else { return false };
            self.left = left;
            let (start, end) = (start.max(span.start), end.min(span.end));
            if start >= end {
                continue;
            }
            self.chosen.push(*span);
            self.view.push(span.seen);
            let is_done = self.descend(start, end);
            self.chosen.pop();
            self.view.pop();
            if !is_done {
                return false;
            }
        }
        true
    }
}
