//! Facts that change: their versions, and the spans of time in which somebody may see each. Judges nothing.

use super::interval::{ALWAYS, FOREVER, later, number};
use super::timing::hold_s;
use crate::wire::{Timestamp, Ttl};

/// Something that passes between a change and the moment when it is everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lag {
    /// As terms have it: `D` for propagation, `Dsgn` for signing, `delta` for servers that follow one by one.
    pub name: &'static str,
    /// Seconds.
    pub seconds_s: u32,
}

/// Whether those who ask keep what they got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Storage {
    /// Caches keep it for its TTL.
    Cached,
    /// It is had anew each time, as certificates are.
    Direct,
}

/// RRsets of one version that have the same worth: signed by the same keys, say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// The largest TTL among them. That of negative answers where there is no record.
    pub ttl: Ttl,
    /// The first second at which no cache uses them any more because signatures ended; the last one of the
    /// group's.
    pub dropped: Option<Timestamp>,
    /// The first second at which servers give answers among them that are not valid any more; the first one
    /// of the group's.
    pub expires: Option<Timestamp>,
}

impl Group {
    /// RRsets whose signatures all end at one time, if they do.
    #[must_use]
    pub fn new(ttl: Ttl, expires: Option<Timestamp>) -> Group {
        Group { ttl, dropped: expires, expires }
    }
}

/// One version of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// When it is there first; `None` where it has always been. Before the first version nothing is known,
    /// and no view had.
    pub publish: Option<Timestamp>,
    /// What it consists of; a view has one of them.
    pub groups: Vec<Group>,
}

impl Version {
    /// A version of one group that no signature ends.
    #[must_use]
    pub fn new(publish: Option<Timestamp>, ttl: Ttl) -> Version {
        Version { publish, groups: vec![Group::new(ttl, None)] }
    }
}

/// Something that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// As messages call it.
    pub name: String,
    /// How terms call the time of a publication: `P`, `S` for servers.
    pub symbol: &'static str,
    /// What passes until a version is gone from where it is got.
    pub lags: Vec<Lag>,
    /// Whether caches keep it.
    pub storage: Storage,
    /// Its versions, in order of publication.
    pub versions: Vec<Version>,
}

/// What is seen of one fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seen {
    /// The number of its version, from 0.
    pub version: usize,
    /// The number of the group in the version, from 0.
    pub group: usize,
    /// Whether its signatures have ended, so that resolvers answer SERVFAIL.
    pub is_expired: bool,
}

/// Which end of a span is the change that moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moves {
    /// Neither.
    No,
    /// It begins with the change.
    Start,
    /// It ends so many seconds after the change.
    End(i64),
}

/// A span of time in which one state of a fact may be seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) seen: Seen,
    /// Without regard to a change that moves.
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) moves: Moves,
}

impl Fact {
    /// A fact without versions that caches keep.
    #[must_use]
    pub fn cached(name: impl Into<String>, symbol: &'static str, lags: Vec<Lag>) -> Fact {
        Fact { name: name.into(), symbol, lags, storage: Storage::Cached, versions: Vec::new() }
    }

    /// A fact without versions that is had anew each time.
    #[must_use]
    pub fn direct(name: impl Into<String>, symbol: &'static str, lags: Vec<Lag>) -> Fact {
        Fact { storage: Storage::Direct, ..Fact::cached(name, symbol, lags) }
    }

    /// With one more version.
    #[must_use]
    pub fn with(mut self, version: Version) -> Fact {
        self.versions.push(version);
        self
    }

    /// Seconds until a change is everywhere it is got from.
    #[must_use]
    pub fn lag_s(&self) -> i64 {
        self.lags.iter().map(|lag| i64::from(lag.seconds_s)).sum()
    }

    /// Seconds that a group may be had after its replacement.
    pub(super) fn hold_s(&self, group: Group) -> i64 {
        match self.storage {
            Storage::Cached => hold_s(self.lag_s(), group.ttl),
            Storage::Direct => self.lag_s(),
        }
    }

    /// When a version is published as sums have it; `FOREVER` for one that does not exist.
    pub(super) fn publication(&self, version: usize) -> i64 {
        self.versions.get(version).map_or(FOREVER, |version| number(version.publish, ALWAYS))
    }

    /// Everything that may be seen of it while the publication of the version `moved` is open. Spans that can
    /// never be are left out.
    pub(super) fn spans(&self, moved: Option<usize>) -> Vec<Span> {
        let mut spans = Vec::new();
        for (at, version) in self.versions.iter().enumerate() {
            let (arrives, leaves) = (moved == Some(at), moved == Some(at + 1));
            let from = if arrives { ALWAYS } else { self.publication(at) };
            let until = if leaves { FOREVER } else { self.publication(at + 1) };
            for (number_of_group, &group) in version.groups.iter().enumerate() {
                let seen = |is_expired| Seen { version: at, group: number_of_group, is_expired };
                let moves = |hold_s| match (arrives, leaves) {
                    (true, _) => Moves::Start,
                    (false, true) => Moves::End(hold_s),
                    (false, false) => Moves::No,
                };
                let hold_s = self.hold_s(group);
                let end = later(until, hold_s).min(number(group.dropped, FOREVER));
                spans.push(Span { seen: seen(false), start: from, end, moves: moves(hold_s) });
                // What no cache uses any more has ended, even where nobody says so: there must be no second
                // without a view.
                if let Some(expires) = [group.expires, group.dropped].into_iter().flatten().min() {
                    // What is not valid is served still, and kept by nobody.
                    let start = from.max(number(Some(expires), FOREVER));
                    spans.push(Span {
                        seen: seen(true),
                        start,
                        end: later(until, self.lag_s()),
                        moves: moves(self.lag_s()),
                    });
                }
            }
        }
        spans.retain(|span| span.start < span.end);
        spans
    }
}
