//! What a zone has already: kept where it is sound, replaced with what is sound of it where it is not.

use super::*;

/// The record that takes the place of others, by a part of it.
fn replacing(body: &str, args: &[&str], part: &str) -> String {
    let zone = zone(&format!("{OWN}{body}"));
    let text = generate("example.org", args, &zone).stdout;
    assert!(text.contains("takes the place of"), "{text}");
    assert_sound(&zone, args);
    let line = text.lines().find(|line| !line.starts_with(';') && line.contains(part)).unwrap_or_default();
    assert!(line.contains(" TXT "), "no {part} in\n{text}");
    line.split_once(" TXT ").expect("a text").1.trim_matches('"').to_owned()
}

#[test]
fn spf_keeps_what_is_sound_of_it() {
    for (published, args, expected) in [
        ("@ A 198.18.0.9\n@ TXT \"v=spf1 a +all\"\n", &[][..], "v=spf1 a ~all"),
        (
            "@ TXT \"v=spf1 a:x.example.net ip4:198.18.1.0/24\"\n",
            &[],
            "v=spf1 a:x.example.net ip4:198.18.1.0/24 ~all",
        ),
        ("@ A 198.18.0.9\n@ TXT \"v=spf1 a ~all\"\n", &["--stage", "enforce"], "v=spf1 a -all"),
        (
            "@ TXT \"v=spf1 mx -all\"\n",
            &["--spf-include", "include:spf.example.net"],
            "v=spf1 mx include:spf.example.net -all",
        ),
        (
            "@ A 198.18.0.9\n@ TXT \"v=spf1 a ~all\"\n@ TXT \"v=spf1 include:spf.example.net a -all\"\n",
            &[],
            "v=spf1 a include:spf.example.net -all",
        ),
        (
            "@ TXT \"v=spf1 redirect=a.example.net\"\n@ TXT \"v=spf1 mx ~all\"\n",
            &[],
            "v=spf1 include:a.example.net mx ~all",
        ),
        (
            "@ TXT \"v=spf1 redirect=a.example.net\"\n",
            &["--spf-include", "b.example.net"],
            "v=spf1 include:b.example.net redirect=a.example.net",
        ),
        ("@ TXT \"v=spf1 spf.example.net mx -all\"\n", &[], "v=spf1 mx -all"),
        ("@ TXT \"v=spf1 -all mx\"\n", &[], "v=spf1 mx -all"),
        ("@ TXT \"v=spf10 mx -all\"\n", &[], "v=spf1 mx ~all"),
    ] {
        assert_eq!(replacing(published, args, "v=spf1"), expected, "{published}");
    }
    for kept in [
        "v=spf1 mx ~all",
        "v=spf1 -all",
        "v=spf1 a:x.example.net -all",
        "v=spf1 redirect=_spf.example.net",
        "V=SPF1 MX -ALL",
    ] {
        let text = generate("example.org", &[], &zone(&format!("{OWN}@ TXT \"{kept}\"\n"))).stdout;
        assert!(text.contains(&format!(";   kept: example.org. 3600 IN TXT \"{kept}\"\n")), "{text}");
    }
}

#[test]
fn a_missing_include_of_the_provider_is_added() {
    let body =
        "@ MX 0 example-org.mail.protection.outlook.com.\n@ TXT \"v=spf1 include:spf.example.net -all\"\n";
    let line = records(&[], &zone(body)).remove(0);
    assert!(
        line.ends_with("\"v=spf1 include:spf.example.net include:spf.protection.outlook.com -all\""),
        "{line}"
    );
    let body = body.replace("spf.example.net", "SPF.Protection.Outlook.com");
    assert!(!records(&[], &zone(&body)).iter().any(|line| line.contains("v=spf1")));
}

