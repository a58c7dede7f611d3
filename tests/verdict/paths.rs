//! What usage 2 asks of a chain besides the match: signatures, dates, names.

use danelaw::cert::{PathFault, PublicPart, Roots};
use danelaw::dane::{Case, Cause, Chain, Pkix, VerdictKind, exchange_online, judge};
use danelaw::wire::Timestamp;
use rcgen::{BasicConstraints, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose};

use super::{
    Authority, FUTURE, PAST, PRESENT, Pki, authority_params, names, params, part, verdict, verdict_for,
};
use VerdictKind::{Authenticated, NotChecked, Refused};

/// 2021-01-01T00:00:00Z and 2030-01-01T00:00:00Z.
const PAST_END: Timestamp = Timestamp(1_609_459_200);
const FUTURE_BEGIN: Timestamp = Timestamp(1_893_456_000);

/// The verdict on `2 1 1` of the second certificate of a chain.
fn on_second(chain: &[PublicPart]) -> (VerdictKind, Cause) {
    let pki = Pki { leaf: chain[1].clone(), ..Pki::new() };
    let verdict = verdict(&pki.records(&["2 1 1 leaf"]), chain);
    (verdict.kind, verdict.cause)
}

#[test]
fn every_certificate_of_the_path_is_in_time() {
    let pki = Pki::new();
    let path = |fault| (Refused, Cause::Path(fault));
    for (years, fault) in
        [(PAST, PathFault::Expired(PAST_END)), (FUTURE, PathFault::NotYetValid(FUTURE_BEGIN))]
    {
        let leaf = pki.ca.issue(&params("leaf", &["mail.example.org"], years));
        assert_eq!(on_second(&[leaf, pki.part("ca")]), path(fault.clone()));
        // Nobody looks at the trust anchor's own, unless it is a root.
        let ca = pki.root.below("ca", years);
        let leaf = ca.issue(&params("leaf", &["mail.example.org"], PRESENT));
        assert_eq!(on_second(&[leaf, ca.part()]), (Authenticated, Cause::Match));
        let (root_params, key) = (authority_params("root", years), KeyPair::generate().expect("a key"));
        let certificate = root_params.self_signed(&key).expect("a root");
        let root = Authority { issuer: Issuer::new(root_params, key), certificate };
        let leaf = root.issue(&params("leaf", &["mail.example.org"], PRESENT));
        assert_eq!(on_second(&[leaf, root.part()]), path(fault));
    }
    let expired = pki.ca.issue(&params("leaf", &["mail.example.org"], PAST));
    let verdict = verdict(&pki.records(&["2 1 1 ca"]), &[expired, pki.part("ca")]);
    assert!(exchange_online(&verdict).is_some_and(|text| text.contains("5.7.322")));
}

#[test]
fn the_path_is_signed_and_leads_to_the_anchor() {
    let pki = Pki::new();
    // Another CA with the name of the one that signed.
    let impostor = Authority::root("ca");
    assert_eq!(on_second(&[pki.part("leaf"), impostor.part()]), (Refused, Cause::Path(PathFault::Signature)));
    let stranger = Authority::root("stranger");
    assert_eq!(on_second(&[pki.part("leaf"), stranger.part()]), (Refused, Cause::Path(PathFault::Broken)));
    // A server's certificate that signs as though it were a CA's.
    let (fake, key) = (params("fake", &["fake.example.org"], PRESENT), KeyPair::generate().expect("a key"));
    let certificate = fake.self_signed(&key).expect("a certificate");
    let fake = Authority { issuer: Issuer::new(fake, key), certificate };
    let leaf = fake.issue(&params("leaf", &["mail.example.org"], PRESENT));
    assert!(matches!(on_second(&[leaf, fake.part()]), (Refused, Cause::Path(PathFault::Use(_)))));
}

