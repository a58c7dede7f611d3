//! Earliest times in words, and the bars and marks that go with them.

use super::Inquiry;
use crate::rollover::{Bar, Earliest, Interval, Mark, MarkKind, Phase, Window};
use crate::wire::Timestamp;

impl Inquiry<'_> {
    /// The earliest time that windows leave, what is to be waited on top of it included.
    pub(super) fn earliest(&self, windows: &[Window]) -> Earliest {
        match windows.first().map(|window| window.not_before) {
            None => Earliest::Never,
            Some(None) => Earliest::Any,
            Some(Some(at)) => Earliest::At(self.safely(at)),
        }
    }

    /// A time, and what is to be waited on top.
    pub(super) fn safely(&self, at: Timestamp) -> Timestamp {
        Timestamp(at.0.saturating_add(i64::from(self.timing.safety_s)))
    }

    /// `from 2026-11-22T12:00:00Z`; `at the latest`, where it is not known when the wait began.
    pub(super) fn from(&self, earliest: Earliest) -> String {
        match earliest {
            Earliest::Any => "at any time".to_owned(),
            Earliest::Never => "never as the zone is now".to_owned(),
            Earliest::At(at) if at <= self.now => format!("since {at}"),
            Earliest::At(at) if self.timing.published_at.is_none() => format!("from {at} at the latest"),
            Earliest::At(at) => format!("from {at}"),
        }
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
