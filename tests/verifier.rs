//! The judge of signatures against the examples of the RFCs, and every algorithm against its edges.

#![allow(clippy::panic, reason = "a test says what it found and stops")]

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use danelaw::dnssec::verifier::{Claim, Flaw, Outcome, Unjudgeable, Verifier};

fn base64(text: &str) -> Vec<u8> {
    BASE64_STANDARD.decode(text).expect("base64")
}

fn flipped(octets: &[u8], bit: usize) -> Vec<u8> {
    let bits = octets.len() * 8;
    let turn = |index| if index == bit % bits / 8 { 1 << (bit % 8) } else { 0 };
    octets.iter().enumerate().map(|(index, octet)| octet ^ turn(index)).collect()
}

/// The verdict on one signature, which has to be the same whatever is expected to come.
fn judge(algorithm: u8, key: &[u8], message: &[u8], signature: &[u8]) -> Outcome {
    let claim = Claim { message, signature };
    let [outcome] = *Verifier::reference(algorithm, key).expect("a key").judge(&[claim]) else {
        panic!("one outcome")
    };
    for expected in [0, 20, 100, 2_000] {
        let outcomes = Verifier::new(algorithm, key, expected).expect("a key").judge(&[claim; 3]);
        assert_eq!(outcomes, [outcome; 3], "{algorithm}, {expected} expected");
    }
    outcome
}

/// Good as it is, bad with any of some bits turned over, bad with any other length.
fn hold(algorithm: u8, key: &[u8], message: &[u8], signature: &[u8]) {
    assert_eq!(judge(algorithm, key, message, signature), Outcome::Good, "{algorithm}");
    for bit in (0..2048).step_by(251) {
        assert_eq!(
            judge(algorithm, key, &flipped(message, bit), signature),
            Outcome::Bad,
            "{algorithm}, message bit {bit}"
        );
        assert_eq!(
            judge(algorithm, key, message, &flipped(signature, bit)),
            Outcome::Bad,
            "{algorithm}, signature bit {bit}"
        );
        if let Ok(other) = Verifier::reference(algorithm, &flipped(key, bit)) {
            assert_eq!(
                other.judge(&[Claim { message, signature }]),
                [Outcome::Bad],
                "{algorithm}, key bit {bit}"
            );
        }
    }
    let (shorter, longer) = (signature.split_last().expect("octets").1, [signature, &[0]].concat());
    for other in [&[], shorter, &longer, &[&[0], signature].concat()] {
        assert_eq!(
            judge(algorithm, key, message, other),
            Outcome::Bad,
            "{algorithm}, {} octets",
            other.len()
        );
    }
}

/// A name in canonical wire form.
fn name(labels: &[&str]) -> Vec<u8> {
    let mut wire: Vec<u8> = Vec::new();
    for label in labels {
        wire.push(u8::try_from(label.len()).expect("a label"));
        wire.extend(label.as_bytes());
    }
    wire.push(0);
    wire
}

/// RRSIG rdata without the signature, and one record of an RRset with TTL 3600: RFC 4034 section 3.1.8.1.
struct Signed<'a> {
    rtype: u16,
    algorithm: u8,
    labels: u8,
    times: [u32; 2],
    key_tag: u16,
    signer: &'a [&'a str],
    owner: &'a [&'a str],
    rdata: Vec<u8>,
}

impl Signed<'_> {
    fn message(&self) -> Vec<u8> {
        let [expiration, inception] = self.times;
        let mut message = Vec::new();
        message.extend(self.rtype.to_be_bytes());
        message.extend([self.algorithm, self.labels]);
        for number in [3600, expiration, inception] {
            message.extend(number.to_be_bytes());
        }
        message.extend(self.key_tag.to_be_bytes());
        message.extend(name(self.signer));
        message.extend(name(self.owner));
        message.extend(self.rtype.to_be_bytes());
        message.extend([0, 1]);
        message.extend(3600_u32.to_be_bytes());
        message.extend(u16::try_from(self.rdata.len()).expect("short").to_be_bytes());
        message.extend(&self.rdata);
        message
    }
}

fn address(algorithm: u8, key_tag: u16, times: [u32; 2], last: u8) -> Vec<u8> {
    let (signer, owner) = (&["example", "net"][..], &["www", "example", "net"][..]);
    Signed { rtype: 1, algorithm, labels: 3, times, key_tag, signer, owner, rdata: vec![192, 0, 2, last] }
        .message()
}

