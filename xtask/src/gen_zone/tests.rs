//! Same recipe, same octets; and the zones are what their shapes promise.

use std::collections::{HashMap, HashSet};

use super::*;

fn text(shape: Shape, count: u64, seed: u64) -> String {
    let mut out = Vec::new();
    let recipe = Recipe { shape, count, seed };
    let records = write_zone(&recipe, &mut out).expect("a Vec takes everything");
    let text = String::from_utf8(out).expect("zones are ASCII");
    let lines = text.lines().filter(|line| !line.starts_with([';', '$'])).count();
    assert_eq!(u64::try_from(lines), Ok(records), "one record a line");
    text
}

/// Owner, type and rdata of every record of a zone with absolute names.
fn records(text: &str) -> Vec<(&str, &str, &str)> {
    text.lines()
        .filter(|line| !line.starts_with([';', '$']))
        .map(|line| {
            let mut fields = line.splitn(5, ' ');
            let owner = fields.next().expect("owner");
            let rtype = fields.nth(2).expect("type");
            (owner, rtype, fields.next().expect("rdata"))
        })
        .collect()
}

/// Labels from the root down, in which canonical order is plain order.
fn canonical(name: &str) -> Vec<&str> {
    name.trim_end_matches('.').rsplit('.').collect()
}

#[test]
fn same_seed_gives_same_octets() {
    for shape in [Shape::Delegations, Shape::Tld1mRel, Shape::Tld1mShuffled, Shape::Host100k] {
        assert_eq!(text(shape, 500, 7), text(shape, 500, 7), "{shape}");
        assert_ne!(text(shape, 500, 7), text(shape, 500, 8), "{shape}");
    }
    let (mut first, mut second) = (Vec::new(), Vec::new());
    let recipe = Recipe::of(Shape::Small);
    small::write(&recipe, 3, &mut first).expect("a Vec takes everything");
    small::write(&recipe, 3, &mut second).expect("a Vec takes everything");
    assert_eq!(first, second);
}

#[test]
fn names_are_in_canonical_order_and_records_unique() {
    for shape in [Shape::Delegations, Shape::Host100k] {
        let text = text(shape, 3000, 1);
        let records = records(&text);
        assert!(records.is_sorted_by_key(|(owner, _, _)| canonical(owner)), "{shape}");
        let unique: HashSet<_> = records.iter().collect();
        assert_eq!(unique.len(), records.len(), "{shape}");
    }
}

#[test]
fn delegations_have_two_servers_and_about_five_percent_ds() {
    let text = text(Shape::Delegations, 20_000, 1);
    let mut servers: HashMap<&str, u32> = HashMap::new();
    let mut ds = 0;
    for (owner, rtype, rdata) in records(&text) {
        match rtype {
            "NS" => *servers.entry(owner).or_default() += 1,
            "DS" => {
                ds += 1;
                assert_eq!(rdata.split(' ').next_back().map(str::len), Some(64));
            }
            other => assert!(["SOA", "A", "AAAA"].contains(&other), "{other} is not part of this shape"),
        }
    }
    assert_eq!(servers.len(), 20_001);
    assert!(servers.values().all(|&count| count == 2));
    assert!((900..1100).contains(&ds), "{ds}");
}

#[test]
fn targets_in_the_zone_exist() {
    for shape in [Shape::Delegations, Shape::Host100k] {
        let text = text(shape, 3000, 1);
        let records = records(&text);
        let hosts: HashSet<&str> =
            records.iter().filter(|(_, rtype, _)| *rtype == "A").map(|(owner, _, _)| *owner).collect();
        for (owner, rtype, rdata) in &records {
            let target = match *rtype {
                "NS" | "MX" | "SRV" | "CNAME" => rdata.split(' ').next_back().unwrap_or_default(),
                "TLSA" => owner.splitn(3, '.').nth(2).unwrap_or_default(),
                _ => continue,
            };
            assert!(!target.ends_with(".example.") || hosts.contains(target), "{owner} {rtype} {rdata}");
        }
    }
}

#[test]
fn a_shuffled_zone_has_the_same_records() {
    let shuffled = text(Shape::Tld1mShuffled, 1000, 1);
    let sorted = text(Shape::Delegations, 1000, 1);
    assert!(!records(&shuffled).is_sorted_by_key(|(owner, _, _)| canonical(owner)));
    let as_set = |text| {
        records(text)
            .into_iter()
            .map(|(owner, rtype, rdata)| format!("{owner} {rtype} {rdata}"))
            .collect::<HashSet<_>>()
    };
    assert_eq!(as_set(&shuffled), as_set(&sorted));
}

#[test]
fn relative_names_are_those_of_the_absolute_zone() {
    let relative = text(Shape::Tld1mRel, 1000, 1);
    let absolute = text(Shape::Delegations, 1000, 1);
    assert!(relative.contains("\n$ORIGIN example.\n"));
    assert_eq!(relative.lines().count(), absolute.lines().count() + 1);
    assert!(!relative.lines().skip(2).any(|line| line.contains(".example. ") || line.ends_with(".example.")));
}

#[test]
fn small_zones_have_about_twenty_records() {
    let recipe = Recipe::of(Shape::Small);
    for index in 0..50 {
        let records = small::write(&recipe, index, &mut Vec::new()).expect("a Vec takes everything");
        assert!((18..=24).contains(&records), "{records}");
    }
}
