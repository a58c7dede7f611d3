//! Owns the fast engine for Ed25519 (RFC 8080): tables for the base point and the key, many signatures side
//! by side.
//!
//! It recomputes R from s and the key and compares octets, which is what the generic engine does, so no R is
//! decoded and there is no question of cofactors. Says only which signatures are good.

use std::sync::OnceLock;

use crrl::ed25519::Scalar;
use crrl::field::GF25519;
use sha2::{Digest, Sha512};

use super::Claim;
use super::field::{Field, invert_all};
use super::window::Window;

/// Signatures that share an inversion.
const CHUNK: usize = 512;

/// Bits of a scalar: the order is below 2^253.
const BITS: u32 = 253;

/// The curve's d: RFC 8032 section 5.1.
const D: GF25519 = GF25519::w64be(
    0x5203_6CEE_2B6F_FE73,
    0x8CC7_4079_7779_E898,
    0x0070_0A4D_4141_D8AB,
    0x75EB_4DCA_1359_78A3,
);

/// The base point as a key would be written: RFC 8032 section 5.1.
const BASE: [u8; 32] = {
    let mut octets = [0x66; 32];
    octets[0] = 0x58;
    octets
};

/// The tables of the base point. They are the same for every key, and no input can change them.
static GENERATOR: [OnceLock<Option<Comb>>; 4] = [const { OnceLock::new() }; 4];

/// The tables of one key, with the key's point negated.
pub(super) struct Engine {
    octets: [u8; 32],
    generator: &'static Comb,
    key: Comb,
}

/// A point in extended coordinates: RFC 8032 section 5.1.4.
#[derive(Clone, Copy)]
struct Point {
    x: GF25519,
    y: GF25519,
    z: GF25519,
    t: GF25519,
}

/// A point as an addition wants it: y + x, y - x and 2dxy.
#[derive(Clone, Copy)]
struct Entry {
    plus: GF25519,
    minus: GF25519,
    product: GF25519,
}

/// Multiples of one point: for each digit position, 1 to half the digits' range, times the position's power
/// of two.
struct Comb {
    window: Window,
    entries: Vec<Entry>,
}

/// A signature whose s is in range.
struct Ready {
    index: usize,
    r: [u8; 32],
    s: Scalar,
    challenge: Scalar,
}

impl Engine {
    /// The tables for a key, or none if these octets are no key.
    pub fn new(key: &[u8], window: Window) -> Option<Self> {
        let octets = <[u8; 32]>::try_from(key).ok()?;
        let (x, y) = decode(octets)?;
        let generator = GENERATOR.get(window.rank())?;
        let generator =
            generator.get_or_init(|| decode(BASE).map(|(x, y)| Comb::new(x, y, window))).as_ref()?;
        Some(Self { octets, generator, key: Comb::new(-x, y, window) })
    }