fn exchange(algorithm: u8, key_tag: u16) -> Vec<u8> {
    let (signer, rdata) =
        (&["example", "com"][..], [vec![0, 10], name(&["mail", "example", "com"])].concat());
    Signed {
        rtype: 15,
        algorithm,
        labels: 2,
        times: [1_440_021_600, 1_438_207_200],
        key_tag,
        signer,
        owner: signer,
        rdata,
    }
    .message()
}

#[test]
fn rfc_5702_rsa_sha512() {
    let key = "AwEAAdHoNTOW+et86KuJOWRDp1pndvwb6Y83nSVXXyLA3DLroROUkN6X0O6pnWnjJQujX/AyhqFDxj13tOnD9u/1kTg7cV6rklMrZDtJCQ5PCl/D7QNPsgVsMu1J2Q8gpMpz\
               tNFLpPBz1bWXjDtaR7ZQBlZ3PFY12ZTSncorffcGmhOL";
    let signature = "tsb4wnjRUDnB1BUi+t6TMTXThjVnG+eCkWqjvvjhzQL1d0YRoOe0CbxrVDYd0xDtsuJRaeUw1ep94PzEWzr0iGYgZBWm/zpq+9fOuagYJRfDqfReKBzMweOLDiNa8iP5g9vM\
                     hpuv6OPlvpXwm9Sa9ZXIbNl1MBGk0fthPgxdDLw=";
    hold(10, &base64(key), &address(10, 3740, [1_893_456_000, 946_684_800], 91), &base64(signature));
}

/// The other example of that RFC has 512 bits, which is not checked and not bad.
#[test]
fn rfc_5702_rsa_sha256_is_too_small() {
    let key = base64(
        "AwEAAcFcGsaxxdgiuuGmCkVImy4h99CqT7jwY3pexPGcnUFtR2Fh36BponcwtkZ4cAgtvd4Qs8PkxUdp6p/DlUmObdk=",
    );
    assert_eq!(Verifier::new(8, &key, 1).err(), Some(Unjudgeable::Size { bits: 512 }));
}

#[test]
fn rfc_6605_ecdsa() {
    let key = "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==";
    let signature =
        "qx6wLYqmh+l9oCKTN6qIc+bw6ya+KJ8oMz0YP107epXAyGmt+3SNruPFKG7tZoLBLlUzGGus7ZwmwWep666VCw==";
    hold(13, &base64(key), &address(13, 55648, [1_284_026_679, 1_281_607_479], 1), &base64(signature));
    let key = "xKYaNhWdGOfJ+nPrL8/arkwf2EY3MDJ+SErKivBVSum1w/egsXvSADtNJhyem5RCOpgQ6K8X1DRSEkrbYQ+OB+v8/uX4\
        5NBwY8rp65F6Glur8I/mlVNgF6W/qTI37m40";
    let signature = "/L5hDKIvGDyI1fcARX3z65qrmPsVz73QD1Mr5CEqOiLP95hxQouuroGCeZOvzFaxsT8Glr74hbavRKayJNuydCuz\
        WTSSPdz7wnqXL5bdcJzusdnI0RSMROxxwGipWcJm";
    hold(14, &base64(key), &address(14, 10771, [1_284_027_625, 1_281_608_425], 1), &base64(signature));
}

/// With the signatures of erratum 4935; those printed in the RFC are over other fields.
#[test]
fn rfc_8080_eddsa() {
    let key = "l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=";
    let signature =
        "oL9krJun7xfBOIWcGHi7mag5/hdZrKWw15jPGrHpjQeRAvTdszaPD+QLs3fx8A4M3e23mRZ9VrbpMngwcrqNAg==";
    hold(15, &base64(key), &exchange(15, 3613), &base64(signature));
    let key = "zPnZ/QwEe7S8C5SPz2OfS5RR40ATk2/rYnE9xHIEijs=";
    let signature =
        "zXQ0bkYgQTEFyfLyi9QoiY6D8ZdYo4wyUhVioYZXFdT410QPRITQSqJSnzQoSm5poJ7gD7AQR0O7KuI5k2pcBg==";
    hold(15, &base64(key), &exchange(15, 35217), &base64(signature));
    let key = "3kgROaDjrh0H2iuixWBrc8g2EpBBLCdGzHmn+G2MpTPhpj/OiBVHHSfPodx1FYYUcJKm1MDpJtIA";
    let signature = "3cPAHkmlnxcDHMyg7vFC34l0blBhuG1qpwLmjInI8w1CMB29FkEAIJUA0amxWndkmnBZ6SKiwZSAxGILn/NBtOXft0+Gj7FSvOKxE/07+4RQvE581N3Aj/JtIyaiYVdnYtyM\
                     WbSNyGEY2213WKsJlwEA";
    hold(16, &base64(key), &exchange(16, 9713), &base64(signature));
    let key = "kkreGWoccSDmUBGAe7+zsbG6ZAFQp+syPmYUurBRQc3tDjeMCJcVMRDmgcNLp5HlHAMy12VoISsA";
    let signature = "E1/oLjSGIbmLny/4fcgM1z4oL6aqo+izT3urCyHyvEp4Sp8Syg1eI+lJ57CSnZqjJP41O/9l4m0AsQ4f7qI1gVnML8vWWiyW2KXhT9kuAICUSxv5OWbf81Rq7Yu60npabODB\
                     0QFPb/rkW3kUZmQ0YQUA";
    hold(16, &base64(key), &exchange(16, 38353), &base64(signature));
}

