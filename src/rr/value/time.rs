//! Signature times: RFC 4034 section 3.2. Only 32 bits of seconds; which century is meant is a rule's
//! business.

use super::{Flaw, Word, number, quoted};
use crate::fault::FaultKind;
use crate::wire::Timestamp;

/// Signature time.
pub struct Time;

impl Word for Time {
    type Octets = [u8; 4];

    fn parse(text: &[u8]) -> Result<[u8; 4], Flaw> {
        encode(text).map(u32::to_be_bytes)
    }

    fn write(octets: &[u8], out: &mut String) -> Option<()> {
        show(octets, out);
        Some(())
    }
}

/// Reads `YYYYMMDDHHmmSS` or seconds since 1970.
fn encode(text: &[u8]) -> Result<u32, Flaw> {
    if !text.iter().all(u8::is_ascii_digit) || text.is_empty() || (text.len() > 10 && text.len() != 14) {
        return Err(Flaw::new(
            FaultKind::Time,
            format!("{} is neither YYYYMMDDHHmmSS nor seconds", quoted(text)),
        ));
    }
    if text.len() != 14 {
        return number::u32(text).map_err(|_| too_late(text));
    }
    let part = |from: usize, len: usize| {
        text.get(from..from + len)
            .unwrap_or_default()
            .iter()
            .fold(0u32, |high, &low| high * 10 + u32::from(low - b'0'))
    };
    let within = |from: usize, low: u32, high: u32, what: &str| {
        let value = part(from, 2);
        if (low..=high).contains(&value) {
            return Ok(value);
        }
        Err(Flaw::within(
            FaultKind::Time,
            from,
            from + 2,
            format!("{what} {value:02} is not between {low} and {high}"),
        ))
    };
    let year = part(0, 4);
    let month = within(4, 1, 12, "month")?;
    let day = within(6, 1, days_in(year, month), "day")?;
    let hour = within(8, 0, 23, "hour")?;
    let minute = within(10, 0, 59, "minute")?;
    let second = within(12, 0, 59, "second")?;
    if year < 1970 {
        return Err(Flaw::within(
            FaultKind::Time,
            0,
            4,
            format!("year {year:04} is before 1970, where the 32-bit count starts"),
        ));
    }
    let seconds = days_from_1970(year, month, day) * 86_400 + u64::from(hour * 3600 + minute * 60 + second);
    u32::try_from(seconds).map_err(|_| too_late(text))
}

fn too_late(text: &[u8]) -> Flaw {
    Flaw::new(FaultKind::Time, format!("{} is after 21060207062815, where 32 bits end", quoted(text)))
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn days_from_1970(year: u32, month: u32, day: u32) -> u64 {
    // Counting years from March puts the leap day last, where it shifts no other month.
    let (years, months) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = years * 365 + years / 4 - years / 100 + years / 400 + (153 * months + 2) / 5 + day - 1;
    u64::from(days).saturating_sub(719_468)
}

/// Writes `YYYYMMDDHHmmSS`.
fn show(octets: &[u8], out: &mut String) {
    let seconds = octets.iter().fold(0i64, |high, &low| high << 8 | i64::from(low));
    out.push_str(&Timestamp(seconds).digits());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_name_the_same_second() {
        assert_eq!(encode(b"20260921141320").ok(), Some(1_790_000_000));
        assert_eq!(encode(b"1790000000").ok(), Some(1_790_000_000));
        assert_eq!(encode(b"19700101000000").ok(), Some(0));
        assert_eq!(encode(b"20000229235959").ok(), Some(951_868_799));
        assert_eq!(encode(b"21060207062815").ok(), Some(u32::MAX));
    }

    #[test]
    fn every_day_agrees_with_the_calendar() {
        for day in 0..49_000u32 {
            let mut text = String::new();
            show(&(day * 86_400 + 3661).to_be_bytes(), &mut text);
            assert_eq!(encode(text.as_bytes()).ok(), Some(day * 86_400 + 3661), "{text}");
        }
    }

    #[test]
    fn a_flaw_points_at_the_part() {
        let flaw = encode(b"20261321141320").expect_err("refused");
        assert_eq!((flaw.kind, flaw.at), (FaultKind::Time, Some((4, 6))));
        assert_eq!(encode(b"20260229000000").expect_err("refused").at, Some((6, 8)));
        assert_eq!(encode(b"21060207062816").expect_err("refused").at, None);
        assert_eq!(encode(b"4294967296").expect_err("refused").at, None);
    }
}
