//! Addresses and prefix lengths of SPF: RFC 7208 section 12.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::mail::text::Extent;
use crate::wire::excerpt;

/// Why text is no address or prefix length: the octets, and found against expected.
pub(super) type Flaw = (Extent, String);

/// Four numbers without leading zeros.
pub(super) fn ip4(text: &[u8], at: Extent) -> Result<Ipv4Addr, Flaw> {
    // The standard library refuses leading zeros since they may mean octal; so does RFC 7208's `qnum`.
    let octets = at.of(text);
    let parsed = std::str::from_utf8(octets).ok().and_then(|text| text.parse::<Ipv4Addr>().ok());
    parsed.ok_or_else(|| (at, format!("`{}` is not an IPv4 address", excerpt(octets, 40))))
}

/// As in RFC 4291 section 2.2.
pub(super) fn ip6(text: &[u8], at: Extent) -> Result<Ipv6Addr, Flaw> {
    let octets = at.of(text);
    let parsed = std::str::from_utf8(octets).ok().and_then(|text| text.parse::<Ipv6Addr>().ok());
    parsed.ok_or_else(|| (at, format!("`{}` is not an IPv6 address", excerpt(octets, 50))))
}

/// A number without leading zeros up to `most`; `at` is what follows the slash.
pub(super) fn prefix_length(text: &[u8], at: Extent, most: u8) -> Result<u8, Flaw> {
    let digits = at.of(text);
    let shown = excerpt(digits, 12);
    match digits {
        [] => return Err((at, "no prefix length behind the slash".to_owned())),
        _ if !digits.iter().all(u8::is_ascii_digit) => {
            return Err((at, format!("prefix length `{shown}` is not a number")));
        }
        [b'0', _, ..] => return Err((at, format!("prefix length `{shown}` has a leading zero"))),
        _ => {}
    }
    let length = digits.iter().try_fold(0u8, |sum, digit| sum.checked_mul(10)?.checked_add(digit - b'0'));
    length
        .filter(|&length| length <= most)
        .ok_or_else(|| (at, format!("prefix length is {shown}, at most {most} fit")))
}

/// Where the prefix lengths of a value start: at the first slash of the digits and slashes it ends with.
pub(super) fn cidr_start(text: &[u8], at: Extent) -> usize {
    let octets = at.of(text);
    let tail =
        octets.iter().rposition(|&byte| !byte.is_ascii_digit() && byte != b'/').map_or(0, |last| last + 1);
    let slash = octets.get(tail..).and_then(|tail| tail.iter().position(|&byte| byte == b'/'));
    at.from + slash.map_or(octets.len(), |slash| tail + slash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefix_lengths_have_no_leading_zero() {
        let length = |text: &str, most| {
            prefix_length(text.as_bytes(), Extent::new(0, text.len()), most).map_err(|(_, why)| why)
        };
        assert_eq!((length("0", 32), length("32", 32), length("128", 128)), (Ok(0), Ok(32), Ok(128)));
        assert_eq!(length("032", 32), Err("prefix length `032` has a leading zero".to_owned()));
        assert_eq!(length("33", 32), Err("prefix length is 33, at most 32 fit".to_owned()));
        assert_eq!(length("999999", 32), Err("prefix length is 999999, at most 32 fit".to_owned()));
        assert_eq!(length("/32", 32), Err("prefix length `/32` is not a number".to_owned()));
        assert_eq!(length("", 32), Err("no prefix length behind the slash".to_owned()));
    }

    #[test]
    fn prefix_lengths_end_a_value() {
        let start = |text: &str| cidr_start(text.as_bytes(), Extent::new(0, text.len()));
        assert_eq!(
            ["x.example/24", "x.example//64", "192.0.2.1/24", "a/b.example", "/24", "x", "x.9"].map(start),
            [9, 9, 9, 11, 0, 1, 3]
        );
    }
}
