//! Records against chains, as real senders were seen to take them.

use danelaw::dane::{
    Case, Cause, Chain, Known, Pkix, Published, VerdictKind, exchange_online, judge, postfix,
};

use super::{FUTURE, NOW, PAST, Pki, names, params, verdict};
use VerdictKind::{Authenticated, NotChecked, Opportunistic, Refused, TlsRequired};

/// Records, chain, verdict, records that match with their depth.
type Row = (&'static [&'static str], &'static str, VerdictKind, &'static [(usize, usize)]);

const ROWS: &[Row] = &[
    // The server's own certificate, in every form.
    (&["3 1 1 leaf"], "leaf ca", Authenticated, &[(0, 0)]),
    (&["3 1 2 leaf"], "leaf ca", Authenticated, &[(0, 0)]),
    (&["3 0 1 leaf"], "leaf ca", Authenticated, &[(0, 0)]),
    (&["3 0 0 leaf"], "leaf ca", Authenticated, &[(0, 0)]),
    (&["3 1 0 leaf"], "leaf ca", Authenticated, &[(0, 0)]),
    (&["3 1 1 zero"], "leaf ca", Refused, &[]),
    (&["3 1 1 zero", "3 1 1 leaf"], "leaf ca", Authenticated, &[(1, 0)]),
    // Digest agility: the strongest digest of one usage and selector counts alone, full data always.
    (&["3 1 1 leaf", "3 1 2 zero"], "leaf ca", Refused, &[]),
    (&["3 1 1 leaf", "3 1 2 leaf"], "leaf ca", Authenticated, &[(1, 0)]),
    (&["3 1 0 leaf", "3 1 2 zero"], "leaf ca", Authenticated, &[(0, 0)]),
    (&["3 0 1 leaf", "3 1 2 zero"], "leaf ca", Authenticated, &[(0, 0)]),
    // Unusable records are dropped before that.
    (&["3 1 1 leaf", "3 1 2 leaf/cut"], "leaf ca", Authenticated, &[(0, 0)]),
    (&["3 1 1 leaf/cut"], "leaf ca", TlsRequired, &[]),
    (&["3 1 1 leaf/cut", "3 1 1 zero"], "leaf ca", Refused, &[]),
    (&["4 1 1 leaf"], "leaf ca", TlsRequired, &[]),
    (&["3 2 1 leaf"], "leaf ca", TlsRequired, &[]),
    (&["3 1 3 leaf"], "leaf ca", TlsRequired, &[]),
    (&["3 1 0 zero"], "leaf ca", TlsRequired, &[]),
    (&["1 1 1 leaf"], "leaf ca", TlsRequired, &[]),
    (&["0 0 1 ca"], "leaf ca", TlsRequired, &[]),
    (&["1 1 1 leaf", "3 1 1 leaf"], "leaf ca", Authenticated, &[(1, 0)]),
    (&["1 1 1 leaf", "3 1 1 zero"], "leaf ca", Refused, &[]),
    // CAs that are sent.
    (&["2 0 1 ca"], "leaf ca", Authenticated, &[(0, 1)]),
    (&["2 1 1 ca"], "leaf ca", Authenticated, &[(0, 1)]),
    (&["2 1 2 root"], "leaf ca root", Authenticated, &[(0, 2)]),
    (&["2 1 1 root"], "leaf root ca", Authenticated, &[(0, 2)]),
    (&["2 1 0 ca"], "leaf ca", Authenticated, &[(0, 1)]),
    // A CA that is not sent is found when the record is all of it.
    (&["2 1 1 root"], "leaf ca", Refused, &[]),
    (&["2 0 0 root"], "leaf ca", Authenticated, &[(0, 2)]),
    (&["2 1 0 root"], "leaf ca", Authenticated, &[(0, 2)]),
    (&["2 1 0 ca"], "leaf", Authenticated, &[(0, 1)]),
    (&["2 0 0 root"], "leaf", Refused, &[]),
    // The right data under the wrong numbers.
    (&["2 1 1 leaf"], "leaf ca", Refused, &[]),
    (&["3 1 1 ca"], "leaf ca", Refused, &[]),
    (&["3 1 1 leaf/cert"], "leaf ca", Refused, &[]),
    (&["3 0 1 leaf/key"], "leaf ca", Refused, &[]),
    (&["3 1 1 empty"], "leaf ca", Refused, &[]),
    (&[], "leaf ca", Opportunistic, &[]),
];

