//! Plans for one service, with random numbers, to the second.

use danelaw::cert::{Certificate, ObjectKind, PublicPart};
use danelaw::dane::{Chain, Names, Pkix, Published, Service};
use danelaw::limits::Limits;
use danelaw::rollover::{
    ChainVersion, Limiting, Plan, Propagation, PropagationSource, Rdata, ServiceChange, ServiceGoal, Signing,
    Timing, TlsaTimeline, TlsaTimes, TlsaVersion, plan_tlsa,
};
use danelaw::wire::{Timestamp, Ttl};
use sha2::{Digest, Sha256};

const START: i64 = 1_000_000;

#[derive(Debug, Clone, Copy)]
struct Numbers {
    d: u32,
    ttl: u32,
    new_ttl: u32,
    negative: u32,
    skew: u32,
    safety: u32,
}

fn with_numbers(test: impl Fn(Numbers)) {
    let mut state = 5_u64;
    let mut next = |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % bound).unwrap() + 1
    };
    for round in 0..200 {
        let bound = if round % 2 == 0 { 20 } else { 500_000 };
        let [d, ttl, new_ttl, negative, skew, safety] = [0; 6].map(|_: u32| next(bound));
        test(Numbers { d, ttl, new_ttl, negative, skew, safety: if round % 3 == 0 { safety } else { 0 } });
    }
}

/// A certificate whose key is a word.
fn part(key: &str) -> Vec<PublicPart> {
    let certificate = Certificate {
        der: key.as_bytes().to_vec(),
        subject_name: Vec::new(),
        issuer_name: Vec::new(),
        issuer: String::new(),
        is_ca: false,
        not_before: Timestamp(0),
        not_after: Timestamp(1 << 40),
    };
    vec![PublicPart {
        kind: ObjectKind::Certificate,
        spki: key.as_bytes().to_vec(),
        subject: None,
        certificate: Some(certificate),
    }]
}

fn pin(key: &str) -> Published {
    Published { usage: 3, selector: 1, matching: 1, data: Sha256::digest(key).to_vec() }
}

fn seconds(terms: &[u32]) -> i64 {
    terms.iter().map(|term| i64::from(*term)).sum()
}

/// A service, its pins, the chain in service and what changes.
struct Case<'a> {
    n: Numbers,
    published: &'a [&'a str],
    current: &'a [PublicPart],
    next: &'a [PublicPart],
    withdraws: bool,
    published_at: Option<i64>,
}

impl Case<'_> {
    fn plan(&self) -> Plan {
        let Numbers { d, ttl, new_ttl, negative, skew, safety } = self.n;
        let service = Service::parse("_25._tcp.mail.example.org").unwrap();
        let (current, next) =
            (Chain { name: "old", parts: self.current }, Chain { name: "new", parts: self.next });
        let key = String::from_utf8(self.next[0].spki.clone()).unwrap();
        let change = match self.withdraws {
            true => ServiceChange::Withdraw { any: vec![next] },
            false => ServiceChange::Deploy { chains: vec![next], pins: vec![pin(&key)], second: None },
        };
        let names = Names { base: vec![service.host.clone()], next_hops: Vec::new() };
        let goal = ServiceGoal {
            place: service.owner().clone(),
            service,
            published: self.published.iter().map(|key| pin(key)).collect(),
            ttl: Ttl(if self.published.is_empty() { negative } else { ttl }),
            new_ttl: Ttl(new_ttl),
            negative_ttl: Ttl(negative),
            current: vec![current],
            change,
            names: &names,
            pkix: Pkix::Unusable,
        };
        let timing = Timing {
            skew_s: skew,
            safety_s: safety,
            published_at: self.published_at.map(Timestamp),
            ..Timing::new(Timestamp(START))
        };
        let propagation = Propagation { seconds: d, source: PropagationSource::Given };
        let times = TlsaTimes { now: Timestamp(START), timing, propagation, signing: Signing::default() };
        let plan = plan_tlsa("example.org.", "a goal", &[goal], &times, &Limits::default()).unwrap();
        assert_eq!(plan.obstacles, [], "{:?}", self.n);
        plan
    }

    /// Whether the schedule of a plan, one of its steps moved, has a gap.
    fn has_gap(&self, plan: &Plan, moved: Option<(usize, i64)>) -> bool {
        let Numbers { d, ttl, new_ttl, negative, skew, .. } = self.n;
        let names = Names {
            base: vec![Service::parse("_25._tcp.mail.example.org").unwrap().host],
            next_hops: Vec::new(),
        };
        let begin = TlsaVersion {
            publish: None,
            ttl: Ttl(if self.published.is_empty() { negative } else { ttl }),
            expires: None,
            records: self.published.iter().map(|key| pin(key)).collect(),
        };
        let mut records = vec![begin];
        let mut chains =
            vec![ChainVersion { start: None, chains: vec![Chain { name: "old", parts: self.current }] }];
        for (number, step) in plan.steps.iter().enumerate() {
            let at = step.not_before.unwrap_or(Timestamp(START));
            let at = Some(
                moved
                    .filter(|(moved, _)| *moved == number)
                    .map_or(at, |(_, by)| Timestamp(step.exact.unwrap_or(at).0 + by)),
            );
            let Some(change) = step.changes.first() else {
                chains
                    .push(ChainVersion { start: at, chains: vec![Chain { name: "new", parts: self.next }] });
                continue;
            };
            let published = |rdata: &Rdata| match rdata {
                Rdata::Known(octets) => Published::parse(octets).unwrap(),
                Rdata::ToBeMade(text) => panic!("{text}"),
                other => panic!("{other:?}"),
            };
            let after: Vec<Published> = change.after.iter().map(published).collect();
            records.push(TlsaVersion {
                publish: at,
                ttl: Ttl(if after.is_empty() { negative } else { new_ttl }),
                expires: None,
                records: after,
            });
        }
        let from = Timestamp(START);
        let timeline = TlsaTimeline {
            records,
            chains,
            names: &names,
            pkix: Pkix::Unusable,
            propagation_s: d,
            skew_s: skew,
            from,
            until: Some(from),
        };
        !timeline.gaps(&Limits::default()).unwrap().is_empty()
    }

    /// That there is no gap, and one where a step that waits is a second earlier than its exact time.
    fn is_tight(&self) {
        let case = Case { n: Numbers { safety: 0, ..self.n }, ..*self };
        let plan = case.plan();
        assert!(!case.has_gap(&plan, None), "{:?}", self.n);
        for (number, step) in plan.steps.iter().enumerate().filter(|(_, step)| step.term.is_some()) {
            assert!(case.has_gap(&plan, Some((number, -1))), "{:?}: {}", self.n, step.what);
        }
    }
}

