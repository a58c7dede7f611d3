//! Owns the inputs that could divide the P-256 engines.

use crrl::field::GFp256;
use crrl::p256::{Point, PrivateKey, PublicKey, Scalar};
use sha2::{Digest, Sha256};

use super::super::curve::P256;
use super::super::ecdsa::{Engine, Numbers};
use super::super::window::Window;
use super::super::{Flaw, Unjudgeable, Verifier};
use super::{Case, flipped, hold, hold_undecided, messages};

const MESSAGE: &[u8] = b"one message";

fn octets(scalar: Scalar) -> [u8; 32] {
    let mut octets = scalar.encode32();
    octets.reverse();
    octets
}

fn number(mut octets: [u8; 32]) -> Scalar {
    octets.reverse();
    Scalar::decode_reduce(&octets)
}

fn signature(r: Scalar, s: Scalar) -> Vec<u8> {
    [octets(r), octets(s)].concat()
}

fn key(point: Point) -> Vec<u8> {
    point.encode_uncompressed()[1..].to_vec()
}

fn hash() -> Scalar {
    number(Sha256::digest(MESSAGE).into())
}

/// The order, big-endian, plus a small number.
fn order_plus(more: u8) -> [u8; 32] {
    let mut octets = octets(Scalar::ZERO - Scalar::ONE);
    octets[31] += 1 + more;
    octets
}

/// The order as octets of a field element, plus a small number.
fn x_above_order(more: u8) -> GFp256 {
    let mut octets = order_plus(more);
    octets.reverse();
    GFp256::decode(&octets).expect("below p")
}

fn point_at(x: GFp256) -> Option<Point> {
    let mut octets = [2; 33];
    octets[1..].copy_from_slice(&x.encode());
    octets[1..].reverse();
    Point::decode(&octets)
}

/// The key for which (r, s) over `MESSAGE` sums to the point: Q = (sR - zG) / r.
fn key_for(point: Point, r: Scalar, s: Scalar) -> Point {
    (point * s - Point::mulgen(&hash())) * (Scalar::ONE / r)
}

#[test]
fn good_signatures_and_single_bits() {
    for seed in 0..4_u8 {
        let private = PrivateKey::from_seed(&[seed]);
        let mut cases = Vec::new();
        for (bit, message) in messages(40).enumerate() {
            let bit = bit * 7 + usize::from(seed);
            let good = private.sign_hash(&Sha256::digest(&message), &[]);
            let (r, s) = good.split_first_chunk::<32>().expect("two numbers");
            let high = signature(number(*r), Scalar::ZERO - number(s.try_into().expect("32 octets")));
            let mut case = |what, message: &[u8], signature: Vec<u8>, good| {
                cases.push(Case { what, message: message.to_vec(), signature, good })
            };
            case("signature", &message, good.to_vec(), true);
            case("the other s", &message, high, true);
            case("bit of r", &message, flipped(&good, bit % 256), false);
            case("bit of s", &message, flipped(&good, bit % 256 + 256), false);
            case("other message", &[&*message, b"!"].concat(), good.to_vec(), false);
            if !message.is_empty() {
                case("bit of message", &flipped(&message, bit), good.to_vec(), false);
            }
        }
        hold(13, &key(private.to_public_key().into_point()), &cases);
        cases.iter_mut().for_each(|case| case.good = false);
        hold(13, &key(PrivateKey::from_seed(b"another").to_public_key().into_point()), &cases);
    }
}

trait IntoPoint {
    fn into_point(self) -> Point;
}

impl IntoPoint for PublicKey {
    fn into_point(self) -> Point {
        Point::decode(&self.encode_uncompressed()).expect("a key is a point")
    }
}

