//! Intervals of time whose ends may be open. Knows nothing of what happens in them.

use std::fmt;

use crate::wire::Timestamp;

/// The beginning of time, as sums have it.
pub(super) const ALWAYS: i64 = i64::MIN;
/// The end of time, as sums have it.
pub(super) const FOREVER: i64 = i64::MAX;

/// Seconds from `start` on, before `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    /// The first second; `None` where it has always been so.
    pub start: Option<Timestamp>,
    /// The first second after it; `None` where it never ends.
    pub end: Option<Timestamp>,
}

impl Interval {
    /// From the numbers that sums have.
    pub(super) fn of(start: i64, end: i64) -> Interval {
        Interval {
            start: (start != ALWAYS).then_some(Timestamp(start)),
            end: (end != FOREVER).then_some(Timestamp(end)),
        }
    }

    /// The numbers that sums have.
    pub(super) fn ends(self) -> (i64, i64) {
        (number(self.start, ALWAYS), number(self.end, FOREVER))
    }

    /// Whether a second is in it.
    #[must_use]
    pub fn contains(self, at: Timestamp) -> bool {
        let (start, end) = self.ends();
        (start == ALWAYS || start <= at.0) && (end == FOREVER || at.0 < end)
    }

    /// How long it is; `None` where an end is open.
    #[must_use]
    pub fn length_s(self) -> Option<u64> {
        u64::try_from(i128::from(self.end?.0) - i128::from(self.start?.0)).ok()
    }
}

impl fmt::Display for Interval {
    /// `2026-11-22T00:00:00Z until 2026-11-22T01:10:00Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.start, self.end) {
            (Some(start), Some(end)) => write!(f, "{start} until {end}"),
            (Some(start), None) => write!(f, "{start} on"),
            (None, Some(end)) => write!(f, "until {end}"),
            (None, None) => f.write_str("always"),
        }
    }
}

/// The seconds that are in any of `intervals`, in order, those that touch made one.
#[must_use]
pub fn union(intervals: impl IntoIterator<Item = Interval>) -> Vec<Interval> {
    let mut all: Vec<(i64, i64)> =
        intervals.into_iter().map(Interval::ends).filter(|(start, end)| start < end).collect();
    all.sort_unstable();
    let mut merged: Vec<(i64, i64)> = Vec::new();
    for (start, end) in all {
        match merged.last_mut() {
            Some((_, last)) if start <= *last => *last = end.max(*last),
            _ => merged.push((start, end)),
        }
    }
    merged.into_iter().map(|(start, end)| Interval::of(start, end)).collect()
}

/// A time as sums have it. The two ends of time are no times.
pub(super) fn number(at: Option<Timestamp>, open: i64) -> i64 {
    at.map_or(open, |at| at.0.clamp(ALWAYS + 1, FOREVER - 1))
}

/// A time some seconds later; the ends of time stay where they are.
pub(super) fn later(at: i64, seconds: i64) -> i64 {
    match at {
        ALWAYS | FOREVER => at,
        at => at.saturating_add(seconds).clamp(ALWAYS + 1, FOREVER - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_touches_is_one() {
        let merged = union(
            [(5, 9), (ALWAYS, 1), (1, 2), (7, 8), (20, FOREVER), (30, 31), (4, 4)]
                .map(|(start, end)| Interval::of(start, end)),
        );
        assert_eq!(merged, [(ALWAYS, 2), (5, 9), (20, FOREVER)].map(|(start, end)| Interval::of(start, end)));
        assert_eq!(merged.iter().map(|one| one.length_s()).collect::<Vec<_>>(), [None, Some(4), None]);
    }

    #[test]
    fn the_ends_of_time_do_not_move() {
        assert_eq!(
            (later(ALWAYS, 5), later(FOREVER, -5), later(i64::MAX - 3, 50)),
            (ALWAYS, FOREVER, FOREVER - 1)
        );
        assert_eq!(number(Some(Timestamp(i64::MIN)), FOREVER), ALWAYS + 1);
        assert!(
            Interval::of(ALWAYS, 3).contains(Timestamp(i64::MIN))
                && !Interval::of(ALWAYS, 3).contains(Timestamp(3))
        );
    }

    #[test]
    fn text_says_which_end_is_open() {
        let text = |start, end| Interval::of(start, end).to_string();
        assert_eq!(text(0, 60), "1970-01-01T00:00:00Z until 1970-01-01T00:01:00Z");
        assert_eq!(text(0, FOREVER), "1970-01-01T00:00:00Z on");
        assert_eq!(text(ALWAYS, FOREVER), "always");
    }
}
