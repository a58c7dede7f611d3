//! DMARC records before receivers of both kinds.

use super::*;

fn read(text: &str) -> Dmarc {
    parse(&Text::of_strings([text.as_bytes()]), &Limits::default())
}

fn policies(text: &str, receiver: Receiver) -> [&'static str; 3] {
    match read(text).effect(receiver) {
        Effect::Applied(found) => [found.domain, found.subdomains, found.missing].map(Policy::word),
        Effect::Ignored(because) => panic!("{text}: {because:?}"),
    }
}

#[test]
fn the_two_kinds_of_receivers_differ() {
    for (text, new, old) in [
        ("v=DMARC1; p=reject", ["reject"; 3], ["reject"; 3]),
        (
            "v=DMARC1; p=reject; sp=quarantine; np=none",
            ["reject", "quarantine", "none"],
            ["reject", "quarantine", "quarantine"],
        ),
        ("v=DMARC1; p=none; np=reject", ["none", "none", "reject"], ["none", "none", "none"]),
        ("v=DMARC1; p=reject; sp=none; t=y", ["quarantine", "none", "none"], ["reject", "none", "none"]),
        ("v=DMARC1; p=quarantine; t=y", ["none"; 3], ["quarantine"; 3]),
        ("V = DMARC1 ; P = ReJect ;", ["reject"; 3], ["reject"; 3]),
        // RFC 7489 does not know `np`, so that what is wrong with it is nothing to it.
        ("v=DMARC1; p=reject; np=x; rua=mailto:a@b.example", ["none"; 3], ["reject"; 3]),
        ("v=DMARC1; rua=mailto:a@b.example", ["none"; 3], ["none"; 3]),
        ("v=DMARC1; p=reject; sp=all; rua=mailto:a@b.example", ["none"; 3], ["none"; 3]),
    ] {
        assert_eq!(
            (policies(text, Receiver::Rfc9989), policies(text, Receiver::Rfc7489)),
            (new, old),
            "{text}"
        );
    }
}

#[test]
fn percent_is_for_old_receivers() {
    let percent = |text: &str, receiver| match read(text).effect(receiver) {
        Effect::Applied(found) => found.percent,
        Effect::Ignored(because) => panic!("{because:?}"),
    };
    assert_eq!(percent("v=DMARC1; p=reject; pct=25", Receiver::Rfc7489), 25);
    assert_eq!(percent("v=DMARC1; p=reject; pct=25", Receiver::Rfc9989), 100);
    assert_eq!(percent("v=DMARC1; p=reject; pct=500", Receiver::Rfc7489), 100);
}

/// RFC 9989 section 4.7 says that a record without `p` is treated as `p=none`, section 4.10.1 that without a
/// destination of reports it is not processed at all. We side with the latter: it says what is done, and
/// nobody can tell the two apart.
#[test]
fn records_without_a_policy_need_a_destination() {
    for (text, because) in [
        ("v=DMARC1", Because::NoPolicy),
        ("v=DMARC1; p=bad", Because::Policy),
        ("v=DMARC1; p=bad; rua=a@b.example", Because::Policy),
        ("v=DMARC1; p=none; p=reject", Because::Repeated),
        (" v=DMARC1; p=none", Because::Version),
        ("v=dmarc1; p=none", Because::Version),
        ("p=none; v=DMARC1", Because::Version),
    ] {
        for receiver in [Receiver::Rfc9989, Receiver::Rfc7489] {
            assert_eq!(read(text).effect(receiver), Effect::Ignored(because), "{text}");
        }
    }
}

#[test]
fn faults_name_the_tag() {
    let first = |text: &str| {
        let found = read(text);
        let fault = found.faults.iter().next().unwrap_or_else(|| panic!("no fault in {text}"));
        (fault.kind, String::from_utf8_lossy(fault.at.of(text.as_bytes())).into_owned())
    };
    let of = |kind, at: &str| (kind, at.to_owned());
    assert_eq!(first("v=DMARC1; p=n;"), of(DmarcFault::Policy, "n"));
    assert_eq!(
        first("v=DMARC1; p=reject rua=mailto:a@b.example"),
        of(DmarcFault::Tags(TagFault::NoSemicolon), " rua")
    );
    assert_eq!(first("v=DMARC1; p=none, sp=none"), of(DmarcFault::Tags(TagFault::NoSemicolon), ", sp"));
    assert_eq!(
        first("v=DMARC1; p=none; rua=a@b.example"),
        of(DmarcFault::Uri(UriFault::NoScheme), "a@b.example")
    );
    assert_eq!(first("v=DMARC1; p=none; fo=01"), of(DmarcFault::Value, "01"));
    assert_eq!(first("v=DMARC1; p=none; t=x"), of(DmarcFault::Value, "x"));
    assert_eq!(first("v=DMARC1 p=none"), of(DmarcFault::Tags(TagFault::NoSemicolon), " p"));
    assert_eq!(first("p=none; v=DMARC1"), of(DmarcFault::Version, "v=DMARC1"));
    assert_eq!(first("p=reject; rua=mailto:a@b.example"), of(DmarcFault::Version, "p=reject"));
    let found = read("v=DMARC1; sp=none; p=none; subp=none; ri=3600; fo=0:1:d");
    assert!(found.is_well_formed() && !found.is_policy_second());
    assert_eq!((found.unknown.len(), found.historic.len()), (1, 1));
}

#[test]
fn any_octets_may_come_in() {
    for byte in 0..=255u8 {
        for text in [
            vec![byte],
            [b"v=DMARC1;p=".as_slice(), &[byte]].concat(),
            [b"v=DMARC1;".as_slice(), &[byte], b"=x;rua=".as_slice(), &[byte]].concat(),
        ] {
            let _ = parse(&Text::of_strings([text.as_slice()]), &Limits::default());
        }
    }
}