#[test]
fn one_good_path_among_cross_signed_ones_will_do() {
    // A CA renewed with the same key: the old certificate has ended and stands first.
    let root = Authority::root("root");
    let (old, new) = (authority_params("ca", PAST), authority_params("ca", PRESENT));
    let key = KeyPair::generate().expect("a key");
    let (old, new_part) = (
        part(&old.signed_by(&key, &root.issuer).expect("old")),
        part(&new.signed_by(&key, &root.issuer).expect("new")),
    );
    let ca = Issuer::new(new, key);
    let leaf = params("leaf", &["mail.example.org"], PRESENT)
        .signed_by(&KeyPair::generate().expect("a key"), &ca)
        .expect("a leaf");
    assert_eq!(on_second(&[part(&leaf), old, new_part]), (Authenticated, Cause::Match));
}

#[test]
fn certificates_say_what_they_are_for() {
    let pki = Pki::new();
    let mut client = params("leaf", &["mail.example.org"], PRESENT);
    client.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    assert!(matches!(
        on_second(&[pki.ca.issue(&client), pki.part("ca")]),
        (Refused, Cause::Path(PathFault::Use(_)))
    ));
    // Some clients take a CA's certificate for a server's, others do not.
    let own = authority_params("leaf", PRESENT);
    assert!(matches!(
        on_second(&[pki.ca.issue(&own), pki.part("ca")]),
        (NotChecked, Cause::Path(PathFault::Unsupported(_)))
    ));
}

/// A chain of a fixture.
fn fixture(name: &str) -> Vec<PublicPart> {
    let bytes = std::fs::read(super::support::root().join("testzones/_certs").join(name)).expect("a fixture");
    danelaw::cert::read(&bytes).expect("certificates")
}

#[test]
fn signatures_with_p521_and_ed448_are_verified() {
    for name in ["path.p521.pem", "path.p521-sha256.pem", "path.ed448.pem"] {
        assert_eq!(on_second(&fixture(name)), (Authenticated, Cause::Match), "{name}");
    }
    for name in ["path.p521-forged.pem", "path.ed448-forged.pem"] {
        assert_eq!(on_second(&fixture(name)), (Refused, Cause::Path(PathFault::Signature)), "{name}");
    }
}

#[test]
fn clients_differ_about_short_rsa_keys() {
    let (kind, cause) = on_second(&fixture("path.rsa1024.pem"));
    assert_eq!(kind, NotChecked);
    let Cause::Path(PathFault::Unsupported(why)) = cause else { panic!("{cause:?}") };
    assert!(
        why.contains("RSA of less than 2048 bits")
            && why.contains("security level 2")
            && why.contains("Postfix"),
        "{why}"
    );
}

#[test]
fn critical_extensions_that_clients_do_not_know_are_refused() {
    for name in ["path.critical-server.pem", "path.critical-ca.pem"] {
        let found = on_second(&fixture(name));
        assert!(
            matches!(found, (Refused, Cause::Path(PathFault::Use(why))) if why.contains("critical extension")),
            "{name}: {found:?}"
        );
    }
    // OpenSSL evaluates policies.
    assert!(matches!(
        on_second(&fixture("path.critical-policies.pem")),
        (NotChecked, Cause::Path(PathFault::Unsupported(_)))
    ));
}

#[test]
fn work_on_paths_is_bounded_for_all_records_together() {
    // Each certificate may have issued each other, as far as names say, and each record is one more root of
    // that name.
    let crowd: Vec<Authority> = (0..40).map(|_| Authority::root("ca")).collect();
    let leaf = crowd[0].issue(&params("leaf", &["mail.example.org"], PRESENT));
    let chain: Vec<PublicPart> =
        [leaf.clone()].into_iter().chain(crowd[1..].iter().map(Authority::part)).collect();
    let records: Vec<_> = (0..20).map(|_| super::published("2 0 0", &Authority::root("ca").part())).collect();
    let found = verdict(&records, &chain);
    assert_eq!(found.kind, NotChecked, "{found:?}");
    assert!(found.reason.contains("too many"), "{}", found.reason);
    // What needs no path is judged still.
    let records: Vec<_> = records.into_iter().chain([super::published("3 1 1", &leaf)]).collect();
    assert_eq!(verdict(&records, &chain).kind, Authenticated);
    // Without a bound to hit the same records are refused.
    let few = [leaf, crowd[1].part()];
    assert_eq!(verdict(&[super::published("2 0 0", &Authority::root("ca").part())], &few).kind, Refused);
}

