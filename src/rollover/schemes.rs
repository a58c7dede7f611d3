//! The schemes of RFC 6781, RFC 7583 and RFC 7671: their closed forms come out of the model, with random
//! numbers, and to the second.

use std::collections::BTreeSet;

use super::*;
use crate::dnssec::{Algorithm, KeyTag};
use crate::limits::Limits;
use crate::wire::{Timestamp, Ttl};

/// What a zone's times depend on: seconds.
#[derive(Debug, Clone, Copy)]
struct Numbers {
    propagation: u32,
    parent: u32,
    signing: u32,
    ttl_ds: u32,
    ttl_key: u32,
    ttl_data: u32,
}

impl Numbers {
    fn d(self) -> i64 {
        self.propagation.into()
    }

    fn dp(self) -> i64 {
        self.parent.into()
    }

    fn dsgn(self) -> i64 {
        self.signing.into()
    }

    fn ds(self) -> i64 {
        self.ttl_ds.into()
    }

    fn key(self) -> i64 {
        self.ttl_key.into()
    }

    fn data(self) -> i64 {
        self.ttl_data.into()
    }
}

/// Calls `test` with many zones: small numbers, so that every maximum has each side now and then, and large
/// ones.
fn with_numbers(test: impl Fn(Numbers)) {
    let mut state = 7_u64;
    let mut next = |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % bound).expect("a small number")
    };
    for round in 0..300 {
        let bound = if round % 2 == 0 { 20 } else { 1_000_000 };
        let [propagation, parent, signing, ttl_ds, ttl_key, ttl_data] = [0; 6].map(|_: u32| next(bound));
        test(Numbers { propagation, parent, signing, ttl_ds, ttl_key, ttl_data });
    }
}

/// Keys by letters: upper case is algorithm 8, lower case algorithm 13.
fn keys(letters: &str) -> BTreeSet<SigningKey> {
    let key = |letter: char| {
        let octet = u8::try_from(letter).expect("a letter");
        let algorithm = Algorithm(if letter.is_ascii_uppercase() { 8 } else { 13 });
        // One tag for all: a tag is not a key.
        SigningKey { algorithm, key_tag: KeyTag(22_919), public_key: vec![octet] }
    };
    letters.chars().map(key).collect()
}

fn time(at: Option<i64>) -> Option<Timestamp> {
    at.map(Timestamp)
}

