//! Rollovers of TLSA records with real certificates, and of an alias: RFC 7671 sections 6 and 8.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use danelaw::cert::{PublicPart, certificate_of};
use danelaw::dane::{Chain, Names, Pkix, Published};
use danelaw::dnssec::{Algorithm, KeyTag};
use danelaw::limits::Limits;
use danelaw::rollover::{
    Break, ChainVersion, Change, Concern, DataVersion, DsVersion, Earliest, Fact, Interval, KeyVersion, Lag,
    Model, ModelError, Reading, Seen, Signers, SigningKey, TlsaTimeline, TlsaVersion, Trust, Version,
    ZoneTimeline, union,
};
use danelaw::wire::{Name, NameRef, Timestamp, Ttl};
use danelaw::zone::Zone;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use sha2::{Digest, Sha256, Sha512};

/// 2026-12-01T00:00:00Z: all certificates are valid.
const T0: i64 = 1_796_083_200;
/// 2027-01-01T00:00:00Z: the last second of the certificate that ends first.
const SHORT_END: i64 = 1_798_761_600;
const D: u32 = 600;
const DELTA: u32 = 900;

/// A CA, two certificates by it, and one by itself that ends in a month.
struct Pki {
    /// CA.
    ca: PublicPart,
    old: PublicPart,
    new: PublicPart,
    short: PublicPart,
}

impl Pki {
    fn new() -> Pki {
        let params = |years: (i32, i32)| {
            let mut params = CertificateParams::new(vec!["mail.example.org".to_owned()]).unwrap();
            (params.not_before, params.not_after) =
                (date_time_ymd(years.0, 1, 1), date_time_ymd(years.1, 1, 1));
            params
        };
        let part = |der: &[u8]| certificate_of(der).unwrap();
        let key = || KeyPair::generate().unwrap();
        let mut ca_params = params((2026, 2040));
        ca_params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca_key = key();
        let ca = part(ca_params.self_signed(&ca_key).unwrap().der());
        let issuer = Issuer::new(ca_params, ca_key);
        let issue = |years| part(params(years).signed_by(&key(), &issuer).unwrap().der());
        Pki { ca, old: issue((2026, 2030)), new: issue((2026, 2030)), short: issue((2026, 2027)) }
    }

    fn part(&self, name: &str) -> &PublicPart {
        match name {
            "ca" => &self.ca,
            "old" => &self.old,
            "new" => &self.new,
            "short" => &self.short,
            other => panic!("no certificate is called {other}"),
        }
    }

    /// `311 old, 211 ca`: selector 1 only.
    fn records(&self, text: &str) -> Vec<Published> {
        let record = |text: &str| {
            let (numbers, name) = text.split_once(' ').unwrap();
            let spki = &self.part(name).spki;
            let data = if numbers.ends_with('1') {
                Sha256::digest(spki).to_vec()
            } else {
                Sha512::digest(spki).to_vec()
            };
            let numbers: Vec<u8> = numbers.bytes().map(|digit| digit - b'0').collect();
            Published { usage: numbers[0], selector: numbers[1], matching: numbers[2], data }
        };
        text.split(", ").filter(|text| !text.is_empty()).map(record).collect()
    }