/// A modulus of 1024 bits, made for these tests so that many exponents go with it.
const MODULUS: &str = "0+uZ6H2I1YuJvc7fjJ1P0Fmx5eSAbEYAcgi5FuC7ukLfLhtYHuGRGzwgglA/uJAQuoTc8V0RbOK7ZFxbd1FrQvuIh8thG8EjF59VcwBSnKbKy7W8hAAz3AGuGuLfLWRkDvJVIxu5xvvq\
                       fn7bN9MUSCtZ/K/pOXTIJ+NLa8TS4vs=";

/// Algorithm, exponent and signature over `RSA in DNSSEC`.
const RSA: &[(u8, u64, &str)] = &[
    (
        5,
        65537,
        "OXydCkG9mDmougmQNc2jd1rxDbbxSA7tZybaaHql7/1GkiViqRiRzQZLXbt3XJwvYSmvglVmJumdt7DlrbIxrRZkGomnRqN/YGvK\
        zlNL7HgD510ksmQ3N9FPfGY9x4OhxCr5o7qCTahA+In2yAx1VJ0kRfPEgQYWSMXshhAWSMA=",
    ),
    (
        7,
        65537,
        "OXydCkG9mDmougmQNc2jd1rxDbbxSA7tZybaaHql7/1GkiViqRiRzQZLXbt3XJwvYSmvglVmJumdt7DlrbIxrRZkGomnRqN/YGvK\
        zlNL7HgD510ksmQ3N9FPfGY9x4OhxCr5o7qCTahA+In2yAx1VJ0kRfPEgQYWSMXshhAWSMA=",
    ),
    (
        8,
        3,
        "x95QaFshi44R2+HkhPNwGcZ8bj+mxuIgYD6m7z25aicsB1/X6PADS127jsghBiL8eCvRj1Q/fqnAIt/DRKs8fOf1n6VmvNhE9Mf2\
        TKcnofSQ1wtg3IY/bVBwnv6y22skaPNenzBMaUeRzxdArHc5kpA2FvvZ85b/xi+sb3tgoI4=",
    ),
    (
        8,
        17,
        "xIzbZKnj4xYVS7UG7jfvw988MTxFr3G2ttuPC4QP6Z7Wzz1sGDpZ7uDsawZG7ypH62onodfVJxXyOvfPJAm9gfkrIpKlEMGmeDcc\
        6nVMP+LKEeLA559SPPwlAwVsCcM9e65sqcGdTbq1x4Cok86DPJxfvDqL3jJunEkE46Imodk=",
    ),
    (
        8,
        65537,
        "IvuSkYmZk5FZ9iKVfSw4NNdjtd7zo+zJ5Kbwmt4M8sUxS/LurG+loXsR503xs8dEEtOwYq6D+0fjr7obmkMcGK/ejr6OFpw3cXAB\
        xQSt46KEtf04zeUgU9W1LSI51alx2l6qi7/uA4Z7MbtobOq8+3LQXBWkdAff+3e3OQhh0jg=",
    ),
    (
        8,
        0x1_0000_000f,
        "T8j9MNPn6O1eMtx0Bpewmjxyq1ifJd74nerPR0hIA59A7xbDcwXTT1feT5AHfyaSavG7KeX5gmgCrkIZaKZzXrtoCbzsr5ocWsz/\
        L/bB6D8lpM4I5l1GSjYIGcnWWhgH+EUZxi9gpE6AM9xlnBj2BF4DfaD+N/mir1a9RHAdiR0=",
    ),
    (
        8,
        0x1_ffff_ffff,
        "Tsb30iJFYRCtRXFFwSC/b4OQ1/3G7rjU4HVs9jvh9d+ifAM4NfA45N2ETstPLVakddGrp1to1pj3CHaScjl//eaHGAtFUZnKRz9k\
        cmgl/B2mG4rbshUvelWBZtP7doeKh0FJgPQPCZFED57VH65F/SEEWTG1y05gh+VwjSuxTCc=",
    ),
    (
        10,
        65537,
        "eQTobH/tgNOwpLGajmS43zKqZMa5n4NNa4J9EyG/Q4dPXe4V3QuWKNclfW0qdVuf9sfJXy9sk/mS+qJOE58LhMtkyeUVuTLWzI1y\
        1k2Mi8DFtRIjn8RjoEEBgNNKQlmUns/MNVuMcE05I/RP7cxWwlKbbMdpJknIDkD/zYSuiO4=",
    ),
];