/// Publications of DS (keys named), DNSKEY (keys, those that sign it) and data (keys that sign it).
struct Plan {
    ds: Vec<(Option<i64>, &'static str)>,
    keys: Vec<(Option<i64>, &'static str, &'static str)>,
    data: Vec<(Option<i64>, &'static str)>,
    reading: Reading,
}

impl Plan {
    fn timeline(&self, numbers: Numbers) -> ZoneTimeline {
        let ds = |&(at, named): &(Option<i64>, &str)| DsVersion {
            publish: time(at),
            ttl: Ttl(numbers.ttl_ds),
            expires: None,
            keys: keys(named),
        };
        let key = |&(at, there, signers): &(Option<i64>, &str, &str)| KeyVersion {
            publish: time(at),
            ttl: Ttl(numbers.ttl_key),
            expires: None,
            keys: keys(there),
            signed_by: keys(signers),
        };
        let group = |ttl, signers| SignedGroup {
            ttl: Ttl(ttl),
            first_expires: None,
            last_expires: None,
            signed_by: keys(signers),
        };
        // The largest TTL counts, whichever group has it.
        let groups = |signers| {
            vec![group(numbers.ttl_data / 2, signers), group(numbers.ttl_data, signers), group(0, signers)]
        };
        let data = |&(at, signers): &(Option<i64>, &'static str)| DataVersion {
            publish: time(at),
            groups: groups(signers),
        };
        ZoneTimeline {
            ds: self.ds.iter().map(ds).collect(),
            keys: self.keys.iter().map(key).collect(),
            data: self.data.iter().map(data).collect(),
            parent_propagation_s: numbers.parent,
            propagation_s: numbers.propagation,
            signing_s: numbers.signing,
            reading: self.reading,
        }
    }

    /// When a change may come first, for the sake of views that have what is new.
    fn earliest(&self, numbers: Numbers, change: &Change) -> Earliest {
        let timeline = self.timeline(numbers);
        let model = timeline.model(&Limits::default()).expect("a model");
        model.earliest(change, Concern::Arrival, None, |view| timeline.is_broken(view)).expect("few views")
    }

    fn has_gap(&self, numbers: Numbers) -> bool {
        !self.timeline(numbers).gaps(&Limits::default()).expect("few views").is_empty()
    }
}

const DS: usize = ZoneTimeline::DS;
const KEYS: usize = ZoneTimeline::KEYS;
const DATA: usize = ZoneTimeline::DATA;

/// Later than anything of a plan.
const LATER: Option<i64> = Some(100_000_000);

/// Steps of a plan that are yet to be told, far from each other: what they wait for must not count.
fn after(step: i64) -> Option<i64> {
    Some((step + 1) * 100_000_000)
}

fn at(at: i64) -> Earliest {
    Earliest::At(Timestamp(at))
}

#[test]
fn zsk_pre_publication() {
    with_numbers(|n| {
        let publish = 1_000;
        let plan = |activate, remove| Plan {
            ds: vec![(None, "K")],
            keys: vec![(None, "KA", "K"), (Some(publish), "KAB", "K"), (remove, "KB", "K")],
            data: vec![(None, "A"), (activate, "B")],
            reading: Reading::EveryAlgorithm,
        };
        let activate = publish + n.d() + n.key();
        assert_eq!(
            plan(LATER, LATER).earliest(n, &Change::of(DATA, 1)),
            at(activate),
            "{n:?}: Ipub = D + TTLkey"
        );
        let remove = activate + n.dsgn() + n.d() + n.data();
        assert_eq!(
            plan(Some(activate), LATER).earliest(n, &Change::of(KEYS, 2)),
            at(remove),
            "{n:?}: Iret = Dsgn + D + TTLsig"
        );
        assert!(!plan(Some(activate), Some(remove)).has_gap(n), "{n:?}");
        assert!(activate == publish || plan(Some(activate - 1), Some(remove)).has_gap(n), "{n:?}");
        assert!(remove == publish || plan(Some(activate), Some(remove - 1)).has_gap(n), "{n:?}");
    });
}

#[test]
fn zsk_double_signature() {
    with_numbers(|n| {
        let publish = 1_000;
        let plan = |remove| Plan {
            ds: vec![(None, "K")],
            keys: vec![(None, "KA", "K"), (Some(publish), "KAB", "K"), (remove, "KB", "K")],
            data: vec![(None, "A"), (Some(publish), "AB"), (remove, "B")],
            reading: Reading::EveryAlgorithm,
        };
        let remove = publish + n.d() + n.key().max(n.dsgn() + n.data());
        let found = plan(LATER).earliest(n, &Change::of(KEYS, 2).and(DATA, 2));
        assert_eq!(found, at(remove), "{n:?}: D + max(TTLkey, Dsgn + TTLsig)");
        // RFC 7583 section 3.2.2 waits for the signing in either case.
        let textbook = publish + n.dsgn() + n.d() + n.key().max(n.data());
        assert!(remove <= textbook && (n.data() < n.key() || remove == textbook), "{n:?}");
        assert!(!plan(Some(textbook)).has_gap(n), "{n:?}");
    });
}

#[test]
fn ksk_double_ksk() {
    with_numbers(|n| {
        let publish = 1_000;
        let plan = |swap, remove| Plan {
            ds: vec![(None, "A"), (swap, "B")],
            keys: vec![(None, "AZ", "A"), (Some(publish), "ABZ", "AB"), (remove, "BZ", "B")],
            data: vec![(None, "Z")],
            reading: Reading::EveryAlgorithm,
        };
        let swap = publish + n.d() + n.key();
        assert_eq!(plan(LATER, LATER).earliest(n, &Change::of(DS, 1)), at(swap), "{n:?}: D + TTLkey");
        let remove = swap + n.dp() + n.ds();
        assert_eq!(
            plan(Some(swap), LATER).earliest(n, &Change::of(KEYS, 2)),
            at(remove),
            "{n:?}: Dp + TTLds"
        );
        assert!(!plan(Some(swap), Some(remove)).has_gap(n), "{n:?}");
        assert!(swap == publish || plan(Some(swap - 1), Some(remove)).has_gap(n), "{n:?}");
    });
}

#[test]
fn ksk_double_ds() {
    with_numbers(|n| {
        let publish = 1_000;
        let plan = |swap, remove| Plan {
            ds: vec![(None, "A"), (Some(publish), "AB"), (remove, "B")],
            keys: vec![(None, "AZ", "A"), (swap, "BZ", "B")],
            data: vec![(None, "Z")],
            reading: Reading::EveryAlgorithm,
        };
        let swap = publish + n.dp() + n.ds();
        assert_eq!(plan(LATER, LATER).earliest(n, &Change::of(KEYS, 1)), at(swap), "{n:?}: Dp + TTLds");
        let remove = swap + n.d() + n.key();
        assert_eq!(plan(Some(swap), LATER).earliest(n, &Change::of(DS, 2)), at(remove), "{n:?}: D + TTLkey");
        assert!(!plan(Some(swap), Some(remove)).has_gap(n), "{n:?}");
    });
}

/// A conservative change of algorithm (RFC 6781 section 4.1.4): signatures, keys, DS, keys, signatures.
fn algorithm(
    [signatures, keys_in, swap, keys_out, signatures_out]: [Option<i64>; 5],
    reading: Reading,
) -> Plan {
    Plan {
        ds: vec![(None, "K"), (swap, "k")],
        keys: vec![(None, "KZ", "K"), (keys_in, "KZkz", "Kk"), (keys_out, "kz", "k")],
        data: vec![(None, "Z"), (signatures, "Zz"), (signatures_out, "z")],
        reading,
    }
}

#[test]
fn algorithm_conservative() {
    with_numbers(|n| {
        let start = 1_000;
        let mut times = [Some(start), after(1), after(2), after(3), after(4)];
        let steps = [
            (KEYS, 1, n.dsgn() + n.d() + n.data(), "keys: Dsgn + D + TTLsig"),
            (DS, 1, n.d() + n.key(), "DS: D + TTLkey"),
            (KEYS, 2, n.dp() + n.ds(), "old keys: Dp + TTLds"),
            (DATA, 2, n.d() + n.key(), "old signatures: D + TTLkey"),
        ];
        let mut expected = start;
        for (step, (fact, version, wait, what)) in steps.into_iter().enumerate() {
            expected += wait;
            let found = algorithm(times, Reading::EveryAlgorithm).earliest(n, &Change::of(fact, version));
            assert_eq!(found, at(expected), "{n:?}: {what}");
            times[step + 1] = Some(expected);
        }
        assert!(!algorithm(times, Reading::EveryAlgorithm).has_gap(n), "{n:?}");
    });
}

#[test]
fn algorithm_liberal_is_a_gap_for_strict_validators_only() {
    with_numbers(|n| {
        // Signatures and keys at once.
        let swap = 1_000 + n.d() + n.key().max(n.dsgn() + n.data());
        let out = swap + n.dp() + n.ds();
        // No second in which a server may have the keys and a cache the data.
        let is_instant = n.d() + n.dsgn() + n.data() == 0;
        let times = [Some(1_000), Some(1_000), Some(swap), Some(out), Some(out + n.d() + n.key())];
        assert!(!algorithm(times, Reading::AnyPath).has_gap(n), "{n:?}");
        assert_eq!(algorithm(times, Reading::EveryAlgorithm).has_gap(n), !is_instant, "{n:?}");
    });
}

#[test]
fn csk() {
    with_numbers(|n| {
        let publish = 1_000;
        let plan = |swap, activate, remove| Plan {
            ds: vec![(None, "A"), (swap, "B")],
            keys: vec![(None, "A", "A"), (Some(publish), "AB", "AB"), (remove, "B", "B")],
            data: vec![(None, "A"), (activate, "B")],
            reading: Reading::EveryAlgorithm,
        };
        let ready = publish + n.d() + n.key();
        assert_eq!(
            plan(LATER, LATER, LATER).earliest(n, &Change::of(DS, 1).and(DATA, 1)),
            at(ready),
            "{n:?}: D + TTLkey"
        );
        let remove = ready + (n.dsgn() + n.d() + n.data()).max(n.dp() + n.ds());
        let found = plan(Some(ready), Some(ready), LATER).earliest(n, &Change::of(KEYS, 2));
        assert_eq!(found, at(remove), "{n:?}: max of ZSK and KSK");
        assert!(!plan(Some(ready), Some(ready), Some(remove)).has_gap(n), "{n:?}");
    });
}

#[test]
fn first_ds_and_removal() {
    with_numbers(|n| {
        let publish = 1_000;
        let plan = |ds, ds_out, unsign| Plan {
            ds: vec![(None, ""), (ds, "K"), (ds_out, "")],
            keys: vec![(None, "", ""), (Some(publish), "KZ", "K"), (unsign, "", "")],
            data: vec![(None, ""), (Some(publish), "Z"), (unsign, "")],
            reading: Reading::EveryAlgorithm,
        };
        let ds = publish + n.d() + n.key().max(n.dsgn() + n.data());
        assert_eq!(
            plan(after(1), after(2), after(3)).earliest(n, &Change::of(DS, 1)),
            at(ds),
            "{n:?}: D + max(TTLkey, Dsgn + TTLmax)"
        );
        let out = ds + 50;
        let unsign = out + n.dp() + n.ds();
        let found = plan(Some(ds), Some(out), LATER).earliest(n, &Change::of(KEYS, 2).and(DATA, 2));
        assert_eq!(found, at(unsign), "{n:?}: Dp + TTLds");
        let whole = plan(Some(ds), Some(out), Some(unsign));
        assert!(!whole.has_gap(n), "{n:?}");
        let insecure: Vec<_> = whole
            .timeline(n)
            .insecure(&Limits::default())
            .expect("few views")
            .into_iter()
            .map(|gap| gap.interval)
            .collect();
        let end = (n.dp() + n.ds() > 0).then_some(Timestamp(ds + n.dp() + n.ds())).or(time(Some(ds)));
        let merged = union(insecure);
        // Protection begins when nobody holds the proof any more that there is no DS, and ends with the DS.
        let expected = if end.is_some_and(|end| end.0 >= out) {
            vec![Interval { start: None, end: None }]
        } else {
            vec![Interval { start: None, end }, Interval { start: time(Some(out)), end: None }]
        };
        assert_eq!(merged, expected, "{n:?}");
    });
}

#[test]
fn stand_by_ds_is_no_gap_but_an_unknown_algorithm_in_it_is_for_strict_validators() {
    let n = Numbers { propagation: 60, parent: 60, signing: 0, ttl_ds: 60, ttl_key: 60, ttl_data: 60 };
    let plan = |named, reading| Plan {
        ds: vec![(None, named)],
        keys: vec![(None, "AZ", "A")],
        data: vec![(None, "Z")],
        reading,
    };
    assert!(!plan("AB", Reading::EveryAlgorithm).has_gap(n));
    assert!(!plan("Ab", Reading::AnyPath).has_gap(n));
    assert!(plan("Ab", Reading::EveryAlgorithm).has_gap(n));
    assert!(plan("B", Reading::AnyPath).has_gap(n));
}

#[test]
fn signatures_that_end_break_what_servers_say_and_are_dropped_by_caches() {
    let n = Numbers { propagation: 10, parent: 0, signing: 0, ttl_ds: 60, ttl_key: 60, ttl_data: 60 };
    let plan = Plan {
        ds: vec![(None, "K")],
        keys: vec![(None, "KZ", "K")],
        data: vec![(None, "Z"), (Some(1_000), "Z")],
        reading: Reading::AnyPath,
    };
    let mut timeline = plan.timeline(n);
    for group in &mut timeline.data[0].groups {
        (group.first_expires, group.last_expires) = (Some(Timestamp(1_004)), Some(Timestamp(1_008)));
    }
    let gaps = timeline.gaps(&Limits::default()).expect("few views");
    let lagging = Interval { start: time(Some(1_004)), end: time(Some(1_010)) };
    assert_eq!(union(gaps.iter().map(|gap| gap.interval)), [lagging]);
    let trusts: BTreeSet<bool> =
        gaps.iter().map(|gap| timeline.trust(&gap.view) == Trust::Broken(Break::DataExpired)).collect();
    assert_eq!(trusts, BTreeSet::from([true]));
    let model = timeline.model(&Limits::default()).expect("a model");
    let terms = |limit: Option<Limit>| limit.map(|limit| model.term(limit)).unwrap_or_default();
    assert_eq!((terms(gaps[0].begins), terms(gaps[0].ends)), ("e(v0)".to_owned(), "T(v1)+D".to_owned()));
}
