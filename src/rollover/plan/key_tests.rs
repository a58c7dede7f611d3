//! Plans for keys against the closed forms of RFC 6781 and RFC 7583, with random numbers, and to the second.

use std::collections::BTreeSet;

use super::keys::{KeyGoal, KeyMethod, PlannedKey, Role, ZoneKeys, ZoneTimes};
use super::resign::Signing;
use super::roll::Course;
use super::schedule::gaps;
use super::stages::stages;
use super::{Action, Plan, Rdata, plan_keys};
use crate::dnssec::{Algorithm, KeyTag};
use crate::limits::Limits;
use crate::rollover::change::Change;
use crate::rollover::dnssec::{SignedGroup, SigningKey};
use crate::rollover::timing::{Propagation, PropagationSource, Timing};
use crate::wire::{Name, Timestamp, Ttl};

const START: i64 = 1_000;

/// What a zone's times depend on: seconds.
#[derive(Debug, Clone, Copy)]
struct Numbers {
    d: u32,
    dp: u32,
    dsgn: u32,
    ds: u32,
    key: u32,
    data: u32,
    negative: u32,
    safety: u32,
}

/// Calls `test` with many zones: small numbers, so that every maximum has each side now and then, and large
/// ones.
fn with_numbers(test: impl Fn(Numbers)) {
    let mut state = 11_u64;
    let mut next = |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % bound).expect("a small number")
    };
    for round in 0..200 {
        let bound = if round % 2 == 0 { 20 } else { 1_000_000 };
        let [d, dp, dsgn, ds, key, data, negative, safety] = [0; 8].map(|_: u32| next(bound) + 1);
        test(Numbers {
            d,
            dp,
            dsgn,
            ds,
            key,
            data,
            negative,
            safety: if round % 3 == 0 { safety } else { 0 },
        });
    }
}

fn key(letter: u8, is_sep: bool) -> PlannedKey {
    let flags = if is_sep { 1 } else { 0 };
    let signing =
        SigningKey { algorithm: Algorithm(8), key_tag: KeyTag(u16::from(letter)), public_key: vec![letter] };
    PlannedKey { key: signing, is_sep, dnskey: Rdata::Known(vec![1, flags, 3, 8, letter]) }
}

fn set(keys: &[&PlannedKey]) -> BTreeSet<SigningKey> {
    keys.iter().map(|one| one.key.clone()).collect()
}

/// A zone with one KSK and one ZSK, or one key for both.
fn zone(n: Numbers, is_single: bool) -> ZoneKeys {
    let (ksk, zsk) = (key(b'K', true), key(b'Z', false));
    let keys = if is_single { vec![ksk.clone()] } else { vec![ksk.clone(), zsk.clone()] };
    let signer = if is_single { &ksk } else { &zsk };
    let group = |ttl| SignedGroup {
        ttl: Ttl(ttl),
        first_expires: None,
        last_expires: None,
        signed_by: set(&[signer]),
    };
    ZoneKeys {
        name: Name::absolute("example.org").expect("a name"),
        keys,
        new: Vec::new(),
        signed_by: set(&[&ksk]),
        dnskey_ttl: Ttl(n.key),
        negative_ttl: Ttl(n.negative),
        data: vec![group(n.data / 2), group(n.data)],
        ds: vec![(ksk.key.clone(), vec![0, b'K', 8, 2])],
        cds: Vec::new(),
        ds_ttl: Ttl(n.ds),
        signing: Signing::default(),
    }
}

fn times(n: Numbers, published_at: Option<i64>) -> ZoneTimes {
    let timing = Timing {
        safety_s: n.safety,
        published_at: published_at.map(Timestamp),
        ..Timing::new(Timestamp(START))
    };
    let propagation = Propagation { seconds: n.d, source: PropagationSource::Given };
    ZoneTimes {
        now: Timestamp(START),
        timing,
        propagation,
        ds_since: published_at.map(Timestamp),
        parent_propagation_s: n.dp,
        signing_s: n.dsgn,
    }
}

fn plan(zone: &ZoneKeys, goal: &KeyGoal, n: Numbers, published_at: Option<i64>) -> Plan {
    let plan = plan_keys(zone, goal, "a goal", &times(n, published_at), &Limits::default()).expect("a plan");
    assert_eq!(plan.obstacles, [], "{n:?}");
    plan
}

fn at(plan: &Plan) -> Vec<i64> {
    plan.steps.iter().map(|step| step.not_before.expect("a time").0).collect()
}

