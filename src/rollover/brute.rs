//! Random schedules, played second by second with caches and servers, against what the model says of them.

use std::collections::{BTreeMap, BTreeSet};

use super::interval::{ALWAYS, FOREVER, number};
use super::*;
use crate::limits::Limits;
use crate::wire::{Timestamp, Ttl};

/// Seconds that are played. Schedules change between 0 and 60, and nothing is held for 60 s.
const PLAYED: std::ops::Range<i64> = -80..200;

/// Numbers that look random: splitmix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn second(&mut self, bound: u64) -> i64 {
        i64::try_from(self.below(bound)).expect("a small number")
    }

    fn short(&mut self, bound: u64) -> u32 {
        u32::try_from(self.below(bound)).expect("a small number")
    }
}

/// Facts with random versions, no two of one fact published in the same second.
fn schedule(dice: &mut Dice, facts: usize) -> Vec<Fact> {
    let fact = |at: usize, dice: &mut Dice| {
        let lags = vec![
            Lag { name: "D", seconds_s: dice.short(6) },
            Lag { name: "Dsgn", seconds_s: dice.short(2) * dice.short(8) },
        ];
        let name = format!("fact {at}");
        let mut fact =
            if dice.below(3) == 0 { Fact::direct(name, "S", lags) } else { Fact::cached(name, "P", lags) };
        let times: BTreeSet<i64> = (0..dice.below(4)).map(|_| dice.second(60)).collect();
        for publish in [None].into_iter().chain(times.into_iter().map(|at| Some(Timestamp(at)))) {
            let groups = (0..=dice.below(2)).map(|_| {
                let first = Timestamp(dice.second(90) - 10);
                let last = Timestamp(first.0 + dice.second(9));
                let ends = (dice.below(5) == 0).then_some((first, last));
                Group {
                    ttl: Ttl(dice.short(30)),
                    dropped: ends.map(|(_, last)| last),
                    expires: ends.map(|(first, _)| first),
                }
            });
            fact = fact.with(Version { publish, groups: groups.collect() });
        }
        fact
    };
    (0..facts).map(|at| fact(at, dice)).collect()
}

/// What may be seen of a fact at each second played: a server of each delay is asked at each second, and its
/// answer is kept by a cache.
fn seen(fact: &Fact) -> BTreeMap<i64, BTreeSet<Seen>> {
    let mut at_second: BTreeMap<i64, BTreeSet<Seen>> = BTreeMap::new();
    for delay in 0..=fact.lag_s() {
        for asked in PLAYED {
            let is_there = |version: &Version| version.publish.is_none_or(|at| at.0 + delay <= asked);
            let Some(version) = fact.versions.iter().rposition(is_there) else { continue };
            for (number_of_group, group) in fact.versions[version].groups.iter().enumerate() {
                let kept_s = if fact.storage == Storage::Cached { i64::from(group.ttl.0) } else { 0 };
                let state = |is_expired| Seen { version, group: number_of_group, is_expired };
                for at in (asked..=asked + kept_s).filter(|at| *at < number(group.dropped, FOREVER)) {
                    at_second.entry(at).or_default().insert(state(false));
                }
                if group.expires.is_some_and(|expires| asked >= expires.0) {
                    at_second.entry(asked).or_default().insert(state(true));
                }
            }
        }
    }
    at_second
}

/// All views that fail, and the seconds at which they may be had.
fn played(facts: &[Fact], fails: impl Fn(&[Seen]) -> bool) -> BTreeMap<Vec<Seen>, BTreeSet<i64>> {
    let all: Vec<_> = facts.iter().map(seen).collect();
    let mut found: BTreeMap<Vec<Seen>, BTreeSet<i64>> = BTreeMap::new();
    // The first seconds lack what was asked before them.
    for at in PLAYED.start + 40..PLAYED.end {
        let mut views = vec![Vec::new()];
        for fact in &all {
            let states = fact.get(&at).cloned().unwrap_or_default();
            views = views
                .iter()
                .flat_map(|view: &Vec<Seen>| states.iter().map(move |state| [&view[..], &[*state]].concat()))
                .collect();
        }
        views.into_iter().filter(|view| fails(view)).for_each(|view| {
            found.entry(view).or_default().insert(at);
        });
    }
    found
}