    /// Whether each claim is known to be good.
    pub fn good(&self, claims: &[Claim<'_>]) -> Vec<bool> {
        claims.chunks(CHUNK).flat_map(|chunk| self.good_chunk(chunk)).collect()
    }

    /// Whether each claim is known to be good: RFC 8032 section 5.1.7, for all of them in step.
    fn good_chunk(&self, chunk: &[Claim<'_>]) -> Vec<bool> {
        let mut good = vec![false; chunk.len()];
        let ready: Vec<_> =
            chunk.iter().enumerate().filter_map(|(index, claim)| self.ready(index, claim)).collect();
        if ready.is_empty() {
            return good;
        }
        let mut sums = vec![Point::NEUTRAL; ready.len()];
        self.generator.add(
            &self.generator.window.cut_all(BITS, ready.iter().map(|ready| ready.s.encode32())),
            &mut sums,
        );
        self.key.add(
            &self.key.window.cut_all(BITS, ready.iter().map(|ready| ready.challenge.encode32())),
            &mut sums,
        );
        let mut inverses: Vec<_> = sums.iter().map(|sum| sum.z).collect();
        invert_all(&mut inverses, &mut Vec::new());
        for ((ready, sum), inverse) in ready.iter().zip(&sums).zip(inverses) {
            if let Some(good) = good.get_mut(ready.index) {
                *good = encode(sum.x * inverse, sum.y * inverse) == ready.r;
            }
        }
        good
    }

    /// The numbers of a claim; none when the length is wrong or s is not below the order.
    fn ready(&self, index: usize, claim: &Claim<'_>) -> Option<Ready> {
        let (r, s) = claim.signature.split_first_chunk::<32>()?;
        let s = Scalar::decode(s)?;
        let digest =
            Sha512::new().chain_update(r).chain_update(self.octets).chain_update(claim.message).finalize();
        Some(Ready { index, r: *r, s, challenge: Scalar::decode_reduce(&digest) })
    }
}

impl Comb {
    /// The table of a point. The additions hold for every pair of points of the curve, so the point may have
    /// any order.
    fn new(x: GF25519, y: GF25519, window: Window) -> Self {
        let mut entries = Vec::with_capacity(window.digits(BITS) * window.multiples());
        let (mut row, mut inverses, mut scratch) = (Vec::new(), Vec::new(), Vec::new());
        let mut first = Point { x, y, z: GF25519::ONE, t: x * y };
        for _ in 0..window.digits(BITS) {
            let inverse = first.z.inverted();
            let entry = Entry::new(first.x * inverse, first.y * inverse);
            row.clear();
            row.extend(
                std::iter::successors(Some(first), |point| Some(point.plus(&entry, false)))
                    .take(window.multiples()),
            );
            inverses.clear();
            inverses.extend(row.iter().map(|point| point.z));
            invert_all(&mut inverses, &mut scratch);
            entries.extend(
                row.iter()
                    .zip(&inverses)
                    .map(|(point, inverse)| Entry::new(point.x * *inverse, point.y * *inverse)),
            );
            first = (0..window.bits()).fold(first, |point, _| point.doubled());
        }
        Self { window, entries }
    }

    /// Adds to each sum the multiple of the point that the digits at its index say.
    fn add(&self, digits: &[i16], sums: &mut [Point]) {
        let mut wanted = Vec::with_capacity(sums.len());
        for (row, digits) in
            self.entries.chunks_exact(self.window.multiples()).zip(digits.chunks_exact(sums.len()))
        {
            // Copying first lets the reads from the table, which miss the cache, overlap.
            wanted.clear();
            wanted.extend(
                digits
                    .iter()
                    .filter_map(|digit| row.get(usize::from(digit.unsigned_abs()).checked_sub(1)?))
                    .copied(),
            );
            let changed = digits.iter().zip(sums.iter_mut()).filter(|(digit, _)| **digit != 0);
            for ((digit, sum), entry) in changed.zip(&wanted) {
                *sum = sum.plus(entry, *digit < 0);
            }
        }
    }
}

impl Point {
    const NEUTRAL: Self = Self { x: GF25519::ZERO, y: GF25519::ONE, z: GF25519::ONE, t: GF25519::ZERO };

    /// The sum with an entry or with its opposite: RFC 8032 section 5.1.4, with the entry's z of one.
    fn plus(&self, entry: &Entry, negative: bool) -> Self {
        let (plus, minus) = if negative { (entry.minus, entry.plus) } else { (entry.plus, entry.minus) };
        let (a, b) = ((self.y - self.x) * minus, (self.y + self.x) * plus);
        let (c, d) = (self.t * entry.product, self.z.mul2());
        let (f, g) = if negative { (d + c, d - c) } else { (d - c, d + c) };
        let (e, h) = (b - a, b + a);
        Self { x: e * f, y: g * h, z: f * g, t: e * h }
    }

    fn doubled(&self) -> Self {
        let (a, b, c) = (self.x.square(), self.y.square(), self.z.square().mul2());
        let h = a + b;
        let e = h - (self.x + self.y).square();
        let g = a - b;
        let f = c + g;
        Self { x: e * f, y: g * h, z: f * g, t: e * h }
    }
}

impl Entry {
    fn new(x: GF25519, y: GF25519) -> Self {
        Self { plus: y + x, minus: y - x, product: (x * y * D).mul2() }
    }
}

/// The point some octets name: RFC 8032 section 5.1.3.
fn decode(mut octets: [u8; 32]) -> Option<(GF25519, GF25519)> {
    let sign = octets[31] >> 7;
    octets[31] &= 0x7F;
    let y = GF25519::decode(&octets)?;
    let square = y.square();
    let (x, found) = ((square - GF25519::ONE) / (square * D + GF25519::ONE)).sqrt();
    if found == 0 || (sign == 1 && x.is_zero()) {
        return None;
    }
    Some((if parity(x) == sign { x } else { -x }, y))
}

/// The octets of a point: RFC 8032 section 5.1.2.
fn encode(x: GF25519, y: GF25519) -> [u8; 32] {
    let mut octets = y.encode();
    octets[31] |= parity(x) << 7;
    octets
}

fn parity(x: GF25519) -> u8 {
    x.encode()[0] & 1
}
