//! Sixteen schedules of one TLSA RRset and its servers, with the gaps and the earliest safe deployment of the
//! last chain.

use super::interval::{ALWAYS, FOREVER, Interval};
use super::*;
use crate::limits::Limits;
use crate::wire::{Timestamp, Ttl};

/// One schedule. Pins and keys are words; a chain is refused when there are pins and it has none of them.
struct Case {
    what: &'static str,
    skew_s: u32,
    /// Publication, TTL, pins.
    zone: &'static [(i64, u32, &'static str)],
    /// Start, keys.
    chains: &'static [(i64, &'static str)],
    earliest: Earliest,
    /// Start, end, pins, keys.
    gaps: &'static [(i64, i64, &'static str, &'static str)],
}

/// Seconds of propagation.
const PROPAGATION_S: u32 = 600;

const CASES: [Case; 16] = [
    Case {
        what: "textbook: +new, wait D+TTL, switch, drop old",
        skew_s: 0,
        zone: &[(ALWAYS, 3600, "old"), (0, 3600, "new old"), (9000, 3600, "new")],
        chains: &[(ALWAYS, "old"), (4200, "new")],
        earliest: Earliest::At(Timestamp(4200)),
        gaps: &[],
    },
    Case {
        what: "switch 1s early",
        skew_s: 0,
        zone: &[(ALWAYS, 3600, "old"), (0, 3600, "new old")],
        chains: &[(ALWAYS, "old"), (4199, "new")],
        earliest: Earliest::At(Timestamp(4200)),
        gaps: &[(4199, 4200, "old", "new")],
    },
    Case {
        what: "hook: replace TLSA and reload at the same moment",
        skew_s: 0,
        zone: &[(ALWAYS, 3600, "old"), (0, 3600, "new")],
        chains: &[(ALWAYS, "old"), (0, "new")],
        earliest: Earliest::At(Timestamp(4200)),
        gaps: &[(0, 4200, "old", "new")],
    },
    Case {
        what: "TLSA never updated, key changed",
        skew_s: 0,
        zone: &[(ALWAYS, 3600, "old")],
        chains: &[(ALWAYS, "old"), (0, "new")],
        earliest: Earliest::Never,
        gaps: &[(0, FOREVER, "old", "new")],
    },
    Case {
        what: "key reused: renewal changes the certificate, SPKI pin unchanged",
        skew_s: 0,
        zone: &[(ALWAYS, 3600, "k1")],
        chains: &[(ALWAYS, "k1"), (0, "k1")],
        earliest: Earliest::Any,
        gaps: &[],
    },
    Case {
        what: "TTL lowered just before: long tail of the old TTL",
        skew_s: 0,
        zone: &[(ALWAYS, 86400, "old"), (0, 300, "old"), (600, 300, "new old")],
        chains: &[(ALWAYS, "old"), (1800, "new")],
        earliest: Earliest::At(Timestamp(87000)),
        gaps: &[(1800, 87000, "old", "new")],
    },
    Case {
        what: "same, waited out",
        skew_s: 0,
        zone: &[(ALWAYS, 86400, "old"), (0, 300, "old"), (600, 300, "new old")],
        chains: &[(ALWAYS, "old"), (87000, "new")],
        earliest: Earliest::At(Timestamp(87000)),
        gaps: &[],
    },
    Case {
        what: "rolling deploy, old pin removed before the last server switched",
        skew_s: 900,
        zone: &[(ALWAYS, 3600, "old"), (0, 3600, "new old"), (4500, 3600, "new")],
        chains: &[(ALWAYS, "old"), (4200, "new")],
        earliest: Earliest::At(Timestamp(4200)),
        gaps: &[(4500, 5100, "new", "old")],
    },
    Case {
        what: "rolling deploy, removal after the last server",
        skew_s: 900,
        zone: &[(ALWAYS, 3600, "old"), (0, 3600, "new old"), (5100, 3600, "new")],
        chains: &[(ALWAYS, "old"), (4200, "new")],
        earliest: Earliest::At(Timestamp(4200)),
        gaps: &[],
    },
    Case {
        what: "rollback to old key after old pin was removed",
        skew_s: 0,
        zone: &[(ALWAYS, 3600, "old"), (0, 3600, "new old"), (4200, 3600, "new"), (20000, 3600, "new old")],
        chains: &[(ALWAYS, "old"), (4200, "new"), (20000, "old")],
        earliest: Earliest::At(Timestamp(24200)),
        gaps: &[(20000, 24200, "new", "old")],
    },
    Case {
        what: "current+issuer: 3 1 1 old + 2 1 1 CA, new leaf from the same CA",
        skew_s: 0,
        zone: &[(ALWAYS, 3600, "CA old"), (4000, 3600, "CA new")],
        chains: &[(ALWAYS, "old CA"), (0, "new CA")],
        earliest: Earliest::Any,
        gaps: &[],
    },
    Case {
        what: "current+issuer, CA rotated its intermediate at renewal",
        skew_s: 0,
        zone: &[(ALWAYS, 3600, "CA1 old"), (60, 3600, "CA2 new")],
        chains: &[(ALWAYS, "old CA1"), (0, "new CA2")],
        earliest: Earliest::At(Timestamp(4260)),
        gaps: &[(0, 4260, "CA1 old", "new CA2")],
    },
    Case {
        what: "TLSA removed and TLS key replaced at once",
        skew_s: 0,
        zone: &[(ALWAYS, 3600, "old"), (0, 3600, "")],
        chains: &[(ALWAYS, "old"), (0, "new")],
        earliest: Earliest::At(Timestamp(4200)),
        gaps: &[(0, 4200, "old", "new")],
    },
    Case {
        what: "first publication of TLSA, matching chain already served",
        skew_s: 0,
        zone: &[(ALWAYS, 3600, ""), (0, 3600, "k1")],
        chains: &[(ALWAYS, "k1")],
        earliest: Earliest::Any,
        gaps: &[],
    },
    Case {
        what: "first publication before server switched to that key",
        skew_s: 0,
        zone: &[(ALWAYS, 3600, ""), (0, 3600, "new")],
        chains: &[(ALWAYS, "old"), (10, "new")],
        earliest: Earliest::Any,
        gaps: &[(0, 10, "new", "old")],
    },
    Case {
        what: "RSA+ECDSA server, only one algorithm pinned",
        skew_s: 0,
        zone: &[(ALWAYS, 3600, "rsa")],
        chains: &[(ALWAYS, "ecdsa")],
        earliest: Earliest::Never,
        gaps: &[(ALWAYS, FOREVER, "rsa", "ecdsa")],
    },
];

