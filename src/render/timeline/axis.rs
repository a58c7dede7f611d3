//! Round times for an axis, in UTC. Draws nothing.

use jiff::civil;
use jiff::tz::TimeZone;

use super::scale::Scale;

/// Seconds of a day.
const DAY: i128 = 86_400;
/// Steps of seconds.
const SECONDS: [i128; 20] = [
    1,
    5,
    10,
    15,
    30,
    60,
    300,
    600,
    900,
    1800,
    3600,
    7200,
    10_800,
    21_600,
    43_200,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    28 * DAY,
];
/// Steps of months.
const MONTHS: [i64; 14] = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000];
/// Days from a Monday to 1970-01-01.
const MONDAY: i128 = 3;
/// Columns between two labels.
const BETWEEN: i128 = 3;

/// A round time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Tick {
    /// Seconds since 1970.
    pub at: i128,
    /// How it is written.
    pub label: String,
}

/// The round times of a scale whose labels have room in some columns. None where the calendar has no such
/// years.
pub(in crate::render) fn ticks(scale: Scale, columns: usize) -> Vec<Tick> {
    let columns = i128::try_from(columns).unwrap_or(i128::MAX);
    let has_room =
        |step: i128, label: i128| (scale.length() / step + 1).saturating_mul(label + BETWEEN) <= columns;
    // From four weeks on, months are rounder than weeks.
    let months = MONTHS
        .into_iter()
        .find(|months| has_room(i128::from(*months) * 30 * DAY, if *months < 12 { 8 } else { 4 }));
    let seconds = SECONDS.into_iter().find(|step| has_room(*step, if *step < 60 { 8 } else { 6 }));
    match (seconds, months) {
        (Some(step), _) if step < 14 * DAY => by_seconds(scale, step),
        (_, Some(months)) => by_months(scale, months),
        (Some(step), None) => by_seconds(scale, step),
        (None, None) => Vec::new(),
    }
}

fn by_seconds(scale: Scale, step: i128) -> Vec<Tick> {
    let shift = if step >= 7 * DAY { MONDAY * DAY } else { 0 };
    let mut at = (scale.from + shift).div_euclid(step) * step - shift;
    let mut ticks = Vec::new();
    while at < scale.to {
        if at >= scale.from
            && let Some(civil) = civil_of(at)
        {
            let format = match (step < 60, at.rem_euclid(DAY) == 0) {
                (_, true) => "%b %d",
                (true, false) => "%H:%M:%S",
                (false, false) => "%H:%M",
            };
            ticks.push(Tick { at, label: civil.strftime(format).to_string() });
        }
        at += step;
    }
    ticks
}

fn by_months(scale: Scale, step: i64) -> Vec<Tick> {
    let edge =
        |at: i128| civil_of(at).map(|civil| i64::from(civil.year()) * 12 + i64::from(civil.month()) - 1);
    // Times that the calendar does not have are far outside of it on one side.
    let (first, last) = (edge(scale.from).unwrap_or(0), edge(scale.to).unwrap_or(9999 * 12 + 11));
    let mut month = first.div_euclid(step) * step;
    let mut ticks = Vec::new();
    while month <= last {
        let year = i16::try_from(month.div_euclid(12)).ok();
        let start = year
            .zip(i8::try_from(month.rem_euclid(12) + 1).ok())
            .and_then(|(year, month)| civil::Date::new(year, month, 1).ok());
        if let Some(date) = start
            && let Ok(at) = date.at(0, 0, 0, 0).to_zoned(TimeZone::UTC)
        {
            let at = i128::from(at.timestamp().as_second());
            if at >= scale.from && at < scale.to {
                ticks.push(Tick {
                    at,
                    label: date.strftime(if step < 12 { "%b %Y" } else { "%Y" }).to_string(),
                });
            }
        }
        month += step;
    }
    ticks
}

fn civil_of(at: i128) -> Option<civil::DateTime> {
    let at = jiff::Timestamp::from_second(i64::try_from(at).ok()?).ok()?;
    Some(TimeZone::UTC.to_datetime(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(from: i128, length: i128) -> String {
        ticks(Scale { from, to: from + length }, 70)
            .into_iter()
            .map(|tick| tick.label)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn steps_fit_the_span() {
        let from = 1_795_305_600 - 100;
        assert_eq!(labels(from, 60), "23:58:30 23:58:45 23:59:00 23:59:15");
        assert_eq!(labels(from, 10_000), "Nov 22 00:30 01:00 01:30 02:00 02:30");
        assert_eq!(labels(from, 30 * 3600), "Nov 22 06:00 12:00 18:00 Nov 23");
        assert_eq!(labels(from, 30 * DAY), "Nov 23 Nov 30 Dec 07 Dec 14 Dec 21");
        assert_eq!(labels(from, 200 * DAY), "Jan 2027 Mar 2027 May 2027");
        assert_eq!(labels(from, 68 * 366 * DAY), "2030 2040 2050 2060 2070 2080 2090");
    }

    #[test]
    fn years_that_no_calendar_has_get_no_label() {
        assert_eq!(labels(i128::from(i64::MIN), i128::from(u64::MAX)), "");
        assert_eq!(labels(i128::from(i64::MAX) - 5, 60), "");
        assert_eq!(labels(0, 1), "Jan 01");
    }
}
