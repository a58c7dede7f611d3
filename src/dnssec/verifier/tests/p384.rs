//! Owns the inputs that could divide the P-384 engines.

use p384::elliptic_curve::ff::PrimeField;
use p384::elliptic_curve::group::GroupEncoding;
use p384::elliptic_curve::sec1::ToSec1Point;
use p384::{ProjectivePoint, Scalar};
use sha2::{Digest, Sha384};

use super::super::curve::{Curve, P384};
use super::super::field::{Field, invert_all};
use super::super::{Flaw, Unjudgeable, Verifier};
use super::{Case, flipped, hold, hold_undecided, messages};

const MESSAGE: &[u8] = b"one message";

type Octets = [u8; 48];

fn octets(scalar: Scalar) -> Octets {
    scalar.to_repr().into()
}

/// A number modulo n: our own arithmetic, which p384's holds to account where both are used.
fn number(mut octets: Octets) -> Scalar {
    octets.reverse();
    let mut reduced = P384::octets(P384::reduced(&octets));
    reduced.reverse();
    Option::from(Scalar::from_repr(reduced.into())).expect("below n")
}

fn inverse(scalar: Scalar) -> Scalar {
    Option::from(scalar.invert()).expect("not zero")
}

fn uncompressed(point: ProjectivePoint) -> Vec<u8> {
    let key = p384::PublicKey::from_affine(point.to_affine()).expect("not neutral");
    key.to_sec1_point(false).as_bytes().split_first().expect("a form octet").1.to_vec()
}

fn x(point: ProjectivePoint) -> Octets {
    *uncompressed(point).first_chunk().expect("48 octets")
}

fn digest(message: &[u8]) -> Scalar {
    number(Sha384::digest(message).into())
}

fn sign(private: Scalar, message: &[u8], nonce: u64) -> [Octets; 2] {
    let nonce = Scalar::from(nonce) * digest(message) + Scalar::ONE;
    let r = number(x(ProjectivePoint::GENERATOR * nonce));
    [octets(r), octets((digest(message) + r * private) * inverse(nonce))]
}

/// n plus a small number.
fn order_plus(more: u8) -> Octets {
    let mut octets = octets(-Scalar::ONE);
    octets[47] += 1 + more;
    octets
}

fn point_at(x: Octets) -> Option<ProjectivePoint> {
    let mut octets = [2; 49];
    octets[1..].copy_from_slice(&x);
    Option::from(ProjectivePoint::from_bytes(&octets.into()))
}

/// The key for which (r, s) over `MESSAGE` sums to the point: Q = (sR - zG) / r.
fn key_for(point: ProjectivePoint, r: Scalar, s: Scalar) -> Vec<u8> {
    uncompressed((point * s - ProjectivePoint::GENERATOR * digest(MESSAGE)) * inverse(r))
}

#[test]
fn good_signatures_and_single_bits() {
    for seed in 1..3_u8 {
        let private = Scalar::from(u64::from(seed)) * digest(b"private");
        let mut cases = Vec::new();
        for (message, bit) in messages(8).zip((usize::from(seed)..).step_by(97)) {
            let [r, s] = sign(private, &message, 77);
            let good = [r, s].concat();
            let mut case = |what, message: &[u8], signature: Vec<u8>, good| {
                cases.push(Case { what, message: message.to_vec(), signature, good })
            };
            case("the other s", &message, [r, octets(-number(s))].concat(), true);
            case("bit of r", &message, flipped(&good, bit % 384), false);
            case("bit of s", &message, flipped(&good, bit % 384 + 384), false);
            case("other message", &[&*message, b"!"].concat(), good.clone(), false);
            case("short", &message, good[1..].to_vec(), false);
            case("long", &message, [&[0], &*good].concat(), false);
            case("signature", &message, good, true);
        }
        let [r, s] = sign(private, MESSAGE, 5);
        for edge in
            [[0; 48], order_plus(0), order_plus(1), [0xFF; 48], octets(Scalar::ONE), octets(-Scalar::ONE)]
        {
            for signature in [[edge, s].concat(), [r, edge].concat(), [edge, edge].concat()] {
                cases.push(Case { what: "edge", message: MESSAGE.to_vec(), signature, good: false });
            }
        }
        hold(14, &uncompressed(ProjectivePoint::GENERATOR * private), &cases);
    }
}