/// That the plan has no gap, and that each step which waits has one a second earlier, the safety left out.
fn is_tight(zone: &ZoneKeys, goal: &KeyGoal, n: Numbers) {
    let n = Numbers { safety: 0, ..n };
    let (times, limits) = (times(n, None), Limits::default());
    let plan = plan_keys(zone, goal, "a goal", &times, &limits).expect("a plan");
    let mut course = Course::new(zone, stages(zone, goal).expect("stages"), &times);
    let changes: Vec<Change> = course.changes.iter().flatten().cloned().collect();
    assert_eq!(changes.len(), plan.steps.len(), "{n:?}");
    for (change, step) in changes.iter().zip(&plan.steps) {
        course.publish(change, step.not_before.expect("a time"));
    }
    assert_eq!(gaps(&course.timeline, &limits).expect("few views"), [], "{n:?}");
    for (change, step) in changes.iter().zip(&plan.steps).filter(|(_, step)| step.term.is_some()) {
        let mut early = course.clone();
        early.publish(change, Timestamp(step.exact.expect("a time").0 - 1));
        assert_ne!(gaps(&early.timeline, &limits).expect("few views"), [], "{n:?}, {}", step.what);
    }
}

fn roll(role: Role, method: Option<KeyMethod>) -> KeyGoal {
    KeyGoal::Roll { role, method, old: None }
}

/// Seconds after the start of each step but the first, safety aside, which each adds once more than the one
/// before.
fn compare(zone: &ZoneKeys, goal: &KeyGoal, n: Numbers, waits: &[u64]) {
    let found = at(&plan(zone, goal, n, None));
    let mut expected = vec![START];
    let mut sum = START;
    for wait in waits {
        sum += i64::try_from(*wait).expect("a short time") + i64::from(n.safety);
        expected.push(sum);
    }
    assert_eq!(found, expected, "{n:?}");
    is_tight(zone, goal, n);
}

fn sum(terms: &[u32]) -> u64 {
    terms.iter().map(|term| u64::from(*term)).sum()
}

#[test]
fn zsk_pre_publication() {
    with_numbers(|n| {
        compare(
            &zone(n, false),
            &roll(Role::Zsk, None),
            n,
            &[sum(&[n.d, n.key]), sum(&[n.dsgn, n.d, n.data])],
        )
    });
}

#[test]
fn zsk_double_signature() {
    with_numbers(|n| {
        let wait = sum(&[n.d, n.key]).max(sum(&[n.dsgn, n.d, n.data]));
        compare(&zone(n, false), &roll(Role::Zsk, Some(KeyMethod::DoubleSignature)), n, &[wait]);
    });
}

#[test]
fn ksk_double_ksk() {
    with_numbers(|n| {
        compare(&zone(n, false), &roll(Role::Ksk, None), n, &[sum(&[n.d, n.key]), sum(&[n.dp, n.ds])])
    });
}

#[test]
fn ksk_double_ds() {
    with_numbers(|n| {
        compare(
            &zone(n, false),
            &roll(Role::Ksk, Some(KeyMethod::DoubleDs)),
            n,
            &[sum(&[n.dp, n.ds]), sum(&[n.d, n.key])],
        )
    });
}

#[test]
fn csk() {
    with_numbers(|n| {
        let (zone, goal) = (zone(n, true), roll(Role::Csk, None));
        let ready = START + i64::try_from(sum(&[n.d, n.key])).expect("short") + i64::from(n.safety);
        let remove = ready
            + i64::try_from(sum(&[n.dsgn, n.d, n.data]).max(sum(&[n.dp, n.ds]))).expect("short")
            + i64::from(n.safety);
        assert_eq!(at(&plan(&zone, &goal, n, None)), [START, ready, ready, remove], "{n:?}");
        is_tight(&zone, &goal, n);
        let goal = roll(Role::Csk, Some(KeyMethod::DoubleSignature));
        let twice = at(&plan(&zone, &goal, n, None));
        assert_eq!(twice.get(1), Some(&ready), "{n:?}: DS at D + TTLkey");
        is_tight(&zone, &goal, n);
    });
}

#[test]
fn algorithm_conservative() {
    with_numbers(|n| {
        let goal = KeyGoal::Algorithm { to: Algorithm(13), method: None };
        let waits = [sum(&[n.dsgn, n.d, n.data]), sum(&[n.d, n.key]), sum(&[n.dp, n.ds]), sum(&[n.d, n.key])];
        compare(&zone(n, false), &goal, n, &waits);
        compare(&zone(n, true), &goal, n, &waits);
    });
}

#[test]
fn algorithm_liberal_is_one_publication_less_and_says_whom_it_fails() {
    with_numbers(|n| {
        let goal = KeyGoal::Algorithm { to: Algorithm(13), method: Some(KeyMethod::Liberal) };
        let plan = plan(&zone(n, false), &goal, n, None);
        let seconds = |sum: u64| i64::try_from(sum).expect("short") + i64::from(n.safety);
        // For those who want no more than one good path the old signatures may go with their keys. Old data
        // is good with the new DNSKEY RRset, and must be gone only when the old keys go.
        let swap = START + seconds(sum(&[n.d, n.key]));
        let out = (swap + seconds(sum(&[n.dp, n.ds]))).max(START + seconds(sum(&[n.dsgn, n.d, n.data])));
        assert_eq!(at(&plan), [START, swap, out, out], "{n:?}");
        assert_eq!(plan.steps.len(), 4);
        assert!(plan.notes.iter().any(|note| note.contains("RFC 4035 section 2.2")), "{:?}", plan.notes);
    });
}