#[test]
fn records_and_chains_end_as_senders_end_them() {
    let pki = Pki::new();
    for (records, chain, kind, matched) in ROWS {
        let verdict = verdict(&pki.records(records), &pki.chain(chain));
        let found: Vec<(usize, usize)> = verdict.matched.iter().map(|one| (one.record, one.depth)).collect();
        assert_eq!(
            (verdict.kind, found.as_slice()),
            (*kind, *matched),
            "{records:?} against {chain}: {}",
            verdict.reason
        );
        let named = verdict.matched.len() + verdict.unmatched.len() + verdict.unusable.len();
        assert_eq!(named, records.len(), "{records:?}: every record is somewhere");
    }
}

#[test]
fn many_records_are_no_fault() {
    let pki = Pki::new();
    let mut texts = vec!["3 1 1 zero"; 15];
    texts.push("3 1 1 leaf");
    assert_eq!(verdict(&pki.records(&texts), &pki.chain("leaf ca")).kind, Authenticated);
}

#[test]
fn a_record_that_does_not_match_says_what_it_has() {
    let pki = Pki::new();
    let why = |record: &str| {
        let verdict = verdict(&pki.records(&[record]), &pki.chain("leaf ca"));
        verdict.unmatched.first().and_then(|one| one.why.clone()).unwrap_or_default()
    };
    assert_eq!(why("2 1 1 leaf"), "it has the public key of `leaf`, the server's, for which `3 1 1` stands");
    assert_eq!(why("3 1 1 ca"), "it has the public key of `ca`, certificate 2, for which `2 1 1` stands");
    assert_eq!(
        why("3 1 1 leaf/cert"),
        "it has the certificate of `leaf`, the server's, for which `3 0 1` stands"
    );
    assert_eq!(
        why("3 0 1 leaf/key"),
        "it has the public key of `leaf`, the server's, for which `3 1 1` stands"
    );
    assert!(why("3 1 1 empty").starts_with("it is the digest of nothing"));
    assert!(why("2 1 1 root").starts_with("no CA sent has it"));
    assert!(
        why("3 1 1 leaf/half")
            .starts_with("it is the first half of the SHA2-512 digest of the public key of `leaf`")
    );
    assert!(why("3 0 1 leaf/pem").starts_with("it is the digest of the certificate of `leaf` as PEM text"));
    assert_eq!(why("3 1 1 zero"), "");
}

#[test]
fn the_weaker_digest_that_would_match_is_named() {
    let pki = Pki::new();
    let verdict = verdict(&pki.records(&["3 1 1 leaf", "3 1 2 zero"]), &pki.chain("leaf ca"));
    assert_eq!(
        verdict.reason,
        "`3 1 1` (record 1) matches, and clients look at the SHA2-512 records alone, which do not (RFC 7671 \
        section 9)"
    );
}

#[test]
fn a_ca_that_is_not_sent_is_named() {
    let pki = Pki::new();
    let (chain, records, names) =
        (pki.chain("leaf ca"), pki.records(&["2 1 1 root"]), names("mail.example.org", &[]));
    let cause = |records: &[Published], known: &[Known<'_>]| {
        let chains = [Chain { name: "chain.pem", parts: &chain }];
        judge(&Case { records, chains: &chains, names: &names, at: NOW, pkix: Pkix::Unusable, known }).cause
    };
    let (root, stranger) = (pki.part("root"), super::Authority::root("stranger").part());
    let known = |part| [Known { name: "root.pem", part, is_next: false }];
    let ca = |file: Option<&str>| Cause::CaNotSent {
        record: 0,
        ca: "root".to_owned(),
        file: file.map(str::to_owned),
    };
    assert_eq!(cause(&records, &known(&root)), ca(Some("root.pem")));
    assert_eq!(cause(&records, &[]), ca(None));
    assert_eq!(cause(&records, &known(&stranger)), ca(None));
    // A record of a CA that is at hand and not above the chain, or beside one of a key, says something else.
    let other = [super::published("2 1 1", &stranger)];
    assert_eq!(cause(&other, &known(&stranger)), Cause::NoMatch);
    assert_eq!(cause(&pki.records(&["2 1 1 root", "3 1 1 zero"]), &[]), Cause::NoMatch);
}