#[test]
fn x_at_and_above_the_order() {
    let mut gap = [0; 48];
    gap.copy_from_slice(&P384::GAP);
    let (mut above, mut below) = (0, 0);
    for small in 1..8 {
        let (r, s) = (Scalar::from(u64::from(small)), Scalar::from(77_u64));
        let case = |what, signature, good| Case { what, message: MESSAGE.to_vec(), signature, good };
        let as_field = [order_plus(small), octets(s)].concat();
        if let Some(point) = point_at(order_plus(small)) {
            above += 1;
            hold(
                14,
                &key_for(point, r, s),
                &[
                    case("x above n", [octets(r), octets(s)].concat(), true),
                    case("r above n", as_field.clone(), false),
                ],
            );
        }
        if let Some(point) = point_at(octets(r)) {
            below += 1;
            hold(
                14,
                &key_for(point, r, s),
                &[case("small x", [octets(r), octets(s)].concat(), true), case("r above n", as_field, false)],
            );
            let wrapped = r + number(gap);
            hold(
                14,
                &key_for(point, wrapped, s),
                &[case("r + n above p", [octets(wrapped), octets(s)].concat(), false)],
            );
        }
    }
    assert!(above > 1 && below > 1, "{above} {below}");
}

#[test]
fn sums_that_meet_themselves() {
    let z = digest(MESSAGE);
    let case = |what, r: Scalar, s: Scalar, good| Case {
        what,
        message: MESSAGE.to_vec(),
        signature: [octets(r), octets(s)].concat(),
        good,
    };
    // Q = -(z / r) G: every sum is neutral, whatever s is.
    let r = Scalar::from(99_u64);
    let neutral = [Scalar::ONE, Scalar::from(12345_u64), z].map(|s| case("neutral", r, s, false));
    hold(14, &uncompressed(ProjectivePoint::GENERATOR * -(z * inverse(r))), &neutral);
    // d = z / r: both halves are the same point, and the sum is its double.
    let k = Scalar::from(424_242_u64);
    let r = number(x(ProjectivePoint::GENERATOR * (k + k)));
    hold_undecided(
        14,
        &uncompressed(ProjectivePoint::GENERATOR * (z * inverse(r))),
        &[case("doubled", r, z * inverse(k), true)],
    );
    // The key is the generator or its opposite.
    for private in [Scalar::ONE, -Scalar::ONE] {
        let [r, s] = sign(private, MESSAGE, 31);
        hold(
            14,
            &uncompressed(ProjectivePoint::GENERATOR * private),
            &[case("key of one", number(r), number(s), true)],
        );
    }
}

/// Our arithmetic modulo n and p against that of the `p384` crate, with numbers at the ends of their limbs.
#[test]
fn arithmetic() {
    let edges = [
        Scalar::ONE,
        -Scalar::ONE,
        Scalar::from(u64::MAX),
        number([0xFF; 48]),
        -number([0x80; 48]),
        digest(b"1"),
        digest(b"2"),
        inverse(digest(b"3")),
    ];
    let ours = |scalar: Scalar| {
        let mut octets = octets(scalar);
        octets.reverse();
        P384::scalar(&octets).expect("below n")
    };
    let theirs = |scalar| {
        let mut octets = P384::octets(scalar);
        octets.reverse();
        octets
    };
    for one in edges {
        assert_eq!(theirs(ours(one).inverted()), octets(inverse(one)));
        assert_eq!(theirs(ours(one).negated()), octets(-one));
        for other in edges {
            assert_eq!(theirs(ours(one) * ours(other)), octets(one * other));
            assert_eq!(theirs(ours(one) + ours(other)), octets(one + other));
            assert_eq!(theirs(ours(one) - ours(other)), octets(one - other));
        }
    }
    let mut all = edges.map(ours);
    invert_all(&mut all, &mut Vec::new());
    assert_eq!(all.map(theirs), edges.map(|scalar| octets(inverse(scalar))));
}

#[test]
fn octets_that_are_no_key() {
    let good = uncompressed(ProjectivePoint::GENERATOR);
    let off_curve = Unjudgeable::Malformed(Flaw::NotOnCurve);
    for key in [vec![0; 96], vec![0xFF; 96], flipped(&good, 5), flipped(&good, 700)] {
        assert_eq!(Verifier::new(14, &key, 1_000).err(), Some(off_curve));
        assert!(P384::point(&key).is_none());
    }
}
