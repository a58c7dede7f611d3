//! Owns the inputs that could divide the Ed25519 engines.

use crrl::ed25519::{Point, PrivateKey, Scalar};
use sha2::{Digest, Sha512};

use super::super::fast::Fast;
use super::super::window::Window;
use super::super::{Claim, Flaw, Outcome, Unjudgeable, Verifier};
use super::{Case, flipped, hold, messages};

/// A point of order 8.
const TORSION: [u8; 32] = [
    0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5,
    0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
];

/// The order L, little-endian.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

fn challenge(r: &[u8; 32], key: &[u8; 32], message: &[u8]) -> Scalar {
    Scalar::decode_reduce(&Sha512::new().chain_update(r).chain_update(key).chain_update(message).finalize())
}

/// s + L, which is the same scalar and not the same signature.
fn plus_order(s: &[u8]) -> Vec<u8> {
    let mut carry = 0;
    let sums = s.iter().zip(ORDER).map(|(one, other)| {
        let sum = u16::from(*one) + u16::from(other) + carry;
        carry = sum >> 8;
        sum.to_le_bytes()[0]
    });
    sums.collect()
}

#[test]
fn good_signatures_and_single_bits() {
    for seed in 0..4_u8 {
        let private = PrivateKey::from_seed(&[seed; 32]);
        let mut cases = Vec::new();
        for (bit, message) in messages(40).enumerate() {
            let bit = bit * 7 + usize::from(seed);
            let good = private.sign_raw(&message);
            let (r, s) = good.split_at(32);
            let mut case = |what, message: &[u8], signature: Vec<u8>, good| {
                cases.push(Case { what, message: message.to_vec(), signature, good })
            };
            case("signature", &message, good.to_vec(), true);
            case("bit of R", &message, flipped(&good, bit % 256), false);
            case("bit of s", &message, flipped(&good, bit % 256 + 256), false);
            case("s plus L", &message, [r, &plus_order(s)].concat(), false);
            case("other message", &[&*message, b"!"].concat(), good.to_vec(), false);
            case("short", &message, good[..63].to_vec(), false);
            case("long", &message, [&good[..], &[0]].concat(), false);
            if !message.is_empty() {
                case("bit of message", &flipped(&message, bit), good.to_vec(), false);
            }
        }
        for signature in [vec![], vec![0; 64], vec![0xFF; 64], [ORDER, ORDER].concat()] {
            cases.push(Case { what: "edge", message: vec![], signature, good: false });
        }
        hold(15, &private.public_key.encode(), &cases);
        cases.iter_mut().for_each(|case| case.good = false);
        hold(15, &PrivateKey::from_seed(b"another 32 octets for a seed....").public_key.encode(), &cases);
    }
}

/// Signatures that only a signer makes who wants engines to disagree: keys and R with a part of small order.
#[test]
fn small_orders() {
    let torsion = Point::decode(&TORSION).expect("a point");
    let secret = Scalar::from_u32(0x00C0_FFEE);
    let (mut good, mut bad) = (0, 0);
    for times in [0, 1, 2, 4] {
        let part = (0..times).fold(Point::NEUTRAL, |sum, _| sum + torsion);
        let refused = Unjudgeable::Malformed(Flaw::SmallOrder);
        assert_eq!(Verifier::reference(15, &part.encode()).err(), Some(refused), "{times}");
        let key = (Point::mulgen(&secret) + part).encode();
        let reference = Verifier::reference(15, &key).expect("a point");
        let engines = Window::ALL.map(|window| Fast::with(15, &key, window).expect("a point"));
        for (nonce, message) in messages(24).enumerate() {
            let nonce = Scalar::from_u64(u64::try_from(nonce / 2).expect("small"));
            let in_r = if message.len() % 2 == 0 { part } else { Point::NEUTRAL };
            let r = (Point::mulgen(&nonce) + in_r).encode();
            let s = nonce + challenge(&r, &key, &message) * secret;
            let signature = [r, s.encode32()].concat();
            let claim = Claim { message: &message, signature: &signature };
            let expected = reference.judge(&[claim]) == [Outcome::Good];
            for engine in &engines {
                assert_eq!(engine.good(&[claim]), [expected], "{times} {message:02x?}");
            }
            if expected { good += 1 } else { bad += 1 }
        }
    }
    assert!(good > 20 && bad > 20, "{good} {bad}");
}

/// R written with a y that is not below p: the octets are compared, so it is bad.
#[test]
fn r_not_canonical() {
    let private = PrivateKey::from_seed(&[3; 32]);
    let key = private.public_key.encode();
    let mut one = [0; 32];
    one[0] = 1;
    let mut one_plus_p = [0xFF; 32];
    (one_plus_p[0], one_plus_p[31]) = (0xEE, 0x7F);
    let secret = {
        let mut half: [u8; 32] = Sha512::digest([3; 32])[..32].try_into().expect("half");
        half[0] &= 0xF8;
        half[31] = (half[31] & 0x7F) | 0x40;
        Scalar::decode_reduce(&half)
    };
    let case = |what, r: [u8; 32], good| {
        let s = challenge(&r, &key, b"m") * secret;
        Case { what, message: b"m".to_vec(), signature: [r, s.encode32()].concat(), good }
    };
    hold(15, &key, &[case("neutral R", one, true), case("neutral R above p", one_plus_p, false)]);
}

#[test]
fn octets_that_are_no_key() {
    let mut above_p = [0xFF; 32];
    (above_p[0], above_p[31]) = (0xEE, 0x7F);
    let mut negative_zero = [0; 32];
    (negative_zero[0], negative_zero[31]) = (1, 0x80);
    let mut off_curve = [0; 32];
    off_curve[0] = 2;
    for key in [above_p, negative_zero, off_curve, [0xFF; 32]] {
        assert_eq!(
            Verifier::reference(15, &key).err(),
            Some(Unjudgeable::Malformed(Flaw::NotOnCurve)),
            "{key:02x?}"
        );
        assert!(Fast::with(15, &key, Window::ALL[0]).is_none());
    }
    for octets in [0, 31, 33, 57, 64] {
        assert_eq!(
            Verifier::new(15, &vec![1; octets], 1_000).err(),
            Some(Unjudgeable::Malformed(Flaw::Length { octets, needed: 32 }))
        );
    }
}
