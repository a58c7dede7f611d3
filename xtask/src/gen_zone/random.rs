//! Numbers, names and addresses that look arbitrary and are the same everywhere.
//!
//! It must never keep state between two records: each one has its own stream, so that their order can change
//! and their text cannot.

use std::fmt::Write;

/// How many labels [`label`] can tell apart: 25^5.
pub(super) const LABELS: u64 = 9_765_625;

/// Letters of the ordered part of a label: `a` is left to names that have to sort before all others.
const LETTERS: &[u8; 25] = b"bcdefghijklmnopqrstuvwxyz";

/// A SplitMix64 generator.
pub(super) struct Random(u64);

impl Random {
    /// The stream for one item of a zone: `purpose` keeps two uses of the same index apart.
    pub(super) fn new(seed: u64, purpose: u64, index: u64) -> Self {
        let mut seeded =
            Self(seed.wrapping_mul(0xD6E8_FEB8_6659_FD93) ^ purpose.wrapping_mul(0xA24B_AED4_963E_E407));
        let start = seeded.next();
        let mut stream = Self(start ^ index.wrapping_mul(0x9FB2_1C65_1E98_DF25));
        stream.next();
        stream
    }

    /// The next 64 bits.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit`, which is not 0. Its slight bias does not matter here.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// True `percent` times in a hundred.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// A digest of 32 octets in hexadecimal.
    pub(super) fn sha256_hex(&mut self) -> String {
        let mut text = String::with_capacity(64);
        for _ in 0..4 {
            // Writing to a String cannot fail.
            let _ = write!(text, "{:016x}", self.next());
        }
        text
    }

    /// An address out of the documentation network number `net` (RFC 5737), never its first or last.
    pub(super) fn ipv4(&mut self, net: u64) -> String {
        let prefix = match net % 3 {
            0 => "192.0.2",
            1 => "198.51.100",
            _ => "203.0.113",
        };
        format!("{prefix}.{}", 1 + self.below(254))
    }

    /// An address out of 2001:db8::/32 (RFC 3849), already in the form of RFC 5952.
    pub(super) fn ipv6(&mut self) -> String {
        format!("2001:db8:{:x}::{:x}", 1 + self.below(0xFFFE), 1 + self.below(0xFFFE))
    }
}

/// The label of item `index` out of `count`: five letters in ascending order, then up to three arbitrary
/// ones.
pub(super) fn label(seed: u64, index: u64, count: u64) -> String {
    let mut position = index * LABELS / count.max(1);
    let mut text: Vec<char> = Vec::with_capacity(8);
    for _ in 0..5 {
        text.push(letter(position % 25));
        position /= 25;
    }
    text.reverse();
    let mut random = Random::new(seed, 1, index);
    for _ in 0..random.below(4) {
        text.push(letter(random.below(25)));
    }
    text.into_iter().collect()
}

fn letter(number: u64) -> char {
    let letter = usize::try_from(number).ok().and_then(|number| LETTERS.get(number));
    char::from(*letter.expect("callers pass a number below 25"))
}
