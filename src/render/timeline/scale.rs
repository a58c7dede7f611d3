//! Where times stand on a line: which stretch of time it shows, and how far along a time is. Draws nothing.

use std::collections::BTreeSet;

use crate::rollover::{Interval, Picture, Row};
use crate::wire::Timestamp;

/// Seconds on both sides of a time that stands alone.
const ALONE_S: i128 = 43_200;
/// Which part of what is shown is left empty on each side.
const MARGIN: i128 = 20;
/// Units between two times that are enough to tell them apart.
const ENOUGH: usize = 8;
/// More times than that are not searched for a stretch that shows more of them.
const MOST_TIMES: usize = 64;

/// A stretch of time on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) struct Scale {
    /// Its first second.
    pub from: i128,
    /// The second behind its last.
    pub to: i128,
}

/// Where a time stands on a line of some units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Place {
    /// Before its start.
    Before,
    /// So many units along.
    At(usize),
    /// Behind its end.
    After,
}

/// Which units of a line an interval covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) struct Stretch {
    /// The first.
    pub start: usize,
    /// The one behind the last.
    pub end: usize,
    /// Whether it begins before the line.
    pub runs_in: bool,
    /// Whether it ends behind the line.
    pub runs_out: bool,
}

impl Scale {
    /// From the earliest to the latest time, with some margin. Where times are so far apart that near ones
    /// fall together, the stretch around now that lets most of them be told apart.
    pub fn of(picture: &Picture, rows: &[&Row], cells: usize) -> Scale {
        let times: BTreeSet<i128> =
            rows.iter().flat_map(|row| times(row)).chain([picture.now]).map(|at| i128::from(at.0)).collect();
        let times: Vec<i128> = times.into_iter().collect();
        let now = i128::from(picture.now.0);
        let (Some(&first), Some(&last)) = (times.first(), times.last()) else {
            return Scale::around(now, now);
        };
        let mut best = Scale::around(first, last);
        if times.len() > MOST_TIMES {
            return best;
        }
        // What is gained must be worth that something is outside.
        let mut most = best.told_apart(&times, cells) * 5 / 4;
        for &from in times.iter().filter(|from| **from <= now) {
            for &to in times.iter().rev().filter(|to| **to >= now && **to > from) {
                let scale = Scale::around(from, to);
                let told = scale.told_apart(&times, cells);
                if told > most || told == most && scale.length() > best.length() {
                    (best, most) = (scale, told);
                }
            }
        }
        best
    }

    fn around(first: i128, last: i128) -> Scale {
        let margin = if first == last { ALONE_S } else { ((last - first) / MARGIN).max(1) };
        Scale { from: first - margin, to: last + margin + 1 }
    }

    /// How many seconds.
    pub fn length(self) -> i128 {
        (self.to - self.from).max(1)
    }

    /// Where a time stands on a line of some units.
    pub fn place(self, at: Timestamp, units: usize) -> Place {
        self.place_of(i128::from(at.0), units)
    }

    /// As [`Scale::place`].
    pub fn place_of(self, at: i128, units: usize) -> Place {
        if at < self.from {
            return Place::Before;
        }
        let along =
            (at - self.from).saturating_mul(i128::try_from(units).unwrap_or(i128::MAX)) / self.length();
        usize::try_from(along).ok().filter(|along| *along < units).map_or(Place::After, Place::At)
    }

    /// Which units an interval covers, one at least; `None` where it has no second on the line.
    pub fn stretch(self, interval: Interval, units: usize) -> Option<Stretch> {
        if is_empty(interval) {
            return None;
        }
        let start = interval.start.map_or(Place::Before, |at| self.place(at, units));
        let end = interval.end.map_or(Place::After, |at| self.place(at, units));
        let (start, runs_in) = match start {
            Place::Before => (0, true),
            Place::At(at) => (at, false),
            Place::After => {
                return Some(Stretch { start: units, end: units, runs_in: false, runs_out: true });
            }
        };
        let (end, runs_out) = match end {
            Place::Before => return Some(Stretch { start: 0, end: 0, runs_in: true, runs_out: false }),
            Place::At(at) => (at.max(start + 1), false),
            Place::After => (units, true),
        };
        Some(Stretch { start, end, runs_in, runs_out })
    }

    /// How much of the times on it can be told apart: the units between neighbours, of which some are enough.
    fn told_apart(self, times: &[i128], cells: usize) -> usize {
        let places = times
            .iter()
            .filter_map(|at| if let Place::At(at) = self.place_of(*at, cells) { Some(at) } else { None });
        let places: Vec<usize> = places.collect();
        places
            .windows(2)
            .map(
                |pair| if let [before, after] = pair { after.saturating_sub(*before).min(ENOUGH) } else { 0 },
            )
            .sum()
    }
}

/// Whether an interval has no second.
pub(in crate::render) fn is_empty(interval: Interval) -> bool {
    matches!((interval.start, interval.end), (Some(start), Some(end)) if end <= start)
}

/// All times of a row.
fn times(row: &Row) -> impl Iterator<Item = Timestamp> + '_ {
    row.bars
        .iter()
        .flat_map(|bar| [bar.interval.start, bar.interval.end])
        .flatten()
        .chain(row.marks.iter().map(|mark| mark.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rollover::{Bar, Phase};

    fn scale(now: i64, times: &[i64]) -> Scale {
        let bar = |at: &i64| Bar {
            interval: Interval { start: Some(Timestamp(*at)), end: None },
            phase: Phase::Active,
            label: String::new(),
        };
        let row = Row { name: String::new(), bars: times.iter().map(bar).collect(), marks: Vec::new() };
        Scale::of(&Picture { title: String::new(), now: Timestamp(now), rows: Vec::new() }, &[&row], 70)
    }

    #[test]
    fn everything_is_shown_where_it_can_be_told_apart() {
        assert_eq!(scale(0, &[-100, 900]), Scale { from: -150, to: 951 });
        assert_eq!(scale(5, &[]), Scale { from: 5 - ALONE_S, to: 6 + ALONE_S });
        assert_eq!(
            scale(0, &[i64::MIN, i64::MAX]).length(),
            i128::from(u64::MAX) + 2 * (i128::from(u64::MAX) / MARGIN) + 1
        );
    }

    #[test]
    fn hours_are_told_apart_beside_years() {
        assert_eq!(scale(0, &[3600, 7200, 10_800, 300_000_000]), Scale { from: -540, to: 10_800 + 541 });
    }

    #[test]
    fn the_shortest_stretch_has_a_unit() {
        let scale = Scale { from: 0, to: 1_000_000 };
        let stretch = |start: Option<i64>, end: Option<i64>| {
            scale.stretch(Interval { start: start.map(Timestamp), end: end.map(Timestamp) }, 50)
        };
        assert_eq!(
            stretch(Some(20_000), Some(20_001)),
            Some(Stretch { start: 1, end: 2, runs_in: false, runs_out: false })
        );
        assert_eq!(
            stretch(None, Some(0)),
            Some(Stretch { start: 0, end: 1, runs_in: true, runs_out: false })
        );
        assert_eq!(
            stretch(Some(2_000_000), None),
            Some(Stretch { start: 50, end: 50, runs_in: false, runs_out: true })
        );
        assert_eq!((stretch(Some(7), Some(7)), stretch(Some(7), Some(3))), (None, None));
    }
}
