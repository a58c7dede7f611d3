//! Owns the comparison of the fast engines with the generic one, and the inputs made to divide them.

#![allow(clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on stops")]

mod ed25519;
mod p256;
mod p384;

use super::fast::Fast;
use super::window::Window;
use super::{Claim, Outcome, Verifier};

/// A message, a signature and whether it should be good.
struct Case {
    what: &'static str,
    message: Vec<u8>,
    signature: Vec<u8>,
    good: bool,
}

/// Holds the generic engine, all table sizes and the public way against what is expected.
fn hold(algorithm: u8, key: &[u8], cases: &[Case]) {
    hold_but(algorithm, key, cases, |case| case.good);
}

/// The same, where good signatures meet a sum that fast engines leave to the generic one.
fn hold_undecided(algorithm: u8, key: &[u8], cases: &[Case]) {
    hold_but(algorithm, key, cases, |_| false);
}

fn hold_but(algorithm: u8, key: &[u8], cases: &[Case], fast: impl Fn(&Case) -> bool) {
    let claims: Vec<_> =
        cases.iter().map(|case| Claim { message: &case.message, signature: &case.signature }).collect();
    let expected: Vec<_> = cases.iter().map(|case| case.good).collect();
    let verdicts =
        |outcomes: Vec<Outcome>| outcomes.iter().map(|outcome| *outcome == Outcome::Good).collect::<Vec<_>>();
    same(
        "reference",
        cases,
        &verdicts(Verifier::reference(algorithm, key).expect("a key").judge(&claims)),
        &expected,
    );
    for window in Window::ALL {
        let found = Fast::with(algorithm, key, window).expect("a key").good(&claims);
        same("fast", cases, &found, &cases.iter().map(&fast).collect::<Vec<_>>());
    }
    for expectation in [0, 20, 1_000] {
        same(
            "judge",
            cases,
            &verdicts(Verifier::new(algorithm, key, expectation).expect("a key").judge(&claims)),
            &expected,
        );
    }
}

fn same(engine: &str, cases: &[Case], found: &[bool], expected: &[bool]) {
    assert_eq!(found.len(), expected.len(), "{engine}");
    for ((case, found), expected) in cases.iter().zip(found).zip(expected) {
        assert_eq!(found, expected, "{engine}: {} over {:02x?}", case.what, case.message);
    }
}

/// Messages of all lengths around the blocks of the digests.
fn messages(count: u8) -> impl Iterator<Item = Vec<u8>> {
    (0..count).map(|index| (0..usize::from(index) * 5).map(|octet| octet.to_le_bytes()[0] ^ index).collect())
}

/// The octets with one bit turned over.
fn flipped(octets: &[u8], bit: usize) -> Vec<u8> {
    let mut octets = octets.to_vec();
    let bit = bit % (octets.len() * 8);
    octets[bit / 8] ^= 1 << (bit % 8);
    octets
}

#[test]
fn digits_add_up_to_their_scalar() {
    let scalars: [[u8; 32]; 6] = [
        [0; 32],
        [0xFF; 32],
        [0x80; 32],
        [0x7F; 32],
        [1; 32],
        std::array::from_fn(|octet| octet.to_le_bytes()[0] ^ 0xA5),
    ];
    for window in Window::ALL {
        let digits = window.cut_all(256, scalars.iter().copied());
        for (index, scalar) in scalars.iter().enumerate() {
            let mut sum = crrl::p256::Scalar::ZERO;
            for digit in digits.chunks_exact(scalars.len()).rev().map(|row| row[index]) {
                assert!(usize::from(digit.unsigned_abs()) <= window.multiples());
                sum = sum.xdouble(window.bits()) + crrl::p256::Scalar::from_i32(i32::from(digit));
            }
            assert_eq!(
                sum.equals(crrl::p256::Scalar::decode_reduce(scalar)),
                u32::MAX,
                "{window:?} {scalar:02x?}"
            );
        }
    }
}

trait Doubling {
    fn xdouble(self, times: u32) -> Self;
}

impl Doubling for crrl::p256::Scalar {
    fn xdouble(self, times: u32) -> Self {
        (0..times).fold(self, |scalar, _| scalar.mul2())
    }
}