#[test]
fn dmarc_keeps_what_is_sound_of_it() {
    let rua = "rua=mailto:d@example.org";
    for (published, args, expected) in [
        (
            format!("v=DMARC1; p=reject {rua}"),
            &[][..],
            "v=DMARC1; p=none; rua=mailto:postmaster@example.org".to_owned(),
        ),
        (
            "v=DMARC1; p=quarantine".to_owned(),
            &[],
            "v=DMARC1; p=quarantine; rua=mailto:postmaster@example.org".to_owned(),
        ),
        (
            format!("v=DMARC1; p=none; {rua}!10m; aspf=s; np=reject"),
            &["--stage", "enforce"],
            format!("v=DMARC1; p=quarantine; np=reject; aspf=s; {rua}"),
        ),
        (format!("v=DMARC1; p=quarantine; pct=50; {rua}"), &[], format!("v=DMARC1; p=quarantine; {rua}")),
        (format!("v=DMARC1; p=reject; t=y; {rua}"), &["--stage", "enforce"], String::new()),
        (
            format!("v=DMARC1; p=none; {rua}"),
            &["--rua", "e@example.org"],
            format!("v=DMARC1; p=none; {rua},mailto:e@example.org"),
        ),
        (
            format!("v=DMARC2; p=none; {rua}"),
            &[],
            "v=DMARC1; p=none; rua=mailto:postmaster@example.org".to_owned(),
        ),
    ] {
        let body = format!("_dmarc TXT \"{published}\"\n");
        if expected.is_empty() {
            let text = generate("example.org", args, &zone(&format!("{OWN}{body}"))).stdout;
            assert!(
                text.contains(";   kept: _dmarc"),
                "p=reject; t=y is quarantine, which is all there can be without keys\n{text}"
            );
        } else {
            assert_eq!(replacing(&body, args, "v=DMARC1"), expected, "{published}");
        }
    }
    let several =
        format!("_dmarc TXT \"v=DMARC1; p=none; {rua}\"\n_dmarc TXT \"v=DMARC1; p=reject; {rua}\"\n");
    assert_eq!(replacing(&several, &[], "v=DMARC1"), format!("v=DMARC1; p=none; {rua}"));
}

#[test]
fn the_record_of_a_domain_above_applies() {
    let body = "lists MX 10 mail\nmail A 198.18.0.25\n_dmarc TXT \"v=DMARC1; p=reject; sp=quarantine; \
        rua=mailto:d@example.org\"\n";
    let text = generate("lists.example.org", &[], &zone(body)).stdout;
    assert!(
        text.contains("; DMARC: the record of `example.org.` applies: quarantine\n")
            && !text.contains("_dmarc.lists"),
        "{text}"
    );
    let body = body.replace("sp=quarantine", "sp=none");
    let text = generate("lists.example.org", &["--stage", "enforce"], &zone(&body)).stdout;
    assert!(text.contains("_dmarc.lists.example.org. 3600 IN TXT \"v=DMARC1; p=quarantine; rua="), "{text}");
}

#[test]
fn aliases_to_others_are_left_alone() {
    let body = format!(
        "{OWN}_dmarc CNAME d.example.net.\n_mta-sts CNAME s.example.net.\n_smtp._tls CNAME t.example.net.\n"
    );
    let text = generate("example.org", &[], &zone(&body)).stdout;
    assert_eq!(text.matches("none is made: it is an alias of").count(), 3, "{text}");
    let dead = format!("{OWN}_dmarc CNAME nowhere\n");
    let text = generate("example.org", &[], &zone(&dead)).stdout;
    assert!(text.contains(";   - _dmarc.example.org. CNAME nowhere.example.org.\n"), "{text}");
}

#[test]
fn transport_records_are_mended() {
    let sts = replacing("_mta-sts TXT \"v=STSv1; id=2026-12-01\"\n", &["--now", "20261201000000"], "STSv1");
    assert_eq!(sts, "v=STSv1; id=20261201000000Z");
    assert_eq!(
        replacing("_smtp._tls TXT \"v=TLSRPTv1; rua=a@example.net\"\n", &[], "TLSRPTv1"),
        "v=TLSRPTv1; rua=mailto:postmaster@example.org"
    );
    assert_eq!(
        replacing(
            "_smtp._tls TXT \"v=TLSRPTv1; rua=mailto:a@example.net\"\n",
            &["--tls-rua", "https://r.example.net/tls"],
            "TLSRPTv1"
        ),
        "v=TLSRPTv1; rua=mailto:a@example.net,https://r.example.net/tls"
    );
}

#[test]
fn records_join_the_ttl_of_their_set() {
    let zone = zone(&format!("{OWN}@ 300 TXT \"verification\"\n"));
    assert!(records(&["--ttl", "2h"], &zone)[0].starts_with("example.org. 300 IN TXT"));
    assert!(records(&["--ttl", "2h"], &zone)[1].starts_with("mail.example.org. 7200 IN TXT"));
    assert_sound(&zone, &["--ttl", "2h"]);
}

#[test]
fn others_must_agree_to_get_reports() {
    let text = generate("example.org", &["--rua", "mailto:d@reports.example"], &zone(OWN)).stdout;
    assert!(
        text.contains(
            ";   `reports.example.` must agree to get reports: \
            example.org._report._dmarc.reports.example. TXT \"v=DMARC1\"\n"
        ),
        "{text}"
    );
    let text = generate("example.org", &["--rua", "mailto:d@lists.example.org"], &zone(OWN)).stdout;
    assert!(!text.contains("must agree"), "{text}");
}