#[test]
fn numbers_out_of_range_and_lengths() {
    let good = PrivateKey::from_seed(b"seed").sign_hash(&Sha256::digest(MESSAGE), &[]).to_vec();
    let (r, s) = good.split_at(32);
    let mut cases = Vec::new();
    let edges = [
        [0; 32],
        order_plus(0),
        order_plus(1),
        order_plus(9),
        [0xFF; 32],
        octets(Scalar::ONE),
        octets(Scalar::ZERO - Scalar::ONE),
    ];
    for edge in edges {
        for signature in [[&edge[..], s].concat(), [r, &edge[..]].concat(), [edge, edge].concat()] {
            cases.push(Case { what: "edge", message: MESSAGE.to_vec(), signature, good: false });
        }
    }
    for octets in [0, 1, 31, 32, 33, 63, 65, 72, 128] {
        let signature = good.iter().copied().cycle().take(octets).collect();
        cases.push(Case { what: "length", message: MESSAGE.to_vec(), signature, good: false });
    }
    cases.push(Case {
        what: "zero before",
        message: MESSAGE.to_vec(),
        signature: [&[0], &*good].concat(),
        good: false,
    });
    cases.push(Case { what: "as it is", message: MESSAGE.to_vec(), signature: good, good: true });
    hold(13, &key(PrivateKey::from_seed(b"seed").to_public_key().into_point()), &cases);
}

#[test]
fn x_at_and_above_the_order() {
    let mut above = 0;
    for small in 1..40 {
        let (r, s) = (Scalar::from_u32(u32::from(small)), Scalar::from_u32(77 + u32::from(small)));
        let case = |what, signature, good| Case { what, message: MESSAGE.to_vec(), signature, good };
        // x is n + small: r is small, although x is not.
        if let Some(point) = point_at(x_above_order(small)) {
            above += 1;
            let as_field = [order_plus(small), octets(s)].concat();
            hold(
                13,
                &key(key_for(point, r, s)),
                &[case("x above n", signature(r, s), true), case("r above n", as_field, false)],
            );
        }
        // x is small: r is small, and r + n is not looked for in vain.
        if let Some(point) = point_at(GFp256::from_u32(u32::from(small))) {
            let as_field = [order_plus(small), octets(s)].concat();
            hold(
                13,
                &key(key_for(point, r, s)),
                &[case("small x", signature(r, s), true), case("r above n", as_field, false)],
            );
            // r is small + p - n, so r + n is x modulo p, but not as an integer.
            let wrapped = Scalar::ZERO + r + number(gap());
            hold(
                13,
                &key(key_for(point, wrapped, s)),
                &[case("r + n above p", signature(wrapped, s), false)],
            );
        }
    }
    assert!(above > 5, "{above}");
}

/// p - n.
fn gap() -> [u8; 32] {
    let mut octets = (GFp256::ZERO - x_above_order(0)).encode();
    octets.reverse();
    octets
}

#[test]
fn sums_that_meet_themselves() {
    let power = |bits: u32| (0..bits).fold(Scalar::ONE, |scalar, _| scalar.mul2());
    let privates = [
        Scalar::ONE,
        Scalar::from_u32(2),
        Scalar::ONE / Scalar::from_u32(3),
        power(8),
        power(13),
        power(16),
        Scalar::from_u32(5) / power(8),
    ];
    let (mut good, mut undecided, mut neutral) = (0, 0, 0);
    for private in privates.into_iter().flat_map(|private| [private, Scalar::ZERO - private]) {
        let public = Point::mulgen(&private);
        let oracle = PublicKey::decode(&public.encode_uncompressed()).expect("a point");
        let engines = Window::ALL.map(|window| Engine::<P256>::new(&key(public), window).expect("a key"));
        let firsts = [0, 1, -1, 2, 5, -5, 128, 129, 256, 4096, 8192, 65536].map(Scalar::from_i32);
        let pairs = firsts.iter().flat_map(|first| {
            [1, -1, 3, 5, -5, 127, 256, 4096, -8192].map(|second| (*first, Scalar::from_i32(second)))
        });
        let mut numbers = Vec::new();
        for (first, second) in pairs {
            let sum = Point::mulgen(&(first + second * private));
            let (x, _, _) = sum.to_affine();
            let r =
                if sum.isneutral() == 0 { Scalar::decode_reduce(&x.encode()) } else { Scalar::from_u32(11) };
            neutral += usize::from(sum.isneutral() != 0);
            let s = r / second;
            for r in [r, r + Scalar::ONE] {
                numbers.push(Some(Numbers { digest: octets(first * s), r: octets(r), s: octets(s) }));
            }
        }
        for engine in &engines {
            for (numbers, found) in numbers.iter().flatten().zip(engine.good_numbers(&numbers)) {
                let expected = oracle.verify_hash(&[numbers.r, numbers.s].concat(), &numbers.digest);
                assert!(
                    expected || !found,
                    "accepted {:02x?} {:02x?} {:02x?}",
                    numbers.digest,
                    numbers.r,
                    numbers.s
                );
                good += usize::from(found);
                undecided += usize::from(expected && !found);
            }
        }
    }
    // All three kinds were met, and only sums that meet their equal or opposite on the way are left to the
    // generic engine.
    assert!(
        good > 1_000 && undecided > 20 && undecided < good / 20 && neutral > 10,
        "{good} good, {undecided} undecided, {neutral} neutral"
    );
}