/// The key field with a length of one octet: RFC 3110 section 2.
fn short_form(exponent: &[u8], modulus: &[u8]) -> Vec<u8> {
    [&[u8::try_from(exponent.len()).expect("short")], exponent, modulus].concat()
}

/// The key field with a length of three octets.
fn long_form(exponent: &[u8], modulus: &[u8]) -> Vec<u8> {
    [&[0], &u16::try_from(exponent.len()).expect("short").to_be_bytes()[..], exponent, modulus].concat()
}

#[test]
fn rsa_exponents_and_key_forms() {
    let modulus = base64(MODULUS);
    for (algorithm, exponent, signature) in RSA {
        let padded = exponent.to_be_bytes();
        let zeros = padded.iter().take_while(|octet| **octet == 0).count();
        let exponent = padded.get(zeros..).expect("some octets");
        let (message, signature) = (b"RSA in DNSSEC", base64(signature));
        hold(*algorithm, &short_form(exponent, &modulus), message, &signature);
        let zeros_before = [&[0, 0], &*modulus].concat();
        for key in [
            long_form(exponent, &modulus),
            short_form(&padded, &modulus),
            long_form(&padded, &zeros_before),
            short_form(exponent, &zeros_before),
        ] {
            assert_eq!(judge(*algorithm, &key, message, &signature), Outcome::Good, "{algorithm} {key:02x?}");
        }
        let another = if *algorithm == 8 { 10 } else { 8 };
        assert_eq!(judge(another, &short_form(exponent, &modulus), message, &signature), Outcome::Bad);
    }
}

/// A signature is as long as the modulus, so its leading zeros stay: RFC 8017 section 8.2.2.
#[test]
fn rsa_leading_zeros_of_a_signature_count() {
    let key = short_form(&[3], &base64(MODULUS));
    let signature = base64(
        "AJSac4k5eUPrxeCeOR1r8vOIV+QqFNf9pW2/O+wzQONVO36gY97a73heJMg9PJo8tyvD6N1pCduTDmofjBjx9NfWRxaQgY/p4kJv5gsfF+EnrwTgG53FEl0bIYEDe6iUsjUi\
         +AHJpaYy/WwvZUgIBWtcmj2fuYL7wICdAIGQLSk=",
    );
    assert_eq!(judge(8, &key, b"message 67", &signature), Outcome::Good);
    assert_eq!(judge(8, &key, b"message 67", signature.split_first().expect("octets").1), Outcome::Bad);
    // The signature plus the modulus is the same number modulo the modulus, and too large.
    assert_eq!(judge(8, &key, b"message 67", &base64(MODULUS)), Outcome::Bad);
}