#[test]
fn usages_0_and_1_are_validated_with_the_roots_given() {
    let pki = Pki::new();
    let on = |texts: &[&str], chain: &str, roots: &[PublicPart], at: Timestamp, host: &str| {
        let (parts, records, roots) = (pki.chain(chain), pki.records(texts), Roots::new(roots.to_vec()));
        let (chains, names) = ([Chain { name: "chain.pem", parts: &parts }], names(host, &[]));
        judge(&Case {
            records: &records,
            chains: &chains,
            names: &names,
            at,
            pkix: Pkix::ValidatedBy(&roots),
            known: &[],
        })
    };
    let (root, now, host) = ([pki.part("root")], super::NOW, "mail.example.org");
    for texts in [["1 1 1 leaf"], ["1 0 2 leaf"], ["0 1 1 ca"], ["0 0 1 root"]] {
        assert_eq!(on(&texts, "leaf ca", &root, now, host).kind, Authenticated, "{texts:?}");
        assert_eq!(on(&texts, "leaf ca root", &root, now, host).kind, Authenticated, "{texts:?}");
        let verdict = on(&texts, "leaf ca", &root, now, "mx.example.org");
        assert_eq!((verdict.kind, verdict.cause), (Refused, Cause::Name), "{texts:?}");
        let verdict = on(&texts, "leaf ca", &root, Timestamp(FUTURE_BEGIN.0 + 86_400), host);
        assert!(
            matches!((verdict.kind, verdict.cause), (Refused, Cause::Path(PathFault::Expired(_)))),
            "{texts:?}"
        );
    }
    assert_eq!(on(&["0 0 1 root"], "leaf ca", &root, now, host).matched[0].depth, 2);
    assert_eq!(on(&["0 1 1 ca"], "leaf ca", &root, now, host).matched[0].depth, 1);
    // The record matches, and no root of the client's is above it; a record of the server's own key for a CA.
    let stranger = [Authority::root("stranger").part()];
    assert_eq!(on(&["1 1 1 leaf"], "leaf ca", &stranger, now, host).cause, Cause::Path(PathFault::Broken));
    assert_eq!(on(&["0 1 1 leaf"], "leaf ca", &root, now, host).kind, Refused);
    // One of two records will do.
    assert_eq!(on(&["0 1 1 leaf", "1 1 1 leaf"], "leaf ca", &root, now, host).kind, Authenticated);
}

#[test]
fn the_name_is_the_hosts_or_the_domains() {
    let pki = Pki::new();
    let on = |hosts: &[&str], base: &str, next_hops: &[&str]| {
        let chain = [pki.ca.issue(&params("leaf", hosts, PRESENT)), pki.part("ca")];
        verdict_for(&pki.records(&["2 1 1 ca"]), &chain, &names(base, next_hops)).cause
    };
    assert_eq!(on(&["mail.example.org"], "MAIL.example.org", &[]), Cause::Match);
    assert_eq!(on(&["mail.example.net"], "mail.example.org", &[]), Cause::Name);
    assert_eq!(on(&["example.org"], "mail.example.org", &["example.org"]), Cause::Match);
    // Mail for the other domain is refused.
    assert_eq!(on(&["example.org"], "mail.example.org", &["example.org", "example.net"]), Cause::Name);
    assert_eq!(on(&["*.example.org"], "mail.example.org", &[]), Cause::Match);
    assert_eq!(on(&["*.example.org"], "a.mail.example.org", &[]), Cause::Name);
    assert_eq!(on(&["m*.example.org"], "mail.example.org", &[]), Cause::Name);
    assert_eq!(on(&["mail.*.org"], "mail.example.org", &[]), Cause::Name);
    // No DNS name but the common name, which is `leaf`.
    assert_eq!(on(&[], "leaf", &[]), Cause::Match);
    assert_eq!(on(&["mail.example.org"], "leaf", &[]), Cause::Name);
    // Usage 3 asks for no name.
    let chain = [pki.ca.issue(&params("leaf", &["mail.example.net"], PRESENT))];
    let pki = Pki { leaf: chain[0].clone(), ..Pki::new() };
    assert_eq!(verdict(&pki.records(&["3 1 1 leaf"]), &chain).kind, Authenticated);
}

