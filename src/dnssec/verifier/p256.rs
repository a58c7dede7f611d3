//! Owns the fast engine for ECDSA P-256 with SHA-256 (RFC 6605): tables for the generator and the key, many signatures
//! side by side. Says only which signatures are good; what it does not call good is for the generic engine.

use std::sync::OnceLock;

use crrl::field::GFp256;
use crrl::p256::{self, Scalar};
use sha2::{Digest, Sha256};

use super::Claim;
use super::comb::{Comb, Point, Room, Sum};
use super::field::invert_all;
use super::window::Window;

/// Signatures that share an inversion. More gain little and leave the cache.
const CHUNK: usize = 512;

/// p - n in big-endian octets: an x below it plus n is another x with the same r.
const GAP: [u8; 32] =
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x43, 0x19, 0x05, 0x53, 0x58, 0xe8, 0x61, 0x7b, 0x0c, 0x46, 0x35, 0x3d, 0x03, 0x9c, 0xda, 0xae];

/// The order n as an element of the field.
const ORDER: GFp256 = GFp256::w64be(0xFFFF_FFFF_0000_0000, 0xFFFF_FFFF_FFFF_FFFF, 0xBCE6_FAAD_A717_9E84, 0xF3B9_CAC2_FC63_2551);

/// The tables of the generator. They are the same for every key, and no input can change them.
static GENERATOR: [OnceLock<Comb<GFp256>>; 2] = [const { OnceLock::new() }; 2];

/// The tables of one key.
pub(super) struct Engine {
    generator: &'static Comb<GFp256>,
    key: Comb<GFp256>,
}

/// A signature as numbers in big-endian octets, and what was signed: RFC 6605 section 4.
#[derive(Clone, Copy)]
pub(super) struct Numbers {
    pub hash: [u8; 32],
    pub r: [u8; 32],
    pub s: [u8; 32],
}

/// A signature whose numbers are in range.
struct Ready {
    index: usize,
    hash: Scalar,
    r: Scalar,
    r_octets: [u8; 32],
}

impl Engine {
    /// The tables for a key, or none if these octets are no key.
    pub fn new(key: &[u8], window: Window) -> Option<Self> {
        let (x, y) = key.split_first_chunk::<32>()?;
        let (x, y) = (element(x)?, element(y.try_into().ok()?)?);
        p256::Point::from_affine(x, y)?;
        let generator = GENERATOR.get(usize::from(window == Window::WIDE))?.get_or_init(|| {
            let (x, y, _) = p256::Point::BASE.to_affine();
            Comb::new(Point { x, y }, window)
        });
        Some(Self { generator, key: Comb::new(Point { x, y }, window) })
    }

    /// Whether each claim is known to be good.
    pub fn good(&self, claims: &[Claim<'_>]) -> Vec<bool> {
        let numbers: Vec<_> = claims.iter().map(numbers).collect();
        numbers.chunks(CHUNK).flat_map(|chunk| self.good_numbers(chunk)).collect()
    }

    /// Whether each signature is known to be good: SEC 1 section 4.1.4, for all of them in step.
    pub fn good_numbers(&self, chunk: &[Option<Numbers>]) -> Vec<bool> {
        let mut good = vec![false; chunk.len()];
        let (ready, mut inverses): (Vec<_>, Vec<_>) = chunk.iter().enumerate().filter_map(|(index, numbers)| ready(index, numbers.as_ref()?)).unzip();
        if ready.is_empty() {
            return good;
        }
        invert_all(&mut inverses, &mut Vec::new());
        let first = ready.iter().zip(&inverses).map(|(ready, inverse)| (ready.hash * *inverse).encode32());
        let second = ready.iter().zip(&inverses).map(|(ready, inverse)| (ready.r * *inverse).encode32());
        let mut sums = vec![Sum::Neutral; ready.len()];
        let mut room = Room::new();
        self.generator.add(&self.generator.window().cut_all(first), &mut sums, &mut room);
        self.key.add(&self.key.window().cut_all(second), &mut sums, &mut room);
        for (ready, sum) in ready.iter().zip(&sums) {
            if let (Some(good), Sum::Point(point)) = (good.get_mut(ready.index), sum) {
                *good = ready.has_x(point.x);
            }
        }
        good
    }
}

impl Ready {
    /// Whether x modulo n is r. x is below p, and p is below 2n, so x is r or r + n.
    fn has_x(&self, x: GFp256) -> bool {
        let Some(r) = element(&self.r_octets) else { return false };
        x.equals(r) != 0 || (self.r_octets < GAP && x.equals(r + ORDER) != 0)
    }
}

/// Hash, r and s of a claim; none when the signature has not the length of two numbers.
fn numbers(claim: &Claim<'_>) -> Option<Numbers> {
    let (r, s) = claim.signature.split_first_chunk::<32>()?;
    Some(Numbers { hash: Sha256::digest(claim.message).into(), r: *r, s: s.try_into().ok()? })
}

/// The numbers as scalars and s to be inverted; none when r or s is not from 1 to n - 1.
fn ready(index: usize, numbers: &Numbers) -> Option<(Ready, Scalar)> {
    let (r, s) = (scalar(&numbers.r)?, scalar(&numbers.s)?);
    let mut hash = numbers.hash;
    hash.reverse();
    (r.iszero() | s.iszero() == 0).then_some((Ready { index, hash: Scalar::decode_reduce(&hash), r, r_octets: numbers.r }, s))
}

/// A number below the order, from big-endian octets.
fn scalar(octets: &[u8; 32]) -> Option<Scalar> {
    let mut octets = *octets;
    octets.reverse();
    Scalar::decode(&octets)
}

/// A number below p, from big-endian octets.
fn element(octets: &[u8; 32]) -> Option<GFp256> {
    let mut octets = *octets;
    octets.reverse();
    GFp256::decode(&octets)
}
