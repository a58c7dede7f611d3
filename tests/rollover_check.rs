//! `danelaw check` with what is published, what is deployed, and when: gaps as the timelines have them, and
//! bad input.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[macro_use]
mod support;

use std::path::Path;

use danelaw::cert::PublicPart;
use danelaw::dane::{Chain, Names, Pkix, Published, RECOMMENDED, Tlsa};
use danelaw::limits::Limits;
use danelaw::rollover::{ChainVersion, Interval, TlsaTimeline, TlsaVersion, union};
use danelaw::wire::{Name, Timestamp, Ttl};
use proptest::prelude::*;
use serde_json::Value;
use support::cli::{Output, danelaw};
use support::{NOW, root};

const OWNER: &str = "_25._tcp.mail.example.org";
/// The chains there are, by number.
const CHAINS: [&str; 3] = ["mail.p256.pem", "mail.p384.pem", "mail.rsa.pem"];
/// The rules that tell gaps.
const GAPS: &str = "deployed-too-early,tlsa-removed-too-early";

/// Seconds after [`NOW`].
fn at(seconds: i64) -> Timestamp {
    Timestamp(NOW.0 + seconds)
}

fn chain_path(chain: usize) -> String {
    root().join("testzones/_certs").join(CHAINS[chain]).display().to_string()
}

fn parts(chain: usize) -> Vec<PublicPart> {
    danelaw::cert::read(&std::fs::read(chain_path(chain)).unwrap()).unwrap()
}

fn pin(chain: usize) -> Tlsa {
    Tlsa::of(&parts(chain)[0], RECOMMENDED).unwrap()
}