#[test]
fn the_first_ds_and_the_last() {
    with_numbers(|n| {
        let mut unsigned = zone(n, false);
        unsigned.keys.clear();
        unsigned.signed_by.clear();
        unsigned.ds.clear();
        unsigned.data.iter_mut().for_each(|group| group.signed_by.clear());
        compare(&unsigned, &KeyGoal::Sign, n, &[sum(&[n.d, n.negative]).max(sum(&[n.dsgn, n.d, n.data]))]);
        compare(&zone(n, false), &KeyGoal::Unsign, n, &[sum(&[n.dp, n.ds])]);
        compare(&zone(n, false), &KeyGoal::Cds(None), n, &[sum(&[n.dp, n.ds])]);
    });
}

#[test]
fn a_zone_that_is_signed_since_a_time_waits_less_for_its_ds() {
    with_numbers(|n| {
        let mut signed = zone(n, false);
        signed.ds.clear();
        let since = START - 5;
        let wait = sum(&[n.d, n.negative]).max(sum(&[n.dsgn, n.d, n.data]));
        let ready = (since + i64::try_from(wait).expect("short") + i64::from(n.safety)).max(START);
        assert_eq!(at(&plan(&signed, &KeyGoal::Sign, n, Some(since))), [ready], "{n:?}");
    });
}

#[test]
fn what_cds_asks_for_comes_when_its_key_is_known() {
    with_numbers(|n| {
        let (mut zone, next) = (zone(n, false), key(b'N', true));
        zone.keys.push(next.clone());
        zone.signed_by.insert(next.key.clone());
        let goal = KeyGoal::Cds(Some(set(&[&next])));
        compare(&zone, &goal, n, &[sum(&[n.dp, n.ds])]);
        // Asked for without signing DNSKEY it leads nowhere.
        zone.signed_by.remove(&next.key);
        let plan = plan_keys(&zone, &goal, "a goal", &times(n, None), &Limits::default()).expect("a plan");
        assert!(!plan.is_feasible(), "{n:?}");
    });
}

#[test]
fn a_rollover_that_has_begun_goes_on() {
    with_numbers(|n| {
        let (mut zone, next) = (zone(n, false), key(b'N', false));
        zone.new = vec![next.clone()];
        let goal = roll(Role::Zsk, None);
        assert_eq!(plan(&zone, &goal, n, None).steps.len(), 3);
        // Published.
        zone.keys.push(next.clone());
        let since = START - 7;
        let begun = plan(&zone, &goal, n, Some(since));
        let ready =
            (since + i64::try_from(sum(&[n.d, n.key])).expect("short") + i64::from(n.safety)).max(START);
        assert_eq!(at(&begun).first(), Some(&ready), "{n:?}");
        assert_eq!(
            begun.steps.iter().map(|step| step.action).collect::<Vec<_>>(),
            [Action::Sign, Action::RemoveDnskey]
        );
        // In use.
        zone.data.iter_mut().for_each(|group| group.signed_by = set(&[&next]));
        let last = plan(&zone, &goal, n, Some(since));
        let gone = (since + i64::try_from(sum(&[n.dsgn, n.d, n.data])).expect("short") + i64::from(n.safety))
            .max(START);
        assert_eq!(at(&last), [gone], "{n:?}");
    });
}

#[test]
fn what_cannot_be_planned_is_said() {
    let n = Numbers { d: 1, dp: 1, dsgn: 1, ds: 1, key: 1, data: 1, negative: 1, safety: 0 };
    let refused = |zone: &ZoneKeys, goal: &KeyGoal| {
        plan_keys(zone, goal, "a goal", &times(n, None), &Limits::default()).expect_err("no plan").to_string()
    };
    assert!(refused(&zone(n, false), &roll(Role::Csk, None)).contains("has no CSK; it has KSK and ZSK"));
    assert!(
        refused(&zone(n, false), &roll(Role::Ksk, Some(KeyMethod::PrePublish)))
            .contains("double-ksk and double-ds")
    );
    assert!(
        refused(&zone(n, false), &KeyGoal::Algorithm { to: Algorithm(8), method: None }).contains("already")
    );
    let mut two = zone(n, false);
    two.keys.push(key(b'Y', false));
    two.data.iter_mut().for_each(|group| group.signed_by.extend(set(&[&key(b'Y', false)])));
    assert!(refused(&two, &roll(Role::Zsk, None)).contains("--old-key TAG"));
    two.new = vec![key(b'N', true)];
    assert!(
        refused(&two, &KeyGoal::Roll { role: Role::Zsk, method: None, old: Some(KeyTag(u16::from(b'Y'))) })
            .contains("needs the flags 256")
    );
}
