//! LOC: RFC 1876. Thousandths of an arc second around 2^31, centimetres above a datum, sizes as mantissa and
//! exponent.

use std::fmt::Write as _;

use super::{Codec, Flaw, Input, quoted};
use crate::fault::FaultKind;
use crate::rr::Token;

/// The whole of LOC: RFC 1876.
pub struct Loc;

impl Codec for Loc {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        encode(input)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        check(rest).map(|()| rest.len())
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show(octets, out)
    }
}

/// The equator and the prime meridian.
const CENTRE: u32 = 1 << 31;
/// Thousandths of an arc second in a degree.
const DEGREE: u32 = 3_600_000;
/// Centimetres from the reference to the WGS 84 spheroid.
const DATUM_CM: i64 = 10_000_000;
/// 90,000 km: RFC 1876 section 3.
const LARGEST_SIZE_CM: i64 = 9_000_000_000;
/// Size of 1 m, horizontal precision of 10,000 m and vertical of 10 m: what is left out.
const DEFAULTS: [u8; 3] = [0x12, 0x16, 0x13];

fn flaw(note: String) -> Flaw {
    Flaw::new(FaultKind::Loc, note)
}

/// `d [m [s]] N|S d [m [s]] E|W altitude [size [horizontal [vertical]]]`.
fn encode<'t>(input: &mut dyn Input<'t>) -> Option<()> {
    let mut degrees = [CENTRE; 2];
    for (slot, (what, most, letters)) in
        degrees.iter_mut().zip([("latitude", 90, [b'N', b'S']), ("longitude", 180, [b'E', b'W'])])
    {
        let Some(value) = coordinate(input, what, most, letters)? else {
            // Where a letter is missing nobody can say what the numbers behind it are.
            while input.word().is_some() {}
            return Some(());
        };
        *slot = value;
    }
    let [latitude, longitude] = degrees;
    let token = input.word()?;
    let altitude = metres(token.text, "altitude").and_then(|cm| {
        u32::try_from(cm + DATUM_CM).map_err(|_| {
            flaw(format!("altitude {} is not within -100000 to 42849672.95 m", quoted(token.text)))
        })
    });
    let altitude = kept(input, &token, altitude);
    let mut sizes = DEFAULTS;
    for (slot, what) in sizes.iter_mut().zip(["size", "horizontal precision", "vertical precision"]) {
        let Some(token) = input.word() else { break };
        let size = metres(token.text, what).and_then(|cm| {
            size_octet(cm)
                .ok_or_else(|| flaw(format!("{what} {} is not within 0 to 90000000 m", quoted(token.text))))
        });
        *slot = kept(input, &token, size);
    }
    let out = input.out();
    out.push(0);
    out.extend_from_slice(&sizes);
    for value in [latitude, longitude, altitude] {
        out.extend_from_slice(&value.to_be_bytes());
    }
    Some(())
}

fn kept<'t, V: Default>(input: &mut dyn Input<'t>, token: &Token<'_>, value: Result<V, Flaw>) -> V {
    value.unwrap_or_else(|flaw| {
        input.flaw(token, flaw);
        V::default()
    })
}

/// `d [m [s]] N|S`; `None` where the entry ends, `Some(None)` where the letter is not found.
fn coordinate<'t>(
    input: &mut dyn Input<'t>,
    what: &str,
    most: u32,
    [positive, negative]: [u8; 2],
) -> Option<Option<u32>> {
    let mut total = 0u32;
    let units = [("degrees", most, DEGREE), ("minutes", 59, 60_000), ("seconds", 59, 1000)];
    for count in 0..=units.len() {
        let token = input.word()?;
        let sign = match token.text {
            [letter] if letter.eq_ignore_ascii_case(&positive) => Some(true),
            [letter] if letter.eq_ignore_ascii_case(&negative) => Some(false),
            _ => None,
        };
        if let Some(north) = sign.filter(|_| count > 0) {
            if token.text.iter().any(u8::is_ascii_lowercase) {
                input.flaw(&token, flaw(format!("{} is not upper case", quoted(token.text))));
            }
            if total > most * DEGREE {
                input.flaw(&token, flaw(format!("{what} is above {most} degrees")));
            }
            return Some(Some(if north {
                CENTRE.saturating_add(total)
            } else {
                CENTRE.saturating_sub(total)
            }));
        }
        let Some((unit, limit, scale)) = units.get(count) else {
            let note = format!(
                "{} where `{}` or `{}` should stand",
                quoted(token.text),
                char::from(positive),
                char::from(negative)
            );
            input.flaw(&token, flaw(note));
            return Some(None);
        };
        let value = decimal(token.text, if *scale == 1000 { 3 } else { 0 })
            .filter(|thousandths| *thousandths / if *scale == 1000 { 1000 } else { 1 } <= u64::from(*limit));
        let value =
            value.ok_or_else(|| flaw(format!("{what} {} is not 0 to {limit} {unit}", quoted(token.text))));
        let value = kept(input, &token, value);
        total = total.saturating_add(u32::try_from(value).unwrap_or(0).saturating_mul(if *scale == 1000 {
            1
        } else {
            *scale
        }));
    }
    Some(None)
}