fn times(plan: &Plan) -> Vec<Option<i64>> {
    plan.steps.iter().map(|step| step.not_before.map(|at| at.0)).collect()
}

#[test]
fn a_key_changes_as_in_section_8_1() {
    let (old, new) = (part("old"), part("new"));
    with_numbers(|n| {
        let case =
            Case { n, published: &["old"], current: &old, next: &new, withdraws: false, published_at: None };
        let plan = case.plan();
        let exact = START + seconds(&[n.d, n.ttl]);
        let floor = START + 2 * i64::from(n.ttl.max(n.new_ttl));
        let deploy = floor.max(exact + seconds(&[n.safety]));
        assert_eq!(
            times(&plan),
            [Some(START), Some(deploy), Some(deploy + seconds(&[n.skew, n.safety]))],
            "{n:?}"
        );
        let step = &plan.steps[1];
        assert_eq!((step.exact, step.floor), (Some(Timestamp(exact)), Some(Timestamp(floor))), "{n:?}");
        let limiting = if floor > exact + seconds(&[n.safety]) { Limiting::TwoTtls } else { Limiting::Exact };
        assert_eq!(step.limiting, limiting, "{n:?}");
        let term = step.term.as_ref().unwrap();
        assert_eq!((term.symbols.as_str(), term.sum()), ("P(v1)+D+ttl(v0)", Timestamp(exact)), "{n:?}");
        case.is_tight();
    });
}

#[test]
fn what_is_published_since_a_time_waits_less() {
    let (old, new) = (part("old"), part("new"));
    with_numbers(|n| {
        // Where nobody says since when, it may be since now.
        for published_at in [Some(START - 9), None] {
            let case = Case {
                n,
                published: &["old", "new"],
                current: &old,
                next: &new,
                withdraws: false,
                published_at,
            };
            let since = published_at.unwrap_or(START);
            let exact = since + seconds(&[n.d, n.ttl]);
            let deploy = (exact + seconds(&[n.safety])).max(since + 2 * i64::from(n.ttl)).max(START);
            assert_eq!(
                times(&case.plan()),
                [Some(deploy), Some(deploy + seconds(&[n.skew, n.safety]))],
                "{n:?}"
            );
        }
    });
}

#[test]
fn records_of_the_chain_in_service_may_come_at_once_and_of_another_when_it_is_everywhere() {
    let (old, new) = (part("old"), part("new"));
    with_numbers(|n| {
        let case =
            Case { n, published: &[], current: &new, next: &new, withdraws: false, published_at: None };
        assert_eq!(times(&case.plan()), [Some(START)], "{n:?}");
        let case = Case { current: &old, ..case };
        assert_eq!(times(&case.plan()), [None, Some(START + seconds(&[n.skew, n.safety]))], "{n:?}");
        case.is_tight();
    });
}

#[test]
fn records_are_withdrawn() {
    let (old, any) = (part("old"), part("any"));
    with_numbers(|n| {
        let case =
            Case { n, published: &["old"], current: &old, next: &any, withdraws: true, published_at: None };
        assert_eq!(
            times(&case.plan()),
            [Some(START), Some(START + seconds(&[n.d, n.ttl, n.safety]))],
            "{n:?}"
        );
        case.is_tight();
    });
}

#[test]
fn the_same_key_needs_no_change_of_records() {
    let (old, mut renewed) = (part("key"), part("key"));
    renewed[0].certificate.as_mut().unwrap().der = b"renewed".to_vec();
    let n = Numbers { d: 1, ttl: 2, new_ttl: 2, negative: 3, skew: 4, safety: 5 };
    let case =
        Case { n, published: &["key"], current: &old, next: &renewed, withdraws: false, published_at: None };
    assert_eq!(times(&case.plan()), [None]);
}