#[test]
fn sums_that_meet_themselves_are_judged_by_the_generic_engine() {
    // u1 and u2 are equal and the key is the generator or its opposite; z is fixed, so s = z / u1.
    let r = Scalar::from_u32(99);
    let case = |s, good| Case { what: "equal", message: MESSAGE.to_vec(), signature: signature(r, s), good };
    // Q = -(z / r) G: every sum is neutral, whatever s is.
    let opposite = Point::mulgen(&(Scalar::ZERO - hash() / r));
    hold(
        13,
        &key(opposite),
        &[case(Scalar::ONE, false), case(Scalar::from_u32(12345), false), case(hash(), false)],
    );
    // R = kG, d = z / r: u1 G and u2 Q are the same point, and the sum is 2 u1 G.
    let k = Scalar::from_u32(424_242);
    let (x, _, _) = Point::mulgen(&k.mul2()).to_affine();
    let r = Scalar::decode_reduce(&x.encode());
    let doubled =
        Case { what: "doubled", message: MESSAGE.to_vec(), signature: signature(r, hash() / k), good: true };
    hold_undecided(13, &key(Point::mulgen(&(hash() / r))), &[doubled]);
}

#[test]
fn keys_one_and_minus_one() {
    for private in [Scalar::ONE, Scalar::ZERO - Scalar::ONE] {
        let cases: Vec<_> = (1..30)
            .map(|k| {
                let k = Scalar::from_u32(k * 1_000_003);
                let (x, _, _) = Point::mulgen(&k).to_affine();
                let r = Scalar::decode_reduce(&x.encode());
                Case {
                    what: "key of one",
                    message: MESSAGE.to_vec(),
                    signature: signature(r, (hash() + r * private) / k),
                    good: true,
                }
            })
            .collect();
        hold(13, &key(Point::mulgen(&private)), &cases);
    }
}

#[test]
fn octets_that_are_no_key() {
    let good = key(PrivateKey::from_seed(b"seed").to_public_key().into_point());
    let off_curve = Unjudgeable::Malformed(Flaw::NotOnCurve);
    let mut bad: Vec<(Vec<u8>, Unjudgeable)> = vec![(vec![0; 64], off_curve), (vec![0xFF; 64], off_curve)];
    bad.extend((0..512).step_by(37).map(|bit| (flipped(&good, bit), off_curve)));
    for octets in [0, 1, 32, 63, 65, 96] {
        bad.push((
            good.iter().copied().cycle().take(octets).collect(),
            Unjudgeable::Malformed(Flaw::Length { octets, needed: 64 }),
        ));
    }
    for (key, why) in bad {
        assert_eq!(Verifier::reference(13, &key).err(), Some(why));
        assert_eq!(Verifier::new(13, &key, 1_000).err(), Some(why));
        assert!(Engine::<P256>::new(&key, Window::ALL[0]).is_none(), "{key:02x?}");
    }
}