/// A predicate that fails for about one view in three, the same each time.
fn fails_by(seed: u64) -> impl Fn(&[Seen]) -> bool + Copy {
    move |view| {
        let digit = |seen: &Seen| {
            u64::try_from(seen.version * 4 + seen.group * 2 + usize::from(seen.is_expired))
                .expect("a small number")
        };
        Dice(view.iter().fold(seed, |sum, seen| sum * 31 + digit(seen))).below(3) == 0
    }
}

/// The seconds of an interval that are looked at.
fn seconds(interval: Interval) -> BTreeSet<i64> {
    (PLAYED.start + 40..PLAYED.end).filter(|at| interval.contains(Timestamp(*at))).collect()
}

#[test]
fn no_gap_is_missed_and_none_invented() {
    for seed in 0..1_000 {
        let mut dice = Dice(seed);
        let count = usize::try_from(dice.below(3)).expect("small") + 1;
        let facts = schedule(&mut dice, count);
        let model = Model::new(facts, &Limits::default()).expect("a model");
        let found = model.gaps(fails_by(seed)).expect("few views");
        let expected = played(model.facts(), fails_by(seed));
        let found: BTreeMap<Vec<Seen>, BTreeSet<i64>> =
            found.into_iter().map(|gap| (gap.view, seconds(gap.interval))).collect();
        assert_eq!(found, expected, "schedule {seed}: {:#?}", model.facts());
    }
}

#[test]
fn a_change_inside_its_windows_leaves_no_gap_and_outside_leaves_one() {
    let mut outside = 0;
    for seed in 0..150 {
        let mut dice = Dice(seed + 1_000_000);
        let facts = schedule(&mut dice, 2);
        let Some(moved) = facts.iter().position(|fact| fact.versions.len() > 1) else { continue };
        let version = facts[moved].versions.len() - 1;
        let mut change = Change::of(moved, version);
        let together = moved == 0 && facts[1].versions.len() > 1 && dice.below(2) == 0;
        let other = facts[1].versions.len() - 1;
        if together {
            change = change.and(1, other);
        }
        let concern = [Concern::Arrival, Concern::Departure, Concern::Both, Concern::Everything]
            [usize::try_from(dice.below(4)).expect("small")];
        let model = Model::new(facts.clone(), &Limits::default()).expect("a model");
        let windows = model.windows(&change, concern, fails_by(seed)).expect("few views");
        let before = |fact: usize, version: usize| number(facts[fact].versions[version - 1].publish, ALWAYS);
        let floor = before(moved, version).max(if together { before(1, other) } else { ALWAYS });
        for at in (-20..150).filter(|at| *at > floor) {
            let mut facts = facts.clone();
            facts[moved].versions[version].publish = Some(Timestamp(at));
            if together {
                facts[1].versions[other].publish = Some(Timestamp(at));
            }
            let arrives =
                |view: &[Seen]| view[moved].version == version || together && view[1].version == other;
            let departs = |view: &[Seen]| {
                view[moved].version == version - 1 || together && view[1].version == other - 1
            };
            let is_of_concern = |view: &[Seen]| match concern {
                Concern::Arrival => arrives(view),
                Concern::Departure => departs(view),
                Concern::Both => arrives(view) || departs(view),
                Concern::Everything => true,
            };
            // The model itself is held against the play in another test.
            let model = Model::new(facts, &Limits::default()).expect("a model");
            let gaps = model.gaps(|view| is_of_concern(view) && fails_by(seed)(view)).expect("few views");
            let is_inside = windows
                .iter()
                .any(|one| number(one.not_before, ALWAYS) <= at && at <= number(one.not_after, FOREVER));
            assert_eq!(
                gaps.is_empty(),
                is_inside,
                "schedule {seed}, change at {at}, {concern:?}, {windows:?}: {gaps:#?}"
            );
            outside += usize::from(!is_inside);
        }
    }
    assert!(outside > 1000, "only {outside} changes were outside their windows");
}