    /// Everything that may be asked about one schedule.
    fn schedule<T>(
        &self,
        zone: &[(Option<i64>, u32, &str)],
        chains: &[(Option<i64>, &str)],
        ask: impl FnOnce(&mut TlsaTimeline<'_>) -> T,
    ) -> T {
        let sent: Vec<Vec<PublicPart>> = chains
            .iter()
            .map(|(_, names)| names.split(' ').map(|name| self.part(name).clone()).collect())
            .collect();
        let chain =
            |((at, name), parts)| ChainVersion { start: time(at), chains: vec![Chain { name, parts }] };
        let names = Names {
            base: vec![Name::parse(b"mail.example.org.", NameRef::ROOT).unwrap()],
            next_hops: Vec::new(),
        };
        let records = |&(at, ttl, records): &(Option<i64>, u32, &str)| TlsaVersion {
            publish: time(at),
            ttl: Ttl(ttl),
            expires: None,
            records: self.records(records),
        };
        ask(&mut TlsaTimeline {
            records: zone.iter().map(records).collect(),
            chains: chains.iter().copied().zip(sent.iter().map(Vec::as_slice)).map(chain).collect(),
            names: &names,
            pkix: Pkix::Unusable,
            propagation_s: D,
            skew_s: DELTA,
            from: Timestamp(T0),
            // No end of a certificate is told of, but where a test asks.
            until: Some(Timestamp(T0)),
        })
    }
}

/// Seconds after [`T0`].
fn time(at: Option<i64>) -> Option<Timestamp> {
    at.map(|at| Timestamp(T0 + at))
}

fn at(at: i64) -> Result<Earliest, ModelError> {
    Ok(Earliest::At(Timestamp(T0 + at)))
}

fn interval(start: Option<i64>, end: Option<i64>) -> Interval {
    Interval { start: time(start), end: time(end) }
}

fn gaps(timeline: &TlsaTimeline<'_>) -> Vec<Interval> {
    union(timeline.gaps(&Limits::default()).unwrap().into_iter().map(|gap| gap.interval))
}

#[test]
fn a_key_changes_as_in_section_8_1() {
    let (pki, limits) = (Pki::new(), Limits::default());
    let zone =
        [(None, 3600, "311 old"), (Some(0), 7200, "311 old, 311 new"), (Some(90_000), 3600, "311 new")];
    pki.schedule(&zone, &[(None, "old ca"), (Some(50_000), "new ca")], |timeline| {
        assert_eq!(gaps(timeline), []);
        assert_eq!(timeline.earliest_deploy(&limits), at(600 + 3600), "D + old TTL");
        assert_eq!(timeline.two_ttls(1), time(Some(2 * 7200)), "the floor counts the larger TTL twice");
        assert_eq!(timeline.earliest_publication(&limits), at(50_000 + 900), "S + delta");
        let windows = timeline.windows(&Change::of(TlsaTimeline::CHAINS, 1), Concern::Both, &limits).unwrap();
        let windows: Vec<_> = windows.iter().map(|window| (window.not_before, window.not_after)).collect();
        assert_eq!(windows, [(time(Some(4200)), time(Some(90_000 - 900)))]);
        assert_eq!(timeline.replay_strict(1), None, "nobody knows when the old signature ends");
        timeline.records[0].expires = time(Some(600_000));
        assert_eq!(timeline.replay_strict(1), time(Some(600_000)));
    });
    pki.schedule(&zone, &[(None, "old ca"), (Some(4199), "new ca")], |timeline| {
        assert_eq!(gaps(timeline), [interval(Some(4199), Some(4200))]);
    });
}

#[test]
fn from_the_servers_own_key_to_its_ca_as_in_section_8_2() {
    let (pki, limits) = (Pki::new(), Limits::default());
    let zone = [(None, 3600, "311 old"), (Some(0), 3600, "311 old, 211 ca"), (Some(6000), 3600, "211 ca")];
    pki.schedule(&zone, &[(None, "old"), (Some(5000), "new ca")], |timeline| {
        assert_eq!(timeline.earliest_deploy(&limits), at(4200));
        assert_eq!(timeline.earliest_publication(&limits), at(5900));
        assert_eq!(gaps(timeline), []);
    });
}

#[test]
fn a_stronger_digest_comes_for_all_keys_at_once_as_in_section_8_3() {
    let pki = Pki::new();
    let whole = [(None, 3600, "311 old"), (Some(0), 3600, "311 old, 312 old"), (Some(0), 3600, "312 old")];
    pki.schedule(&whole, &[(None, "old ca")], |timeline| assert_eq!(gaps(timeline), []));
    // The new key's stronger digest shadows the old key's record.
    let half = [(None, 3600, "311 old"), (Some(0), 3600, "311 old, 311 new, 312 new")];
    pki.schedule(&half, &[(None, "old ca"), (Some(9000), "new ca")], |timeline| {
        assert_eq!(gaps(timeline), [interval(Some(0), Some(9900))]);
    });
}

#[test]
fn a_record_of_the_ca_carries_over_but_not_each_combination_matches() {
    let pki = Pki::new();
    let zone = [(None, 3600, "311 old, 211 ca"), (Some(4000), 3600, "311 new, 211 ca")];
    pki.schedule(&zone, &[(None, "old ca"), (Some(0), "new ca")], |timeline| {
        assert_eq!(gaps(timeline), []);
        assert_eq!(timeline.earliest_deploy(&Limits::default()), Ok(Earliest::Any));
        let uneven = timeline.uneven(&Limits::default()).unwrap();
        assert_eq!(
            union(uneven.into_iter().map(|gap| gap.interval)),
            [interval(Some(0), Some(4000 + 600 + 3600))]
        );
    });
}

#[test]
fn a_withdrawal_counts_when_nobody_holds_the_record_any_more() {
    let pki = Pki::new();
    pki.schedule(
        &[(None, 3600, "311 old"), (Some(0), 300, "")],
        &[(None, "old"), (Some(0), "new")],
        |timeline| {
            assert_eq!(gaps(timeline), [interval(Some(0), Some(4200))]);
            assert_eq!(timeline.earliest_deploy(&Limits::default()), at(4200));
        },
    );
}

#[test]
fn a_certificate_below_a_trust_anchor_ends_and_one_that_is_pinned_does_not() {
    let pki = Pki::new();
    let ended = Interval { start: Some(Timestamp(SHORT_END + 1)), end: None };
    pki.schedule(&[(None, 3600, "211 ca")], &[(None, "short ca")], |timeline| {
        assert_eq!(gaps(timeline), [], "it ends after what is asked");
        timeline.until = None;
        assert_eq!(gaps(timeline), [ended]);
        assert_eq!(timeline.earliest_deploy(&Limits::default()), Ok(Earliest::Never));
    });
    pki.schedule(&[(None, 3600, "311 short")], &[(None, "short ca")], |timeline| {
        timeline.until = None;
        assert_eq!(gaps(timeline), []);
    });
}

#[test]
fn what_servers_sign_no_more_is_a_gap_and_what_is_not_known_is_none() {
    let pki = Pki::new();
    pki.schedule(&[(None, 3600, "311 old"), (Some(1000), 3600, "311 old")], &[(None, "old")], |timeline| {
        timeline.records[0].expires = time(Some(700));
        assert_eq!(gaps(timeline), [interval(Some(700), Some(1600))]);
        timeline.chains[0].chains.clear();
        let unknown = timeline.unknown(&Limits::default()).unwrap();
        assert_eq!(
            union(unknown.into_iter().map(|gap| gap.interval)),
            [interval(None, Some(700)), interval(Some(1000), None)]
        );
        assert_eq!(gaps(timeline), [interval(Some(700), Some(1600))]);
        timeline.records.clear();
        assert_eq!(
            timeline.gaps(&Limits::default()),
            Err(ModelError::Empty { fact: "the TLSA RRset".to_owned() })
        );
    });
}

#[test]
fn a_host_moves_when_nobody_holds_the_alias_and_both_bases_have_records() {
    let lag = || vec![Lag { name: "D", seconds_s: 600 }];
    let version = |at: Option<i64>, ttl| Version::new(at.map(Timestamp), Ttl(ttl));
    // The alias leads to the old host, then to the new one, which has TLSA records of its own; the old one's
    // go at last.
    let model = |records_at: i64, moved_at: i64, gone_at: i64| {
        let alias = Fact::cached("the alias", "A", lag())
            .with(version(None, 7200))
            .with(version(Some(moved_at), 7200));
        let old = Fact::direct("the old server", "S", Vec::new())
            .with(version(None, 0))
            .with(version(Some(gone_at), 0));
        let new = Fact::cached("the new TLSA RRset", "P", lag())
            .with(version(None, 300))
            .with(version(Some(records_at), 3600));
        Model::new(vec![alias, old, new], &Limits::default()).unwrap()
    };
    // Whoever goes to the old server needs it; whoever goes to the new one needs its records.
    let fails =
        |view: &[Seen]| if view[0].version == 0 { view[1].version == 1 } else { view[2].version == 0 };
    let earliest = |model: &Model, fact| model.earliest(&Change::of(fact, 1), Concern::Arrival, None, fails);
    assert_eq!(
        earliest(&model(0, 50_000, 90_000), 0),
        Ok(Earliest::At(Timestamp(600 + 300))),
        "D + negative TTL"
    );
    assert_eq!(
        earliest(&model(0, 900, 90_000), 1),
        Ok(Earliest::At(Timestamp(900 + 600 + 7200))),
        "the alias's D + TTL"
    );
    let gaps = model(0, 900, 8699).gaps(fails).unwrap();
    assert_eq!(
        union(gaps.iter().map(|gap| gap.interval)),
        [Interval { start: Some(Timestamp(8699)), end: Some(Timestamp(8700)) }]
    );
    assert_eq!(model(0, 900, 8699).term(gaps[0].ends.unwrap()), "A(v1)+D+ttl(v0)");
}

/// A zone whose DNSKEY RRset has two keys, one of them new, and whose data some keys sign, by tag.
fn signed_zone(signers: &[u16]) -> Zone {
    let rrsig = |owner: &str, covered: &str, tag: &u16| {
        format!("{owner} RRSIG {covered} 13 1 3600 20270101000000 20260101000000 {tag} @ AA==\n")
    };
    let head = "$ORIGIN example.\n$TTL 3600\n@ DNSKEY 257 3 13 AAAA\n@ DNSKEY 256 3 13 AAAB\n@ DNSKEY 256 0 \
        13 AAAC\n@ SOA a b 1 2 3 4 3600\n@ NS ns\n";
    let rest = "ns 7200 A 192.0.2.1\nsub NS ns.sub\nns.sub 86400 A 192.0.2.2\nalone 60 TXT unsigned\n";
    let over = |&(owner, covered): &(&str, &str)| {
        signers.iter().map(|tag| rrsig(owner, covered, tag)).collect::<String>()
    };
    let rrsigs: String = [("@", "SOA"), ("@", "NS"), ("ns", "A")].iter().map(over).collect();
    let early = "@ RRSIG DNSKEY 13 1 3600 20261215000000 20260101000000 1038 @ AA==\n";
    let zone = Zone::parse(format!("{head}{early}{rest}{rrsigs}"), "example.").unwrap();
    assert!(zone.faults().is_empty(), "{:?}", zone.faults());
    zone
}

#[test]
fn rrsets_are_grouped_by_the_keys_that_sign_them() {
    let zone = signed_zone(&[7, 8]);
    let found = Signers::of(&zone, Timestamp(T0));
    assert_eq!(found.keys.len(), 2, "the one of another protocol is none");
    let dnskey = found.dnskey.clone().unwrap();
    assert_eq!((dnskey.rrsets, dnskey.signers.len()), (1, 1));
    assert_eq!(dnskey.first_expires, Some(Timestamp(T0 + 14 * 86_400 + 1)));
    let end = Some(Timestamp(SHORT_END + 1));
    let groups: Vec<_> =
        found.data.iter().map(|one| (one.signers.len(), one.rrsets, one.ttl, one.first_expires)).collect();
    assert_eq!(
        groups,
        [(0, 1, Ttl(60), None), (2, 3, Ttl(7200), end)],
        "neither the delegation nor its glue is signed"
    );
}

#[test]
fn keys_are_found_by_tag_and_a_shared_tag_is_said() {
    let key = |octet| SigningKey { algorithm: Algorithm(13), key_tag: KeyTag(7), public_key: vec![octet] };
    let claimed = Signers::of(&signed_zone(&[7, 8]), Timestamp(T0)).data.pop().unwrap();
    let one = claimed.resolve(&[key(1)].into()).unwrap();
    assert_eq!(
        (one.signed_by, one.ttl),
        ([key(1)].into(), Ttl(7200)),
        "the key of the other tag is nobody's"
    );
    assert_eq!(claimed.resolve(&[key(1), key(2)].into()), Err((Algorithm(13), KeyTag(7))));
}

#[test]
fn a_zone_signed_by_a_new_key_at_once_is_a_gap_as_long_as_the_old_keys_are_held() {
    let keys = Signers::of(&signed_zone(&[]), Timestamp(T0)).keys;
    let tags: Vec<u16> = keys.iter().map(|key| key.key_tag.0).collect();
    let only = |tag: u16| keys.iter().filter(|key| key.key_tag.0 == tag).cloned().collect::<BTreeSet<_>>();
    let version = |publish, tag: u16| {
        let claimed = Signers::of(&signed_zone(&[tag]), Timestamp(T0)).data.pop().unwrap();
        DataVersion { publish, groups: vec![claimed.resolve(&keys).unwrap()] }
    };
    let key = |publish, tag| KeyVersion {
        publish,
        ttl: Ttl(3600),
        expires: None,
        keys: only(tag),
        signed_by: only(tag),
    };
    let timeline = ZoneTimeline {
        ds: vec![DsVersion { publish: None, ttl: Ttl(3600), expires: None, keys: keys.clone() }],
        keys: vec![key(None, tags[0]), key(time(Some(0)), tags[1])],
        data: vec![version(None, tags[0]), version(time(Some(0)), tags[1])],
        parent_propagation_s: 0,
        propagation_s: 600,
        signing_s: 0,
        reading: Reading::AnyPath,
    };
    let gaps = timeline.gaps(&Limits::default()).unwrap();
    // The old data with the new key lasts longer than the new data with the old key. Then the signatures end.
    let ended = Interval { start: Some(Timestamp(SHORT_END + 1)), end: None };
    assert_eq!(union(gaps.iter().map(|gap| gap.interval)), [interval(Some(0), Some(600 + 7200)), ended]);
    assert_eq!(timeline.trust(&gaps[0].view), Trust::Broken(Break::Data));
}
