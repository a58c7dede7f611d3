//! Points in time as the tool takes and prints them. Never reads a clock.

use std::fmt;

use jiff::civil;
use jiff::tz::TimeZone;

/// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

/// Why text is not a point in time.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimestampError {
    /// It is written in none of the known ways.
    Unknown,
    /// It is a time, and not one of the years that can be told.
    OutOfRange,
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TimestampError::Unknown => {
                "not a time: write 2026-12-01T00:00:00Z, 20261201000000, Unix seconds, or +7d"
            }
            TimestampError::OutOfRange => {
                "out of range: the last time that can be told is 9999-12-30T22:00:00Z"
            }
        })
    }
}

impl std::error::Error for TimestampError {}

impl Timestamp {
    /// Reads RFC 3339, `YYYYMMDDHHmmSS`, Unix seconds, or an offset from `now` such as `+7d` or `-1h30m`.
    ///
    /// # Errors
    /// [`TimestampError`] when `text` is none of them.
    pub fn parse(text: &str, now: Timestamp) -> Result<Timestamp, TimestampError> {
        if let Some(rest) = text.strip_prefix('+') {
            return offset(rest).map(|seconds| Timestamp(now.0 + seconds));
        }
        if let Some(rest) = text.strip_prefix('-') {
            return offset(rest).map(|seconds| Timestamp(now.0 - seconds));
        }
        if text.len() == 14 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return utc(civil_from_digits(text.as_bytes()).ok_or(TimestampError::Unknown)?);
        }
        if !text.is_empty() && text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let seconds = text.parse().map_err(|_| TimestampError::Unknown)?;
            return jiff::Timestamp::from_second(seconds)
                .map(|_| Timestamp(seconds))
                .map_err(|_| TimestampError::OutOfRange);
        }
        // RFC 3339 leaves out no part, but a time to the minute is what people type.
        let full = match text.strip_suffix('Z') {
            Some(head) if head.matches(':').count() == 1 => format!("{head}:00Z"),
            _ => text.to_owned(),
        };
        if let Ok(date) = full.parse::<civil::Date>()
            && full.len() == 10
        {
            return utc(date.at(0, 0, 0, 0));
        }
        match (full.parse::<jiff::Timestamp>(), full.strip_suffix('Z').map(str::parse::<civil::DateTime>)) {
            (Ok(at), _) => Ok(Timestamp(at.as_second())),
            (Err(_), Some(Ok(at))) => utc(at),
            (Err(_), _) => Err(TimestampError::Unknown),
        }
    }

    /// Reads exactly `YYYYMMDDHHmmSS`, UTC: RFC 4034 section 3.2.
    #[must_use]
    pub fn from_digits(digits: &[u8]) -> Option<Timestamp> {
        utc(civil_from_digits(digits)?).ok()
    }

    /// `YYYYMMDDHHmmSS`, UTC, as RRSIG fields are written.
    #[must_use]
    pub fn digits(self) -> String {
        self.civil().map_or_else(|| self.0.to_string(), |at| at.strftime("%Y%m%d%H%M%S").to_string())
    }

    fn civil(self) -> Option<civil::DateTime> {
        let at = jiff::Timestamp::from_second(self.0).ok()?;
        Some(TimeZone::UTC.to_datetime(at))
    }
}

fn utc(at: civil::DateTime) -> Result<Timestamp, TimestampError> {
    at.to_zoned(TimeZone::UTC)
        .map(|at| Timestamp(at.timestamp().as_second()))
        .map_err(|_| TimestampError::OutOfRange)
}

fn civil_from_digits(digits: &[u8]) -> Option<civil::DateTime> {
    let part =
        |range: std::ops::Range<usize>| std::str::from_utf8(digits.get(range)?).ok()?.parse::<i16>().ok();
    let small = |range| part(range).and_then(|value| i8::try_from(value).ok());
    if digits.len() != 14 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    civil::DateTime::new(
        part(0..4)?,
        small(4..6)?,
        small(6..8)?,
        small(8..10)?,
        small(10..12)?,
        small(12..14)?,
        0,
    )
    .ok()
}

/// `7d`, `1h30m`, `90` (seconds).
fn offset(text: &str) -> Result<i64, TimestampError> {
    super::Ttl::parse(text.as_bytes()).map(|ttl| i64::from(ttl.0)).map_err(|_| TimestampError::Unknown)
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.civil() {
            Some(at) => write!(f, "{}", at.strftime("%Y-%m-%dT%H:%M:%SZ")),
            None => write!(f, "{} s after 1970", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_names_the_same_second() {
        let now = Timestamp(0);
        let want = Ok(Timestamp(1_790_000_000));
        assert_eq!(Timestamp::parse("1790000000", now), want);
        assert_eq!(Timestamp::parse("2026-09-21T14:13:20Z", now), want);
        assert_eq!(Timestamp::parse("2026-09-21T16:13:20+02:00", now), want);
        assert_eq!(Timestamp::parse("20260921141320", now), want);
        assert_eq!(Timestamp(1_790_000_000).to_string(), "2026-09-21T14:13:20Z");
        assert_eq!(Timestamp(1_790_000_000).digits(), "20260921141320");
    }

    #[test]
    fn offsets_count_from_now() {
        assert_eq!(Timestamp::parse("+7d", Timestamp(5)), Ok(Timestamp(604_805)));
        assert_eq!(Timestamp::parse("-1h30m", Timestamp(6000)), Ok(Timestamp(600)));
        assert_eq!(
            Timestamp::parse("2026-12-01", Timestamp(5)),
            Timestamp::parse("2026-12-01T00:00Z", Timestamp(5))
        );
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["", "+", "+7x", "tomorrow", "20261301000000", "2026-02-30T00:00:00Z", "1790000000000000"]
        {
            assert_eq!(Timestamp::parse(text, Timestamp(0)), Err(TimestampError::Unknown), "{text}");
        }
        for text in
            ["9999-12-31T23:59:59Z", "9999-12-31T23:59Z", "9999-12-31", "99991231235959", "999999999999"]
        {
            assert_eq!(Timestamp::parse(text, Timestamp(0)), Err(TimestampError::OutOfRange), "{text}");
        }
        assert!(Timestamp::parse("9999-12-30T22:00:00Z", Timestamp(0)).is_ok());
    }
}