impl Case {
    fn model(&self) -> Model {
        let mut zone = Fact::cached("the TLSA RRset", "P", vec![Lag { name: "D", seconds_s: PROPAGATION_S }]);
        zone.versions = self
            .zone
            .iter()
            .map(|&(at, ttl, _)| Version::new(Interval::of(at, FOREVER).start, Ttl(ttl)))
            .collect();
        let mut chains = Fact::direct("the chain", "S", vec![Lag { name: "delta", seconds_s: self.skew_s }]);
        chains.versions = self
            .chains
            .iter()
            .map(|&(at, _)| Version::new(Interval::of(at, FOREVER).start, Ttl(0)))
            .collect();
        Model::new(vec![zone, chains], &Limits::default()).expect("a model")
    }

    fn words(&self, view: &[Seen]) -> (&'static str, &'static str) {
        (self.zone[view[0].version].2, self.chains[view[1].version].1)
    }

    fn is_refused(&self, view: &[Seen]) -> bool {
        let (pins, keys) = self.words(view);
        !pins.is_empty() && !pins.split(' ').any(|pin| keys.split(' ').any(|key| key == pin))
    }
}

#[test]
fn gaps_are_exact() {
    for case in &CASES {
        let gaps = case.model().gaps(|view| case.is_refused(view)).expect("few views");
        let found: Vec<_> = gaps.iter().map(|gap| (gap.interval, case.words(&gap.view))).collect();
        let expected: Vec<_> = case
            .gaps
            .iter()
            .map(|&(start, end, pins, keys)| (Interval::of(start, end), (pins, keys)))
            .collect();
        assert_eq!(found, expected, "{}", case.what);
    }
}

#[test]
fn earliest_deployments_are_exact() {
    for case in &CASES {
        let change = Change::of(1, case.chains.len() - 1);
        let found = case.model().earliest(&change, Concern::Arrival, None, |view| case.is_refused(view));
        assert_eq!(found, Ok(case.earliest), "{}", case.what);
    }
}

#[test]
fn terms_say_what_limits() {
    let terms = |case: &Case| {
        let model = case.model();
        let gaps = model.gaps(|view| case.is_refused(view)).expect("few views");
        let of = |limit: Option<Limit>| limit.map_or_else(|| "-".to_owned(), |limit| model.term(limit));
        gaps.iter().map(|gap| format!("{} {}", of(gap.begins), of(gap.ends))).collect::<Vec<_>>()
    };
    assert_eq!(terms(&CASES[1]), ["S(v1) P(v1)+D+ttl(v0)"]);
    assert_eq!(terms(&CASES[3]), ["S(v1) -"]);
    assert_eq!(terms(&CASES[7]), ["P(v2) S(v1)+delta"]);
    assert_eq!(terms(&CASES[15]), ["- -"]);
}

#[test]
fn a_removal_waits_for_the_last_server_and_no_longer() {
    // The eighth schedule, in which the old pin goes while some servers have the old chain.
    let case = &CASES[7];
    let windows = case
        .model()
        .windows(&Change::of(0, 2), Concern::Arrival, |view| case.is_refused(view))
        .expect("few views");
    assert_eq!(
        windows.iter().map(|one| (one.not_before, one.not_after)).collect::<Vec<_>>(),
        [(Some(Timestamp(5100)), None)]
    );
    // As it is, the switch may come no later than the removal, less the skew; and not before 4200.
    let windows = case
        .model()
        .windows(&Change::of(1, 1), Concern::Both, |view| case.is_refused(view))
        .expect("few views");
    assert_eq!(windows, []);
}