/// A zone whose TLSA RRset has the records of some chains.
fn zone(serial: usize, ttl: u32, pins: &[usize]) -> String {
    let mut text = format!(
        "$ORIGIN example.org.\n$TTL 3600\n@ SOA ns1.example.net. hostmaster.example.org. {serial} 14400 3600 \
        1209600 3600\n"
    );
    text.push_str("@ NS ns1.example.net.\n@ NS ns2.example.net.\n@ MX 10 mail\nmail A 192.0.2.25\n");
    for &chain in pins {
        text.push_str(&format!("_25._tcp.mail {ttl} TLSA {}\n", pin(chain)));
    }
    text
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn check(args: &[String]) -> Output {
    danelaw(&[&["check".to_owned(), "--isolated".to_owned()], args].concat(), b"")
}

/// Arguments, each a word.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// What is published when, with which TTL; and what is deployed when. The first of each has always been.
#[derive(Debug, Clone)]
struct Schedule {
    versions: Vec<(i64, u32, Vec<usize>)>,
    chains: Vec<(i64, usize)>,
    propagation_s: u32,
    skew_s: u32,
}

impl Schedule {
    /// The gaps that the command line tells.
    fn told(&self) -> Vec<Interval> {
        let folder = tempfile::tempdir().unwrap();
        let mut args = words(&format!(
            "--output-format json --select {GAPS} --propagation {} --skew {}",
            self.propagation_s, self.skew_s
        ));
        let last = self.versions.len() - 1;
        for (number, (publish, ttl, pins)) in self.versions.iter().enumerate() {
            let path = write(folder.path(), &format!("v{number}.zone"), &zone(number + 1, *ttl, pins));
            match number {
                _ if number == last => args.push(path),
                0 => args.extend(["--published".to_owned(), path]),
                _ => args.extend(["--published".to_owned(), format!("{path}@{}", at(*publish))]),
            }
        }
        args.extend(["--publish-at".to_owned(), at(self.versions[last].0).to_string()]);
        for (number, (start, chain)) in self.chains.iter().enumerate() {
            let time = if number == 0 { String::new() } else { format!("@{}", at(*start)) };
            args.extend([
                if number == 0 { "--cert" } else { "--deploy" }.to_owned(),
                format!("{OWNER}={}{time}", chain_path(*chain)),
            ]);
        }
        let output = check(&args);
        let json: Value = serde_json::from_str(&output.stdout).unwrap_or_else(|_| panic!("{}", output.both));
        assert_eq!(output.stderr, "", "{self:?}");
        let time = |value: &Value| value.as_str().map(|text| Timestamp::parse(text, NOW).unwrap());
        let holds = |finding: &Value| Interval {
            start: time(&finding["holds"]["from"]),
            end: time(&finding["holds"]["until"]),
        };
        union(json["diagnostics"].as_array().unwrap().iter().map(holds))
    }

    /// The gaps that the model has, those left out that nothing of the schedule begins and nothing ends.
    fn computed(&self) -> Vec<Interval> {
        let all: Vec<Vec<PublicPart>> = self.chains.iter().map(|(_, chain)| parts(*chain)).collect();
        let names = Names {
            base: vec![Name::absolute("mail.example.org").unwrap()],
            next_hops: vec![Name::absolute("example.org").unwrap()],
        };
        let records = |pins: &[usize]| {
            pins.iter().map(|chain| Published::parse(&pin(*chain).rdata()).unwrap()).collect()
        };
        let since = |number: usize, seconds: i64| (number > 0).then(|| at(seconds));
        let version = |(number, (publish, ttl, pins)): (usize, &(i64, u32, Vec<usize>))| {
            let ttl = if pins.is_empty() { 3600 } else { *ttl };
            TlsaVersion {
                publish: since(number, *publish),
                ttl: Ttl(ttl),
                expires: None,
                records: records(pins),
            }
        };
        let chain = |(number, (start, chain)): (usize, &(i64, usize))| ChainVersion {
            start: since(number, *start),
            chains: vec![Chain { name: CHAINS[*chain], parts: &all[number] }],
        };
        let timeline = TlsaTimeline {
            records: self.versions.iter().enumerate().map(version).collect(),
            chains: self.chains.iter().enumerate().map(chain).collect(),
            names: &names,
            pkix: Pkix::Unusable,
            propagation_s: self.propagation_s,
            skew_s: self.skew_s,
            from: NOW,
            until: Some(at(86_400 * 365)),
        };
        union(timeline.gaps(&Limits::default()).unwrap().into_iter().map(|gap| gap.interval))
    }
}

/// Up to four versions and three chains, the first of each good together.
fn schedules() -> impl Strategy<Value = Schedule> {
    let ttl = prop::sample::select(vec![60u32, 300, 3600, 7200]);
    let pins = prop::collection::btree_set(0usize..3, 0..3);
    let later = prop::collection::vec((0i64..20_000, ttl.clone(), pins), 1..4);
    let chains = prop::collection::vec((0i64..20_000, 0usize..3), 0..3);
    (ttl, later, chains, 0u32..2000, 0u32..1000).prop_map(|(ttl, later, chains, propagation_s, skew_s)| {
        let mut versions = vec![(0, ttl, vec![0])];
        versions
            .extend(later.into_iter().map(|(publish, ttl, pins)| (publish, ttl, pins.into_iter().collect())));
        let mut chains: Vec<(i64, usize)> = std::iter::once((0, 0)).chain(chains).collect();
        // At one second only one thing of a kind happens; nothing happens at the first.
        versions[1..].sort_by_key(|version| version.0);
        chains[1..].sort_by_key(|chain| chain.0);
        let mut times = 0..;
        versions[1..].iter_mut().for_each(|version| version.0 += 1 + times.next().unwrap());
        let mut times = 0..;
        chains[1..].iter_mut().for_each(|chain| chain.0 += 1 + times.next().unwrap());
        Schedule { versions, chains, propagation_s, skew_s }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn check_tells_the_gaps_of_the_model(schedule in schedules()) {
        prop_assert_eq!(schedule.told(), schedule.computed(), "{:?}", schedule);
    }
}

fn between(start: i64, end: i64) -> Interval {
    Interval { start: Some(at(start)), end: Some(at(end)) }
}

#[test]
fn the_steps_of_a_key_change() {
    let versions = |last: &[(i64, u32, &[usize])]| {
        let all = std::iter::once((0, 3600, vec![0]))
            .chain(last.iter().map(|(publish, ttl, pins)| (*publish, *ttl, pins.to_vec())));
        all.collect::<Vec<_>>()
    };
    let told = |last: &[(i64, u32, &[usize])], deploy: i64, skew_s: u32| {
        Schedule { versions: versions(last), chains: vec![(0, 0), (deploy, 1)], propagation_s: 600, skew_s }
            .told()
    };
    // RFC 7671 section 8.1: published, waited for, deployed, removed.
    assert_eq!(told(&[(10, 3600, &[0, 1]), (9000, 3600, &[1])], 4210, 0), []);
    assert_eq!(told(&[(10, 3600, &[0, 1])], 4209, 0), [between(4209, 4210)]);
    // Records and certificate at one moment.
    assert_eq!(told(&[(10, 3600, &[1])], 10, 0), [between(10, 4210)]);
    // The last server is late.
    assert_eq!(told(&[(10, 3600, &[0, 1]), (4510, 3600, &[1])], 4210, 900), [between(4510, 5110)]);
    // Withdrawn, and another certificate at the same moment.
    assert_eq!(told(&[(10, 3600, &[])], 10, 0), [between(10, 4210)]);
}

/// Findings as `name: message`.
fn findings(output: &Output) -> Vec<String> {
    let json: Value = serde_json::from_str(&output.stdout).unwrap_or_else(|_| panic!("{}", output.both));
    let text = |finding: &Value| {
        format!("{}: {}", finding["name"].as_str().unwrap(), finding["message"].as_str().unwrap())
    };
    json["diagnostics"].as_array().unwrap().iter().map(text).collect()
}

#[test]
fn what_was_before_a_published_version_is_thought_of() {
    let folder = tempfile::tempdir().unwrap();
    let both = write(folder.path(), "both.zone", &zone(1, 3600, &[0, 1]));
    let run = |since: &str, deploy: &str| {
        let (old, new) = (chain_path(0), chain_path(1));
        let text = format!(
            "{both} --published-at {since} --propagation 600 --cert {OWNER}={old} --deploy \
            {OWNER}={new}@{deploy}"
        );
        findings(&check(&words(&format!("{text} --output-format json --select ROL"))))
    };
    assert_eq!(run("-4200s", "+0s"), [""; 0]);
    assert_eq!(run("-4199s", "+0s"), ["deployed-too-early: `mail.p384.pem` goes into service 1 s too early"]);
    assert_eq!(run("-1h", "+10m"), [""; 0]);
}

#[test]
fn a_safety_margin_moves_the_earliest_time_and_not_the_gap() {
    let folder = tempfile::tempdir().unwrap();
    let old = write(folder.path(), "old.zone", &zone(1, 3600, &[0]));
    let both = write(folder.path(), "both.zone", &zone(2, 3600, &[0, 1]));
    let run = |deploy: i64| {
        let deploy = format!("{OWNER}={}@{}", chain_path(1), at(deploy));
        let text = format!(
            "{both} --published {old} --propagation 600 --safety 1h --cert {OWNER}={} --deploy {deploy}",
            chain_path(0)
        );
        check(&words(&format!("{text} --output-format json --select ROL")))
    };
    let json: Value = serde_json::from_str(&run(0).stdout).unwrap();
    assert_eq!(json["diagnostics"][0]["holds"]["until"], at(4200).to_string());
    assert!(json["diagnostics"][0]["help"].as_str().unwrap().contains(&at(7800).to_string()), "{json}");
    assert_eq!(
        findings(&run(4200)),
        ["deployed-inside-safety: `mail.p384.pem` goes into service 3600 s (1 hour) inside the safety \
            margin"]
    );
    assert_eq!(findings(&run(7800)), [""; 0]);
}

/// A host that is an alias, and moves from one server to another.
fn alias_zone(serial: usize, target: &str, hosts: &[(&str, usize)]) -> String {
    let mut text = format!(
        "$ORIGIN example.org.\n$TTL 3600\n@ SOA ns1.example.net. hostmaster.example.org. {serial} 14400 3600 \
        1209600 3600\n"
    );
    text.push_str(&format!(
        "@ NS ns1.example.net.\n@ NS ns2.example.net.\nimap 7200 CNAME {target}\na A \
        192.0.2.1\nb A 192.0.2.2\n"
    ));
    for (host, chain) in hosts {
        text.push_str(&format!("_993._tcp.{host} TLSA {}\n", pin(*chain)));
    }
    text
}

#[test]
fn an_alias_that_moves_keeps_the_records_of_both_servers() {
    let folder = tempfile::tempdir().unwrap();
    let run = |old: &str, new: &str| {
        let (old, new) = (write(folder.path(), "old.zone", old), write(folder.path(), "new.zone", new));
        let chains = format!(
            "--cert _993._tcp.a.example.org={} --cert _993._tcp.b.example.org={}",
            chain_path(0),
            chain_path(1)
        );
        let text = format!(
            "{new} --published {old} --propagation 600 {chains} --output-format json --select {GAPS}"
        );
        let output = check(&words(&text));
        let json: Value = serde_json::from_str(&output.stdout).unwrap_or_else(|_| panic!("{}", output.both));
        json["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["holds"]["until"].clone())
            .collect::<Vec<_>>()
    };
    // Both servers have records of their own before and after.
    let both = [("a", 0), ("b", 1)];
    assert_eq!(run(&alias_zone(1, "a", &both), &alias_zone(2, "b", &both)), [Value::Null; 0]);
    // Records at the alias only, replaced when it moves: whoever holds one of the two of before is lost until
    // the longer TTL is over.
    let (old, new) = (alias_zone(1, "a", &[("imap", 0)]), alias_zone(2, "b", &[("imap", 1)]));
    let until = run(&old, &new);
    assert!(until.contains(&Value::from(at(600 + 7200).to_string())), "{until:?}");
    // An alias that stays, and other records behind it.
    let behind = |serial, chain| alias_zone(serial, "a", &[("a", chain)]);
    assert!(!run(&behind(1, 1), &behind(2, 0)).is_empty());
    // With both records at the alias all is well.
    let pinned = [("imap", 0), ("imap", 1)];
    assert_eq!(run(&alias_zone(1, "a", &pinned), &alias_zone(2, "b", &pinned)), [Value::Null; 0]);
}

#[test]
fn what_cannot_be_held_against_each_other_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| write(folder.path(), name, text);
    let (old, new) = (write("old.zone", &zone(5, 3600, &[0])), write("new.zone", &zone(6, 3600, &[0])));
    let problem = |text: &str| {
        let output = check(&words(text));
        assert_eq!(output.status, 2, "{text}: {}", output.both);
        output.stderr.replace(&folder.path().display().to_string(), "TMP")
    };
    let other = write("other.zone", &zone(1, 3600, &[0]).replace("example.org", "example.net"));
    assert_eq!(
        problem(&format!("{new} --published {other}")),
        "danelaw: --published: no checked zone is named `example.net.`: nothing was held against it\n"
    );
    assert_eq!(
        problem(&format!("{new} --published {old} --published-at +1h")),
        "danelaw: --published-at 2026-12-01T01:00:00Z: the new zone is published at 2026-12-01T00:00:00Z, \
        which is not later; --publish-at says when it is\n"
    );
    assert_eq!(
        problem(&format!("{new} --published {old} --published {new}")),
        "danelaw: --published: two versions of `example.org.` are published at the same time; --published \
        FILE@TIME says when each one is\n"
    );
    assert_eq!(
        problem(&format!("{new} --published {old}@+2h")),
        "danelaw: --published: a version of `example.org.` is published at 2026-12-01T02:00:00Z, which is \
        not before 2026-12-01T00:00:00Z\n"
    );
    assert!(problem(&format!("{new} --publish-at yesterday")).contains("not a time"));
    assert!(problem(&format!("{new} --propagation soon")).contains("expected seconds"));
    assert!(problem(&format!("{new} --deploy {OWNER}")).contains("is not OWNER=FILE or OWNER=FILE@TIME"));
    assert!(problem(&format!("{new} --deploy {OWNER}=missing.pem")).contains("missing.pem"));
    assert!(
        problem(&format!("{new} --deploy _25._tcp.mial.example.org={}", chain_path(0)))
            .contains("held against nothing")
    );
    let no_soa = write(
        "no-soa.zone",
        &zone(1, 3600, &[0]).lines().filter(|line| !line.contains("SOA")).collect::<Vec<_>>().join("\n"),
    );
    let output = check(&words(&format!(
        "{new} --published {no_soa} --origin example.org --output-format json --select SOA,ROL"
    )));
    assert_eq!((output.status, output.stderr.as_str()), (0, ""), "{}", output.both);
    // A serial that goes back, a TTL above 2^31.
    let long = write("long.zone", &zone(4, 4_000_000_000, &[0]));
    let output = check(&words(&format!("{long} --published {new} --output-format json --select SOA,ROL")));
    assert_eq!(
        findings(&output),
        ["serial-not-increased: serial 4 is lower than the published 6, and `_25._tcp.mail.example.org.` \
            TLSA differs"]
    );
    let swapped = write("swapped.zone", &zone(7, 3600, &[1]));
    let output = check(&words(&format!(
        "{swapped} --published {long} --publish-at +1h --output-format json --select ROL005"
    )));
    let json: Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(
        json["diagnostics"][0]["holds"]["until"],
        at(3600 + 18_000 + 4_000_000_000).to_string(),
        "{json}"
    );
}