#[test]
fn one_second_before_the_earliest_safe_time_is_a_gap() {
    let mut checked = 0;
    for seed in 0..1_000 {
        let mut dice = Dice(seed + 2_000_000);
        let mut facts = schedule(&mut dice, 2);
        let Some(moved) = facts.iter().position(|fact| fact.versions.len() > 1) else { continue };
        let version = facts[moved].versions.len() - 1;
        let model = Model::new(facts.clone(), &Limits::default()).expect("a model");
        let earliest = model
            .earliest(&Change::of(moved, version), Concern::Arrival, None, fails_by(seed))
            .expect("few views");
        let Earliest::At(at) = earliest else { continue };
        let floor = number(facts[moved].versions[version - 1].publish, ALWAYS);
        let mut has_gap = |at: i64| {
            facts[moved].versions[version].publish = Some(Timestamp(at));
            played(&facts, |view| view[moved].version == version && fails_by(seed)(view))
                .values()
                .any(|seconds| !seconds.is_empty())
        };
        assert!(at.0 == floor || !has_gap(at.0), "schedule {seed}: a gap though the change is at {at:?}");
        if at.0 > floor + 1 && at.0 > -30 {
            assert!(has_gap(at.0 - 1), "schedule {seed}: no gap though the change is before {at:?}");
            checked += 1;
        }
    }
    assert!(checked > 150, "only {checked} schedules have an earliest time of their own");
}

#[test]
fn too_many_combinations_are_said_so() {
    let limits = Limits { rollover_views: 100, ..Limits::default() };
    let fact = |name: &str| {
        let fact = Fact::direct(name, "S", vec![Lag { name: "delta", seconds_s: 1_000 }]);
        (0..20).fold(fact, |fact, at| fact.with(Version::new(Some(Timestamp(at)), Ttl(0))))
    };
    let model = Model::new(vec![fact("a"), fact("b")], &limits).expect("a model");
    let error = ModelError::TooMany { views: 100 };
    assert_eq!(model.gaps(|_| false), Err(error.clone()));
    assert_eq!(model.windows(&Change::of(0, 1), Concern::Both, |_| false), Err(error.clone()));
    assert_eq!(error.to_string(), "versions have more than 100 combinations; give fewer versions");
}

#[test]
fn many_versions_are_looked_at_where_they_do_not_overlap() {
    let fact = |name: &str| {
        let fact = Fact::cached(name, "P", vec![Lag { name: "D", seconds_s: 600 }]);
        (0..800).fold(fact, |fact, at| fact.with(Version::new(Some(Timestamp(at * 86_400)), Ttl(3600))))
    };
    let model = Model::new(vec![fact("a"), fact("b")], &Limits::default()).expect("a model");
    let gaps = model.gaps(|view| view[0].version > view[1].version).expect("few views that are possible");
    assert_eq!(gaps.len(), 799);
    assert!(gaps.iter().all(|gap| gap.interval.length_s() == Some(4200)));
}

#[test]
fn an_end_that_only_caches_know_of_is_one_of_servers_too() {
    let group = Group { ttl: Ttl(60), dropped: Some(Timestamp(100)), expires: None };
    let fact = Fact::cached("a", "P", Vec::new()).with(Version { publish: None, groups: vec![group] });
    let model = Model::new(vec![fact], &Limits::default()).expect("a model");
    let gaps = model.gaps(|view| view[0].is_expired).expect("few views");
    assert_eq!(
        gaps.iter().map(|gap| gap.interval).collect::<Vec<_>>(),
        [Interval { start: Some(Timestamp(100)), end: None }]
    );
}

#[test]
fn versions_out_of_order_and_facts_without_versions_are_refused() {
    let fact = |times: &[Option<i64>]| {
        let version = |at: &Option<i64>| Version::new(at.map(Timestamp), Ttl(60));
        times.iter().map(version).fold(Fact::cached("the DS RRset", "Q", Vec::new()), Fact::with)
    };
    let error = |times: &[Option<i64>]| Model::new(vec![fact(times)], &Limits::default()).err();
    assert_eq!(error(&[None, Some(5), Some(5)]), None);
    assert_eq!(
        error(&[None, Some(5), Some(4)]),
        Some(ModelError::Order { fact: "the DS RRset".to_owned(), version: 2 })
    );
    assert_eq!(error(&[None, None]), Some(ModelError::Order { fact: "the DS RRset".to_owned(), version: 1 }));
    assert_eq!(error(&[]), Some(ModelError::Empty { fact: "the DS RRset".to_owned() }));
    let model = Model::new(vec![fact(&[None])], &Limits::default()).expect("a model");
    assert_eq!(model.windows(&Change::of(0, 1), Concern::Both, |_| true), Err(ModelError::NoVersion));
    assert_eq!(model.windows(&Change::of(1, 0), Concern::Both, |_| true), Err(ModelError::NoVersion));
}