/// A number with at most `places` decimals, scaled by as many powers of ten.
fn decimal(text: &[u8], places: usize) -> Option<u64> {
    let mut parts = text.splitn(2, |&byte| byte == b'.');
    let (whole, fraction) = (parts.next().unwrap_or_default(), parts.next());
    let fraction = match fraction {
        Some(digits) if digits.is_empty() || digits.len() > places => return None,
        other => other.unwrap_or_default(),
    };
    if whole.is_empty() || whole.len() > 12 || !whole.iter().chain(fraction).all(u8::is_ascii_digit) {
        return None;
    }
    let padding = std::iter::repeat_n(&b'0', places - fraction.len());
    Some(
        whole.iter().chain(fraction).chain(padding).fold(0u64, |high, low| high * 10 + u64::from(low - b'0')),
    )
}

/// Metres with at most two decimals, the unit optional, in centimetres.
fn metres(text: &[u8], what: &str) -> Result<i64, Flaw> {
    let number = text.strip_suffix(b"m").or_else(|| text.strip_suffix(b"M")).unwrap_or(text);
    let (negative, number) = match number.strip_prefix(b"-") {
        Some(rest) => (true, rest),
        None => (false, number),
    };
    let cm = decimal(number, 2).and_then(|cm| i64::try_from(cm).ok());
    cm.map(|cm| if negative { -cm } else { cm })
        .ok_or_else(|| flaw(format!("{what} {} is not a number of metres", quoted(text))))
}

/// Mantissa and exponent of a size; digits behind the first are cut off, as RFC 1876's own code does.
fn size_octet(cm: i64) -> Option<u8> {
    if cm > LARGEST_SIZE_CM {
        return None;
    }
    let (mut mantissa, mut exponent) = (u64::try_from(cm).ok()?, 0u8);
    while mantissa > 9 {
        mantissa /= 10;
        exponent += 1;
    }
    (exponent <= 9).then_some(())?;
    u8::try_from(mantissa).ok().map(|mantissa| mantissa << 4 | exponent)
}

/// Whether `octets` are a LOC.
fn check(octets: &[u8]) -> Result<(), String> {
    match octets.first() {
        None => return Err("is empty".to_owned()),
        // RFC 1876 section 2 leaves other versions to be defined; their octets are opaque.
        Some(1..) => return Ok(()),
        Some(0) => {}
    }
    let Some([latitude, longitude, _]) = parts(octets) else {
        return Err(format!("has {} octets, 16 needed", octets.len()));
    };
    if latitude.abs_diff(CENTRE) > 90 * DEGREE {
        return Err("latitude is beyond 90 degrees".to_owned());
    }
    if longitude.abs_diff(CENTRE) > 180 * DEGREE {
        return Err("longitude is beyond 180 degrees".to_owned());
    }
    match octets.get(1..4).unwrap_or_default().iter().find(|octet| **octet >> 4 > 9 || **octet & 15 > 9) {
        Some(octet) => Err(format!("size octet {octet:#04x} has a digit above 9")),
        None => Ok(()),
    }
}

/// Latitude, longitude and altitude.
fn parts(octets: &[u8]) -> Option<[u32; 3]> {
    let (values, []) = octets.get(4..)?.as_chunks::<4>() else { return None };
    <[[u8; 4]; 3]>::try_from(values).ok().map(|values| values.map(u32::from_be_bytes))
}

/// Writes a LOC; `None` for other versions and sizes that text writes otherwise.
fn show(octets: &[u8], out: &mut String) -> Option<()> {
    if octets.first() != Some(&0) {
        return None;
    }
    let [latitude, longitude, altitude] = parts(octets)?;
    show_coordinate(latitude, ['N', 'S'], out);
    show_coordinate(longitude, ['E', 'W'], out);
    let cm = i64::from(altitude) - DATUM_CM;
    let _ = write!(out, "{}{}.{:02}m", if cm < 0 { "-" } else { "" }, cm.abs() / 100, cm.abs() % 100);
    for octet in octets.get(1..4)? {
        let (mantissa, exponent) = (octet >> 4, octet & 15);
        if mantissa == 0 && exponent != 0 {
            return None;
        }
        let cm = u64::from(mantissa) * 10u64.checked_pow(u32::from(exponent))?;
        let _ = if cm % 100 == 0 {
            write!(out, " {}m", cm / 100)
        } else {
            write!(out, " {}.{:02}m", cm / 100, cm % 100)
        };
    }
    Some(())
}

fn show_coordinate(value: u32, [positive, negative]: [char; 2], out: &mut String) {
    let total = value.abs_diff(CENTRE);
    let letter = if value >= CENTRE { positive } else { negative };
    let (degrees, minutes, thousandths) = (total / DEGREE, total / 60_000 % 60, total % 60_000);
    let _ = write!(out, "{degrees} {minutes} {}.{:03} {letter} ", thousandths / 1000, thousandths % 1000);
}