#[test]
fn rsa_keys_not_judged() {
    let modulus = base64(MODULUS);
    let odd = |octets: usize| [vec![0x80], vec![1; octets - 1]].concat();
    let why = |key: Vec<u8>| Verifier::new(8, &key, 1).err();
    let malformed = |flaw| Some(Unjudgeable::Malformed(flaw));
    assert_eq!(why(vec![]), malformed(Flaw::ExponentCut));
    assert_eq!(why(vec![0]), malformed(Flaw::ExponentCut));
    assert_eq!(why(vec![0, 1]), malformed(Flaw::ExponentCut));
    assert_eq!(why(vec![3, 1, 0]), malformed(Flaw::ExponentCut));
    assert_eq!(why(vec![0, 1, 0, 9]), malformed(Flaw::ExponentCut));
    assert_eq!(why(vec![3, 1, 0, 1]), malformed(Flaw::Modulus));
    assert_eq!(why(short_form(&[3], &[0; 128])), malformed(Flaw::Modulus));
    assert_eq!(why(short_form(&[3], &[0xFE; 128])), malformed(Flaw::Modulus));
    for exponent in [&[0][..], &[0, 0], &[1], &[0, 1], &[2], &[1, 0, 0]] {
        assert_eq!(why(short_form(exponent, &modulus)), malformed(Flaw::ExponentValue), "{exponent:?}");
    }
    assert_eq!(why(long_form(&[], &modulus)), malformed(Flaw::ExponentValue));
    assert_eq!(why(short_form(&[2, 0, 0, 0, 1], &modulus)), Some(Unjudgeable::Exponent { bits: 34 }));
    assert_eq!(why(long_form(&[1; 100], &modulus)), Some(Unjudgeable::Exponent { bits: 793 }));
    assert_eq!(
        why(long_form(&[1; 300], &modulus)),
        malformed(Flaw::ExponentValue),
        "longer than the modulus"
    );
    assert_eq!(why(short_form(&[3], &odd(127))), Some(Unjudgeable::Size { bits: 1016 }));
    assert_eq!(why(short_form(&[3], &odd(1025))), Some(Unjudgeable::Size { bits: 8200 }));
    for octets in [128, 129, 256, 512, 1024] {
        assert_eq!(why(short_form(&[3], &odd(octets))), None, "{octets}");
    }
    assert_eq!(why(short_form(&[3], &[&[1], &*odd(127)].concat())), None, "1017 bits");
}

#[test]
fn algorithms_not_judged() {
    assert_eq!(Verifier::new(1, &[1; 64], 1).err(), Some(Unjudgeable::Refused));
    for algorithm in [0, 2, 3, 4, 6, 9, 11, 12, 17, 23, 123, 252, 253, 254, 255] {
        assert_eq!(Verifier::new(algorithm, &[1; 64], 1).err(), Some(Unjudgeable::Algorithm), "{algorithm}");
    }
    for (algorithm, needed) in [(13, 64), (14, 96), (15, 32), (16, 57)] {
        for octets in [0, 1, needed - 1, needed + 1, 200] {
            let flaw = Flaw::Length { octets, needed };
            assert_eq!(
                Verifier::new(algorithm, &vec![4; octets], 1_000).err(),
                Some(Unjudgeable::Malformed(flaw)),
                "{algorithm}"
            );
        }
        for octet in [0, 2, 0xFF] {
            let key = vec![octet; needed];
            match Verifier::new(algorithm, &key, 1_000) {
                Err(why) => {
                    // A y of 0 is that of a point of order 4.
                    let flaw =
                        if algorithm >= 15 && octet == 0 { Flaw::SmallOrder } else { Flaw::NotOnCurve };
                    assert_eq!(why, Unjudgeable::Malformed(flaw), "{algorithm} {octet}");
                }
                Ok(verifier) => assert_eq!(
                    verifier.judge(&[Claim { message: b"", signature: &[1; 114] }]),
                    [Outcome::Bad]
                ),
            }
        }
    }
}

#[test]
fn outcomes_keep_their_order_and_threads_share() {
    let private = crrl::p256::PrivateKey::from_seed(b"order");
    let key = private.to_public_key().encode_uncompressed();
    let (_, key) = key.split_first().expect("a form octet");
    let digest = |message: &[u8]| ring::digest::digest(&ring::digest::SHA256, message);
    let signed: Vec<_> = (0..1_500_u32)
        .map(|number| (number.to_be_bytes(), private.sign_hash(digest(&number.to_be_bytes()).as_ref(), &[])))
        .collect();
    let claims: Vec<_> = signed
        .iter()
        .enumerate()
        .map(|(index, (message, signature))| Claim {
            message,
            signature: if index % 7 == 3 { &[1; 64] } else { signature },
        })
        .collect();
    let verifier = Verifier::new(13, key, claims.len()).expect("a key");
    let expected: Vec<_> =
        (0..claims.len()).map(|index| if index % 7 == 3 { Outcome::Bad } else { Outcome::Good }).collect();
    assert_eq!(verifier.judge(&[]), []);
    std::thread::scope(|scope| {
        let threads = [1, 2].map(|_| scope.spawn(|| verifier.judge(&claims)));
        for thread in threads {
            assert_eq!(thread.join().expect("no panic"), expected);
        }
    });
}
