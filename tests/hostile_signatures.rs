//! Zones that are made to keep validators busy: a limit is reached, said, and nothing runs away.

#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use danelaw::dnssec::key_tag;
use support::{check_text, rows};

const HEAD: &str = "\
$ORIGIN example.
$TTL 3600
@ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
www A 192.0.2.1
";

/// The rdata of RSA keys with `octets` of modulus, all with one key tag: turning the words of a key round
/// keeps their sum.
fn colliding_keys(count: usize, octets: usize) -> Vec<Vec<u8>> {
    let words: Vec<[u8; 2]> = (0..octets / 2)
        .map(|at| {
            [0x80 | u8::try_from(at % 97).expect("small"), 0x11 + 2 * u8::try_from(at % 101).expect("small")]
        })
        .collect();
    let rotated =
        |by: usize| words.iter().cycle().skip(by).take(words.len()).flatten().copied().collect::<Vec<u8>>();
    (0..count).map(|by| [&[1, 0, 3, 8, 1, 3], rotated(by).as_slice()].concat()).collect()
}

fn signature(
    zone: &mut String,
    owner: &str,
    covered: &str,
    labels: u8,
    tag: u16,
    octets: usize,
    filling: u8,
) {
    let text = STANDARD.encode(vec![filling; octets]);
    let _ = writeln!(
        zone,
        "{owner} RRSIG {covered} 8 {labels} 3600 20270101000000 20261101000000 {tag} example. {text}"
    );
}

fn zone(keys: &[Vec<u8>]) -> String {
    let mut zone = HEAD.to_owned();
    for key in keys {
        let _ = writeln!(zone, "@ DNSKEY 256 3 8 {}", STANDARD.encode(&key[4..]));
    }
    zone
}

fn names(text: &str) -> Vec<&'static str> {
    let checked = check_text(text.as_bytes(), None);
    assert_eq!(checked.problems, []);
    rows(&checked).into_iter().map(|(_, name)| name).collect()
}

#[test]
fn many_keys_with_one_tag_and_many_signatures_reach_a_limit() {
    let keys = colliding_keys(60, 128);
    let tag = key_tag(&keys[0]).expect("a whole key").0;
    assert!(keys.iter().all(|key| key_tag(key).map(|tag| tag.0) == Some(tag)), "one tag");
    let mut text = zone(&keys);
    for number in 0..200 {
        signature(&mut text, "www", "A", 2, tag, 128, number);
    }
    let found = names(&text);
    // Too many keys for each signature, and too many signatures for the RRset: each is said once.
    assert_eq!(found.iter().filter(|name| **name == "verification-limit").count(), 2, "{found:?}");
}

#[test]
fn signatures_that_fail_one_after_another_are_given_up() {
    let keys = colliding_keys(1, 128);
    let tag = key_tag(&keys[0]).expect("a whole key").0;
    let mut text = zone(&keys);
    for number in 0..6_000 {
        let owner = format!("host{number}");
        let _ = writeln!(text, "{owner} A 192.0.2.1");
        signature(&mut text, &owner, "A", 2, tag, 128, 7);
    }
    let found = names(&text);
    assert!(found.contains(&"verification-limit"), "the rest is given up");
    assert_eq!(
        found.iter().filter(|name| **name == "signature-mismatch").count(),
        20,
        "the first ones are shown"
    );
}

#[test]
fn keys_of_a_size_that_no_library_takes_are_not_called_bogus() {
    // Of keys that are too short to be used the rule about keys says all there is.
    for (octets, said) in [
        (64, "rsa-modulus-below-1024"),
        (2048, "signature-by-oversized-key"),
        (8192, "signature-by-oversized-key"),
    ] {
        let keys = colliding_keys(1, octets);
        let tag = key_tag(&keys[0]).expect("a whole key").0;
        let mut text = zone(&keys);
        signature(&mut text, "www", "A", 2, tag, octets, 7);
        let found = names(&text);
        assert!(found.contains(&said), "{octets} octets: {found:?}");
        assert!(!found.contains(&"signature-mismatch"), "{octets} octets: {found:?}");
    }
}

#[test]
fn thousands_of_signatures_over_thousands_of_types_at_one_name_are_sorted_out() {
    let keys = colliding_keys(1, 128);
    let tag = key_tag(&keys[0]).expect("a whole key").0;
    let mut text = zone(&keys);
    for rtype in 20_000..24_000 {
        let _ = writeln!(text, "www TYPE{rtype} \\# 1 00");
        signature(&mut text, "www", &format!("TYPE{rtype}"), 2, tag, 128, 7);
        signature(&mut text, "www", &format!("TYPE{}", rtype + 10_000), 2, tag, 128, 7);
    }
    let found = names(&text);
    assert!(found.contains(&"signature-orphan") && found.contains(&"signature-mismatch"), "{found:?}");
}

#[test]
fn keys_beyond_the_limit_are_not_called_missing() {
    // One word differs, so that the tags do too.
    let keys: Vec<Vec<u8>> = (0..300u16)
        .map(|number| {
            let mut key = colliding_keys(1, 128).remove(0);
            key[20..22].copy_from_slice(&number.to_be_bytes());
            key
        })
        .collect();
    let mut text = zone(&keys);
    signature(&mut text, "www", "A", 2, key_tag(&keys[299]).expect("a whole key").0, 128, 7);
    let found = names(&text);
    assert!(found.contains(&"verification-limit"), "{found:?}");
    assert!(!found.contains(&"signature-key-missing"), "{found:?}");
}