#[test]
fn the_wrong_name_is_told_with_the_right_ones() {
    let pki = Pki::new();
    let chain = [pki.ca.issue(&params("leaf", &["mx.example.net", "example.net"], PRESENT)), pki.part("ca")];
    let verdict =
        verdict_for(&pki.records(&["2 1 1 ca"]), &chain, &names("mail.example.org", &["example.org"]));
    assert_eq!(
        verdict.reason,
        "`2 1 1` names a CA of the chain, and the server's certificate is for `mx.example.net`, \
        `example.net`, not for `mail.example.org.`, `example.org.`"
    );
    assert!(exchange_online(&verdict).is_some_and(|text| text.contains("325")));
}

#[test]
fn keys_are_used_for_what_their_certificates_say() {
    let pki = Pki::new();
    let below_root = |change: fn(&mut rcgen::CertificateParams)| {
        let (mut own, key) = (authority_params("ca", PRESENT), KeyPair::generate().expect("a key"));
        change(&mut own);
        let certificate = own.signed_by(&key, &pki.root.issuer).expect("an intermediate");
        Authority { issuer: Issuer::new(own, key), certificate }
    };
    let fault = |ca: &Authority, host: &rcgen::CertificateParams| on_second(&[ca.issue(host), ca.part()]);
    let host = params("leaf", &["mail.example.org"], PRESENT);
    assert_eq!(fault(&below_root(|_| {}), &host), (Authenticated, Cause::Match));
    let changes: [fn(&mut rcgen::CertificateParams); 2] = [
        |own| own.key_usages = vec![KeyUsagePurpose::CrlSign],
        |own| own.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth],
    ];
    for change in changes {
        let (kind, cause) = fault(&below_root(change), &host);
        assert!(kind == Refused && matches!(cause, Cause::Path(PathFault::Use(_))), "{kind:?} {cause:?}");
    }
    let mut signs_only = host.clone();
    signs_only.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    assert_eq!(fault(&pki.ca, &signs_only).0, Refused);
    // Two below a CA that allows none.
    let top = below_root(|own| own.is_ca = IsCa::Ca(BasicConstraints::Constrained(0)));
    let middle = top.below("middle", PRESENT);
    let chain = [middle.issue(&host), middle.part(), top.part()];
    let pinned = Pki { leaf: chain[2].clone(), ..Pki::new() };
    assert_eq!(verdict(&pinned.records(&["2 1 1 leaf"]), &chain).kind, Refused);
}

#[test]
fn the_servers_own_certificate_is_no_trust_anchor() {
    let key = KeyPair::generate().expect("a key");
    let own = part(&params("leaf", &["mail.example.org"], PRESENT).self_signed(&key).expect("a certificate"));
    let pki = Pki { leaf: own.clone(), ..Pki::new() };
    for record in ["2 0 0 leaf", "2 0 1 leaf", "2 1 1 leaf"] {
        assert_eq!(verdict(&pki.records(&[record]), std::slice::from_ref(&own)).kind, Refused, "{record}");
    }
}
