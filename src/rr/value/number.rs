//! Numbers in decimal, periods with units, and the words that stand for numbers.

use std::fmt::Write as _;

use super::{Flaw, Word, quoted};
use crate::fault::FaultKind;
use crate::wire::{Ttl, TtlError};

/// 8-bit number.
pub struct U8;

impl Word for U8 {
    type Octets = [u8; 1];

    fn parse(text: &[u8]) -> Result<[u8; 1], Flaw> {
        u8(text).map(u8::to_be_bytes)
    }

    fn write(octets: &[u8], out: &mut String) -> Option<()> {
        show(octets, out);
        Some(())
    }
}

/// 16-bit number.
pub struct U16;

impl Word for U16 {
    type Octets = [u8; 2];

    fn parse(text: &[u8]) -> Result<[u8; 2], Flaw> {
        u16(text).map(u16::to_be_bytes)
    }

    fn write(octets: &[u8], out: &mut String) -> Option<()> {
        show(octets, out);
        Some(())
    }
}

/// 32-bit number.
pub struct U32;

impl Word for U32 {
    type Octets = [u8; 4];

    fn parse(text: &[u8]) -> Result<[u8; 4], Flaw> {
        u32(text).map(u32::to_be_bytes)
    }

    fn write(octets: &[u8], out: &mut String) -> Option<()> {
        show(octets, out);
        Some(())
    }
}

/// 32-bit number of seconds that may be written with TTL units.
pub struct Period;

impl Word for Period {
    type Octets = [u8; 4];

    fn parse(text: &[u8]) -> Result<[u8; 4], Flaw> {
        period(text).map(u32::to_be_bytes)
    }

    fn write(octets: &[u8], out: &mut String) -> Option<()> {
        show(octets, out);
        Some(())
    }
}

/// 64-bit number in decimal, or two 32-bit ones with a dot between.
pub struct NodeNumber;

impl Word for NodeNumber {
    type Octets = [u8; 8];

    fn parse(text: &[u8]) -> Result<[u8; 8], Flaw> {
        node_number(text).map(u64::to_be_bytes)
    }

    fn write(octets: &[u8], out: &mut String) -> Option<()> {
        show(octets, out);
        Some(())
    }
}

/// Reads a decimal number of at most `max`.
pub fn decimal(text: &[u8], max: u64) -> Result<u64, Flaw> {
    // Nine digits cannot overflow 32 bits, and nearly all numbers have fewer.
    if (1..=9).contains(&text.len()) && text.iter().all(u8::is_ascii_digit) {
        let value = u64::from(text.iter().fold(0u32, |high, &low| high * 10 + u32::from(low - b'0')));
        if value <= max {
            return Ok(value);
        }
    }
    decimal_or_flaw(text, max)
}

fn decimal_or_flaw(text: &[u8], max: u64) -> Result<u64, Flaw> {
    let mut value = 0u64;
    let mut above = text.is_empty();
    for &byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return Err(Flaw::new(FaultKind::Number, format!("{} is not a number", quoted(text))));
        }
        value = match value.checked_mul(10).and_then(|tens| tens.checked_add(u64::from(digit))) {
            Some(value) => value,
            None => {
                above = true;
                0
            }
        };
    }
    if text.is_empty() {
        return Err(Flaw::new(FaultKind::Number, "empty where a number should stand"));
    }
    if above || value > max {
        return Err(Flaw::new(FaultKind::Number, format!("{} is above {max}", quoted(text))));
    }
    Ok(value)
}

/// An 8-bit number.
pub fn u8(text: &[u8]) -> Result<u8, Flaw> {
    decimal(text, u64::from(u8::MAX)).map(|value| u8::try_from(value).unwrap_or(u8::MAX))
}

/// A 16-bit number.
pub fn u16(text: &[u8]) -> Result<u16, Flaw> {
    decimal(text, u64::from(u16::MAX)).map(|value| u16::try_from(value).unwrap_or(u16::MAX))
}

/// A 32-bit number.
pub fn u32(text: &[u8]) -> Result<u32, Flaw> {
    decimal(text, u64::from(u32::MAX)).map(|value| u32::try_from(value).unwrap_or(u32::MAX))
}

/// A number of seconds, with TTL units or without.
fn period(text: &[u8]) -> Result<u32, Flaw> {
    if text.last().is_some_and(u8::is_ascii_digit) && text.iter().all(u8::is_ascii_digit) {
        return u32(text);
    }
    Ttl::parse(text).map(|ttl| ttl.0).map_err(|error| match error {
        TtlError::NotANumber => {
            Flaw::new(FaultKind::Number, format!("{} is not a number of seconds", quoted(text)))
        }
        TtlError::Unit(byte) => {
            let at = text.iter().position(|&other| other == byte).unwrap_or(0);
            Flaw::within(
                FaultKind::Number,
                at,
                at + 1,
                format!("{} is no unit; units are s, m, h, d and w", quoted(&[byte])),
            )
        }
        TtlError::NoUnit => {
            let digits = text.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
            Flaw::within(
                FaultKind::Number,
                text.len() - digits,
                text.len(),
                format!("{} ends with a number that has no unit", quoted(text)),
            )
        }
        TtlError::TooLarge => {
            Flaw::new(FaultKind::Number, format!("{} is above {} s", quoted(text), u32::MAX))
        }
    })
}

/// A 64-bit number, whole or in two halves with a dot between.
fn node_number(text: &[u8]) -> Result<u64, Flaw> {
    let Some(dot) = text.iter().position(|&byte| byte == b'.') else { return decimal(text, u64::MAX) };
    let (high, low) = text.split_at(dot);
    let low = low.get(1..).unwrap_or_default();
    let high_value = u32(high).map_err(|flaw| flaw.moved(0, high.len()))?;
    let low_value = u32(low).map_err(|flaw| flaw.moved(dot + 1, low.len()))?;
    Ok(u64::from(high_value) << 32 | u64::from(low_value))
}

/// Writes the number that big-endian `octets` hold.
pub fn show(octets: &[u8], out: &mut String) {
    let value = octets.iter().fold(0u64, |high, &low| high << 8 | u64::from(low));
    let _ = write!(out, "{value}");
}