#[test]
fn the_worst_of_several_chains_counts() {
    let pki = Pki::new();
    let (good, other) = (
        pki.chain("leaf ca"),
        vec![pki.ca.issue(&params("other", &["mail.example.org"], super::PRESENT)), pki.part("ca")],
    );
    let expired = vec![pki.ca.issue(&params("expired", &[], PAST))];
    let records = pki.records(&["3 1 1 leaf"]);
    let names = names("mail.example.org", &[]);
    let chains = [
        Chain { name: "rsa.pem", parts: &good },
        Chain { name: "ecdsa.pem", parts: &other },
        Chain { name: "old.pem", parts: &expired },
    ];
    let verdict = judge(&Case {
        records: &records,
        chains: &chains,
        names: &names,
        at: NOW,
        pkix: Pkix::Unusable,
        known: &[],
    });
    assert_eq!((verdict.kind, verdict.chain.as_deref()), (Refused, Some("ecdsa.pem")));
    let both = judge(&Case {
        records: &pki.records(&["2 1 1 ca"]),
        chains: &chains[..2],
        names: &names,
        at: NOW,
        pkix: Pkix::Unusable,
        known: &[],
    });
    assert_eq!((both.kind, both.chain.as_deref()), (Authenticated, Some("rsa.pem")));
}

#[test]
fn without_a_certificate_only_what_needs_none_is_judged() {
    let pki = Pki::new();
    let judge_without = |records: &[&str]| {
        judge(&Case {
            records: &pki.records(records),
            chains: &[],
            names: &names("mail.example.org", &[]),
            at: NOW,
            pkix: Pkix::Unusable,
            known: &[],
        })
        .kind
    };
    assert_eq!(judge_without(&["3 1 1 leaf"]), NotChecked);
    assert_eq!(judge_without(&["1 1 1 leaf"]), TlsRequired);
    assert_eq!(judge_without(&[]), Opportunistic);
}

#[test]
fn dates_are_nothing_to_usage_3_and_something_to_exchange_online() {
    let pki = Pki::new();
    for (years, cause, code) in [(PAST, Cause::MatchExpired, "322"), (FUTURE, Cause::MatchNotYetValid, "323")]
    {
        let leaf = pki.ca.issue(&params("leaf", &["other.example.org"], years));
        let pki = Pki { leaf, ..Pki::new() };
        let verdict = verdict(&pki.records(&["3 1 1 leaf"]), &pki.chain("leaf"));
        assert_eq!((verdict.kind, &verdict.cause), (Authenticated, &cause));
        assert!(exchange_online(&verdict).is_some_and(|text| text.contains(code)), "{code}");
        assert_eq!(
            postfix(&verdict),
            Some("delivers, authenticated: `Verified TLS connection established to`")
        );
    }
}

#[test]
fn pkix_records_of_other_services_are_left_open() {
    let pki = Pki::new();
    let web = |records: &[&str]| {
        let chain = pki.chain("leaf ca");
        let chains = [Chain { name: "chain.pem", parts: &chain }];
        judge(&Case {
            records: &pki.records(records),
            chains: &chains,
            names: &names("mail.example.org", &[]),
            at: NOW,
            pkix: Pkix::Validated,
            known: &[],
        })
        .kind
    };
    assert_eq!(web(&["1 1 1 leaf"]), NotChecked);
    assert_eq!(web(&["0 1 1 ca"]), NotChecked);
    assert_eq!(web(&["1 1 1 zero"]), Refused);
    assert_eq!(web(&["1 1 1 leaf", "3 1 1 leaf"]), Authenticated);
}
