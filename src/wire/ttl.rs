//! Durations in zone files: plain seconds, or BIND's `1w2d3h4m5s`.

use std::fmt;

/// Seconds a record may be cached: RFC 2181 section 8, at most [`Ttl::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ttl(pub u32);

/// Why text is not a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TtlError {
    /// Nothing, or it does not start with a digit.
    NotANumber,
    /// This letter is no unit; units are `s`, `m`, `h`, `d` and `w`.
    Unit(u8),
    /// A number without a unit behind one with a unit: `1h30`.
    NoUnit,
    /// Above 2^32 - 1 seconds.
    TooLarge,
}

impl fmt::Display for TtlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TtlError::NotANumber => f.write_str("does not start with a digit"),
            TtlError::Unit(letter) => {
                write!(
                    f,
                    "has the unit `{}`; units are s, m, h, d and w",
                    char::from(*letter).escape_default()
                )
            }
            TtlError::NoUnit => f.write_str("ends with a number without a unit"),
            TtlError::TooLarge => f.write_str("is above 4294967295 s"),
        }
    }
}

impl std::error::Error for TtlError {}

impl Ttl {
    /// The largest value RFC 2181 section 8 allows.
    pub const MAX: Ttl = Ttl(0x7fff_ffff);

    /// Reads `3600`, `1h`, `1h30m`, `1W2D`: a number alone counts seconds, behind a unit it needs its own.
    ///
    /// # Errors
    /// [`TtlError`] says what stands in the way. Values above [`Ttl::MAX`] are read, not refused.
    pub fn parse(text: &[u8]) -> Result<Ttl, TtlError> {
        if !text.first().is_some_and(u8::is_ascii_digit) {
            return Err(TtlError::NotANumber);
        }
        // Nearly all are seconds.
        let add =
            |value: u32, digit: &u8| digit.is_ascii_digit().then(|| value * 10 + u32::from(digit - b'0'));
        if text.len() <= 9
            && let Some(seconds) = text.iter().try_fold(0, add)
        {
            return Ok(Ttl(seconds));
        }
        let (mut total, mut number) = (0u64, None::<u64>);
        for &byte in text {
            if byte.is_ascii_digit() {
                let grown = number.unwrap_or(0) * 10 + u64::from(byte - b'0');
                if grown > u64::from(u32::MAX) {
                    return Err(TtlError::TooLarge);
                }
                number = Some(grown);
                continue;
            }
            let unit = match byte.to_ascii_lowercase() {
                b's' => 1,
                b'm' => 60,
                b'h' => 3600,
                b'd' => 86_400,
                b'w' => 604_800,
                _ => return Err(TtlError::Unit(byte)),
            };
            total += number.take().ok_or(TtlError::Unit(byte))? * unit;
        }
        // BIND and Knot refuse `1h30`, and NSD reads 30 seconds.
        if let Some(seconds) = number {
            if text.iter().any(u8::is_ascii_alphabetic) {
                return Err(TtlError::NoUnit);
            }
            total += seconds;
        }
        u32::try_from(total).map(Ttl).map_err(|_| TtlError::TooLarge)
    }
}

impl fmt::Display for Ttl {
    /// `86400 s (1 day)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&duration_text(u64::from(self.0)))
    }
}

/// `86400 s (1 day)`, `90 s`: a number of seconds with its unit, and the round figure where there is one.
#[must_use]
pub fn duration_text(seconds: u64) -> String {
    for (size, name) in [(604_800, "week"), (86_400, "day"), (3600, "hour"), (60, "minute")] {
        if seconds >= size && seconds.is_multiple_of(size) {
            let count = seconds / size;
            return format!("{seconds} s ({count} {name}{})", if count == 1 { "" } else { "s" });
        }
    }
    format!("{seconds} s")
}

/// A length of time for people: `3 days`, `5 hours`, `90 s`. Rounded to the nearest unit of which there are
/// at least two.
#[must_use]
pub fn rough_duration_text(seconds: u64) -> String {
    const UNITS: [(u64, &str); 5] =
        [(31_557_600, "years"), (604_800, "weeks"), (86_400, "days"), (3600, "hours"), (60, "minutes")];
    let unit =
        UNITS.iter().find(|(unit, name)| seconds >= 2 * unit && (*name != "weeks" || seconds >= 10 * unit));
    unit.map_or_else(
        || format!("{seconds} s"),
        |(unit, name)| format!("{} {name}", (seconds + unit / 2) / unit),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_add_up_in_either_case() {
        assert_eq!(Ttl::parse(b"1h30m"), Ok(Ttl(5400)));
        assert_eq!(Ttl::parse(b"1W2D3H4M5S"), Ok(Ttl(788_645)));
        assert_eq!(Ttl::parse(b"0"), Ok(Ttl(0)));
        assert_eq!(Ttl::parse(b"4294967295"), Ok(Ttl(u32::MAX)));
    }

    #[test]
    fn what_is_no_duration_says_why() {
        assert_eq!(Ttl::parse(b"1x"), Err(TtlError::Unit(b'x')));
        assert_eq!(Ttl::parse(b"1hh"), Err(TtlError::Unit(b'h')));
        assert_eq!(Ttl::parse(b"1h30"), Err(TtlError::NoUnit));
        assert_eq!(Ttl::parse(b"2w3d0"), Err(TtlError::NoUnit));
        assert_eq!(Ttl::parse(b"4294967296"), Err(TtlError::TooLarge));
        assert_eq!(Ttl::parse(b"8000w"), Err(TtlError::TooLarge));
        assert_eq!(Ttl::parse(b"h"), Err(TtlError::NotANumber));
        assert_eq!(Ttl::parse(b""), Err(TtlError::NotANumber));
    }

    #[test]
    fn round_figures_are_named() {
        assert_eq!(duration_text(86_400), "86400 s (1 day)");
        assert_eq!(duration_text(1_209_600), "1209600 s (2 weeks)");
        assert_eq!(duration_text(61), "61 s");
    }

    #[test]
    fn rough_durations_are_in_the_largest_unit_that_says_enough() {
        let texts = [
            (90, "90 s"),
            (120, "2 minutes"),
            (86_401, "24 hours"),
            (259_199, "3 days"),
            (777_601, "9 days"),
            (7_776_000, "13 weeks"),
        ];
        for (seconds, text) in texts {
            assert_eq!(rough_duration_text(seconds), text);
        }
        assert_eq!(rough_duration_text(415_497_600), "13 years");
    }
}
