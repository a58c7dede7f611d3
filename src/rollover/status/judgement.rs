//! Earliest times in words, and the bars and marks that go with them.

use super::Inquiry;
use crate::rollover::{Bar, Earliest, Interval, Mark, MarkKind, Phase};
use crate::wire::Timestamp;

impl Inquiry<'_> {
    /// An earliest time, and what is to be waited on top.
    pub(super) fn and_safety(&self, earliest: Earliest) -> Earliest {
        match earliest {
            Earliest::At(at) if at > self.counted_from() => Earliest::At(self.safely(at)),
            // No wait, and nothing on top of one.
            Earliest::At(_) | Earliest::Any => Earliest::Any,
            Earliest::Never => Earliest::Never,
        }
    }

    /// A time, and what is to be waited on top.
    pub(super) fn safely(&self, at: Timestamp) -> Timestamp {
        Timestamp(at.0.saturating_add(i64::from(self.timing.safety_s)))
    }

    /// `may be removed from 2026-11-22T12:00:00Z`; `at the latest`, where it is not known when the wait
    /// began.
    pub(super) fn may(&self, what: &str, earliest: Earliest) -> String {
        match self.from(earliest) {
            Some(from) => format!("may {what} {from}"),
            None => format!("must not {what} as the zone is now"),
        }
    }

    /// As [`Inquiry::may`], of a certificate.
    pub(super) fn deploy(&self, earliest: Earliest) -> String {
        self.from(earliest).map_or_else(
            || "not safe to deploy as the zone is now".to_owned(),
            |from| format!("safe to deploy {from}"),
        )
    }

    fn from(&self, earliest: Earliest) -> Option<String> {
        Some(match earliest {
            Earliest::Never => return None,
            Earliest::Any => "at any time".to_owned(),
            Earliest::At(at) if at <= self.now => format!("now (since {at})"),
            Earliest::At(at) if self.timing.published_at.is_none() => format!("from {at} at the latest"),
            Earliest::At(at) => format!("from {at}"),
        })
    }

    /// `, published since 2026-11-20T10:00:00Z`, where that is known.
    pub(super) fn since(&self) -> String {
        self.timing.published_at.map(|at| format!(", published since {at}")).unwrap_or_default()
    }

    /// The mark of an earliest time.
    pub(super) fn switch(&self, earliest: Earliest, label: &str) -> Option<Mark> {
        time_of(earliest).map(|at| Mark { at, kind: MarkKind::EarliestSwitch, label: label.to_owned() })
    }
}

/// The time, where it is one.
pub(super) fn time_of(earliest: Earliest) -> Option<Timestamp> {
    if let Earliest::At(at) = earliest { Some(at) } else { None }
}

/// A phase without a label.
pub(super) fn bar(phase: Phase, start: Option<Timestamp>, end: Option<Timestamp>) -> Bar {
    Bar { interval: Interval { start, end }, phase, label: String::new() }
}
