//! What a timeline shows, before anybody draws it: a row for each thing, with its phases, moments and gaps.

use std::fmt;

use super::interval::Interval;
use crate::wire::Timestamp;

/// A timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it is about: a zone or a service.
    pub title: String,
    /// The time it is looked at.
    pub now: Timestamp,
    /// What is shown, from top to bottom.
    pub rows: Vec<Row>,
}

/// One thing on a timeline: a record, a key, a DS, a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is, short: `TLSA 3 1 1 9f86d081`, `DNSKEY 40212`, `chain.pem`.
    pub name: String,
    /// Its phases; they do not overlap.
    pub bars: Vec<Bar>,
    /// Moments on it.
    pub marks: Vec<Mark>,
}

/// A stretch of time on a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// From when to when.
    pub interval: Interval,
    /// What it is then.
    pub phase: Phase,
    /// Why, in a few words: `a cache may hold serial 7 until then`; may be empty.
    pub label: String,
}

/// What a thing is at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Phase {
    /// It is published, or about to be, and caches may not have it yet.
    PrePublished,
    /// It is in use.
    Active,
    /// It is replaced, and caches may still have it.
    Retiring,
    /// Somebody who sees it fails.
    Gap,
}

/// A moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at: Timestamp,
    /// What happens.
    pub kind: MarkKind,
    /// In a few words; may be empty.
    pub label: String,
}

/// What happens at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum MarkKind {
    /// The thing may be used from then on, or taken away.
    EarliestSwitch,
    /// A signature or certificate ends.
    Expiry,
    /// It changes: published, deployed, removed.
    Change,
}

impl Phase {
    /// All of them, in the order in which a thing has them.
    pub const ALL: [Phase; 4] = [Phase::PrePublished, Phase::Active, Phase::Retiring, Phase::Gap];

    /// As pictures and JSON call it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Phase::PrePublished => "pre-published",
            Phase::Active => "active",
            Phase::Retiring => "retiring",
            Phase::Gap => "gap",
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl MarkKind {
    /// All of them.
    pub const ALL: [MarkKind; 3] = [MarkKind::EarliestSwitch, MarkKind::Expiry, MarkKind::Change];

    /// As pictures and JSON call it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            MarkKind::EarliestSwitch => "earliest switch",
            MarkKind::Expiry => "expiry",
            MarkKind::Change => "change",
        }
    }
}

impl fmt::Display for MarkKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
