//! `danelaw mail generate`: what it prints is sound beside the zone, and says no more than is missing.

#[path = "../support/mod.rs"]
mod support;

mod existing;
mod files;
mod refusals;

use danelaw::limits::Limits;
use danelaw::mail::place::TextKind;
use danelaw::mail::{Text, dmarc, mta_sts, spf, tls_rpt};
use danelaw::rr::types;
use danelaw::zone::Zone;
use support::cli::{Output, danelaw};

/// The head of every zone here.
const HEAD: &str = "$ORIGIN example.org.\n$TTL 3600\n@ SOA ns1.example.net. hostmaster 1 14400 3600 1209600 \
    3600\n@ NS ns1.example.net.\n@ NS ns2.example.net.\n";

/// A domain with a host of its own.
const OWN: &str = "@ MX 10 mail\nmail A 198.18.0.25\nmta-sts A 198.18.0.80\n";

fn zone(body: &str) -> String {
    format!("{HEAD}{body}")
}

/// `mail generate DOMAIN - ARGS` over a zone.
fn generate(domain: &str, args: &[&str], zone: &str) -> Output {
    danelaw(&[&["mail", "generate", domain, "-", "--isolated"], args].concat(), zone.as_bytes())
}

/// The records that are printed for `example.org`; nothing may go wrong.
fn records(args: &[&str], zone: &str) -> Vec<String> {
    let output = generate("example.org", args, zone);
    assert_eq!(output.status, 0, "{}", output.both);
    assert_eq!(output.stderr, "");
    output
        .stdout
        .lines()
        .filter(|line| !line.starts_with(';') && !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The zone with what is added to it has no finding above info, and every mail text in it follows its
/// grammar. Lines that have to go first are taken away. That `p=none` only watches is meant, and many hosts
/// make a long record.
fn assert_sound(zone: &str, args: &[&str]) -> String {
    let output = generate("example.org", args, zone);
    assert_eq!(output.status, 0, "{}", output.both);
    let gone: Vec<&str> = output
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix(";   - ")?.split_once(' '))
        .map(|(_, rdata)| rdata)
        .collect();
    let kept: String = zone
        .lines()
        .filter(|line| !gone.iter().any(|rdata| line.contains(rdata)))
        .map(|line| format!("{line}\n"))
        .collect();
    let whole = kept + &output.stdout;
    let checked = danelaw(
        &["check", "-", "--isolated", "--ignore", "dmarc-policy-none,spf-txt-answer-too-large"],
        whole.as_bytes(),
    );
    assert_eq!(checked.status, 0, "{args:?}\n{whole}\n{}", checked.both);
    let read = Zone::parse(whole.clone(), "example.org").expect("a zone");
    let limits = Limits::default();
    for record in read.nodes().filter_map(|node| node.rrset(types::TXT)).flat_map(|rrset| rrset.records()) {
        let text = &Text::of(record);
        let (kind, is_exact) = danelaw::mail::place::kind(text.octets());
        let is_clean = match kind {
            TextKind::Spf => spf::parse(text, &limits).faults.is_empty(),
            TextKind::Dmarc => dmarc::parse(text, &limits).is_well_formed(),
            TextKind::MtaSts => mta_sts::parse(text, &limits).faults.is_empty(),
            TextKind::TlsRpt => tls_rpt::parse(text, &limits).faults.is_empty(),
            _ => true,
        };
        assert!(is_exact && is_clean, "{args:?}: {}", String::from_utf8_lossy(text.octets()));
    }
    if let Some(policy) = policy(&output.stdout) {
        assert!(mta_sts::parse_policy(policy.as_bytes(), &limits).faults.is_empty(), "{policy}");
    }
    whole
}

/// The policy in the comments.
fn policy(text: &str) -> Option<String> {
    let (_, lines) = text.split_once("; MTA-STS policy: a file")?;
    Some(
        lines
            .lines()
            .skip(2)
            .map(|line| format!("{}\n", line.trim_start_matches("; ").trim_start()))
            .collect(),
    )
}

#[test]
fn a_starting_set_is_whole_and_in_order() {
    let output = generate(
        "Example.Org.",
        &["--now", "2026-12-01T00:00:00Z"],
        &zone("@ MX 10 mail\nmail A 198.18.0.25\n"),
    );
    let expected = r#"; Mail records of example.org: starting set, stage start

; SPF: who may send; others are marked
;   whatever else sends for the domain: --spf-include DOMAIN
example.org. 3600 IN TXT "v=spf1 mx ~all"

; SPF of MX hosts: bounces come from these names
mail.example.org. 3600 IN TXT "v=spf1 a ~all"

; DKIM: no selector in the zone
;   the system that sends makes the key and says which record to add

; DMARC: p=none: mail that fails is reported, not held back
;   postmaster@example.org must exist: reports come daily; --rua names another
_dmarc.example.org. 3600 IN TXT "v=DMARC1; p=none; rua=mailto:postmaster@example.org"

; MTA-STS: senders insist on TLS and on the names of the policy
;   not yet: mta-sts.example.org. needs an address first, or --mta-sts-host HOST
;_mta-sts.example.org. 3600 IN TXT "v=STSv1; id=20261201000000Z"

; TLS-RPT: senders report what goes wrong with TLS
;   a mailbox elsewhere, or https, gets reports while TLS here is broken: --tls-rua
_smtp._tls.example.org. 3600 IN TXT "v=TLSRPTv1; rua=mailto:postmaster@example.org"

; TLSA: senders with DANE hold the MX hosts to these keys
;   without DNSSEC nobody looks at them: the zone has to be signed
;   --cert FILE makes them for mail.example.org

; MTA-STS policy: a file to be served as text/plain at
; https://mta-sts.example.org/.well-known/mta-sts.txt
;   version: STSv1
;   mode: testing
;   mx: mail.example.org
;   max_age: 86400
"#;
    assert_eq!((output.status, output.stderr.as_str(), output.stdout.as_str()), (0, "", expected));
}

#[test]
fn every_set_is_sound_and_named_the_second_time() {
    let bodies = [
        OWN.to_owned(),
        "@ MX 10 mail\n@ MX 10 other.example.net.\nmail AAAA 2001:db8:8::25\n".to_owned(),
        format!("{OWN}s1._domainkey CNAME s1.dkim.example.net.\n"),
        "@ MX 0 example-org.mail.protection.outlook.com.\n".to_owned(),
        "@ MX 1 smtp.google.com.\nmta-sts CNAME policy.example.net.\n".to_owned(),
        "@ MX 0 .\n".to_owned(),
        "@ A 198.18.0.1\n".to_owned(),
        format!(
            "{OWN}@ A 198.18.0.9\ns1._domainkey CNAME s1.dkim.example.net.\n@ TXT \"unrelated\"\n@ 3600 \
            TXT \"v=spf1 a mx -all\"\n_dmarc TXT \"v=DMARC1; p=reject; rua=mailto:a@example.org\"\n"
        ),
    ];
    for body in &bodies {
        for args in [&[][..], &["--stage", "enforce"], &["--mta-sts-host", "web.example.net"]] {
            let whole = assert_sound(&zone(body), args);
            assert_eq!(records(args, &whole), Vec::<String>::new(), "{args:?}\n{whole}");
        }
    }
}

#[test]
fn providers_are_told_by_their_mx_hosts() {
    let spf = |body: &str| {
        records(&[], &zone(body)).into_iter().find(|line| line.contains("v=spf1")).expect("an SPF record")
    };
    let microsoft = "@ MX 0 example-org.u-v1.mx.microsoft.\n";
    assert_eq!(spf(microsoft), "example.org. 3600 IN TXT \"v=spf1 include:spf.protection.outlook.com ~all\"");
    assert_eq!(
        spf("@ MX 1 ASPMX.L.GOOGLE.COM.\n@ MX 5 alt1.aspmx.l.google.com.\n"),
        "example.org. 3600 IN TXT \"v=spf1 include:_spf.google.com ~all\""
    );
    let mixed = "@ MX 0 example-org.mail.protection.outlook.com.\n@ MX 10 mx.example.net.\n";
    assert_eq!(spf(mixed), "example.org. 3600 IN TXT \"v=spf1 mx include:spf.protection.outlook.com ~all\"");
    let text = generate("example.org", &[], &zone(microsoft)).stdout;
    assert!(
        text.contains(";   selector1._domainkey.example.org. CNAME ...\n")
            && text.contains("selector2._domainkey"),
        "{text}"
    );
    assert!(text.contains("mx: example-org.u-v1.mx.microsoft\n"), "{text}");
}

#[test]
fn a_domain_without_mail_says_so() {
    let set = [
        "example.org. 3600 IN TXT \"v=spf1 -all\"",
        "_dmarc.example.org. 3600 IN TXT \"v=DMARC1; p=reject; sp=reject; np=reject\"",
    ];
    let implicit = records(&[], &zone("@ A 198.18.0.1\n"));
    assert_eq!(implicit, [&["example.org. 3600 IN MX 0 ."][..], &set].concat());
    assert_eq!(records(&[], &zone("@ MX 0 .\n")), set);
    assert_eq!(
        records(&["--parked", "--rua", "dmarc@example.net"], &zone("@ TXT \"v=spf1 mx -all\"\n"))[2],
        set[1].replace(
            "\"v=DMARC1; p=reject; sp=reject; np=reject",
            "\"v=DMARC1; p=reject; sp=reject; np=reject; rua=mailto:dmarc@example.net"
        )
    );
    let key = "s1._domainkey CNAME s1.dkim.example.net.\n_mta-sts TXT \"v=STSv1; id=1\"\n_smtp._tls \
        TXT \"v=TLSRPTv1; rua=mailto:a@example.net\"\n";
    let text = generate("example.org", &[], &zone(&format!("@ MX 0 .\n{key}"))).stdout;
    for said in [
        "take away the selector `s1`",
        "take away _mta-sts.example.org.: MTA-STS",
        "take away _smtp._tls.example.org.: TLS-RPT",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    assert!(!text.contains("policy"), "{text}");
}

#[test]
fn stages_differ_and_rejection_needs_keys() {
    let dmarc = |body: &str| {
        records(&["--stage", "enforce"], &zone(body))
            .into_iter()
            .find(|line| line.contains("DMARC1"))
            .expect("a record")
    };
    assert!(dmarc(OWN).contains("p=quarantine;"), "no key is in sight: RFC 9989 section 7.4");
    assert!(dmarc(&format!("{OWN}s1._domainkey CNAME s1.dkim.example.net.\n")).contains("p=reject;"));
    let text = generate("example.org", &["--stage", "enforce"], &zone(OWN)).stdout;
    for said in
        ["\"v=spf1 mx -all\"", "mode: enforce", "max_age: 1209600", "p=reject is for domains with DKIM"]
    {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[test]
fn addresses_stand_for_mx_where_that_is_wished_or_too_many() {
    let body = "@ MX 10 mail\nmail A 198.18.0.25\nmail AAAA 2001:db8:8::25\n";
    assert_eq!(
        records(&["--spf-addresses"], &zone(body))[0],
        "example.org. 3600 IN TXT \"v=spf1 ip4:198.18.0.25 ip6:2001:db8:8::25 ~all\""
    );
    let many: String = (1..=30)
        .map(|n| {
            format!("@ MX 10 m{n}\nm{n} A 198.18.0.{n}\nm{n} AAAA 2001:db8:8:1234:5678:9abc:def0:{n:x}\n")
        })
        .collect();
    let line = records(&[], &zone(&many)).remove(0);
    assert!(line.contains("ip4:198.18.0.30") && line.matches("\" \"").count() >= 5, "{line}");
    assert!(line.split('"').all(|string| string.len() <= 255), "{line}");
    assert_sound(&zone(&many), &[]);
}

#[test]
fn records_alone_leave_the_rest_to_standard_error() {
    let output = generate(
        "example.org",
        &["--no-comments"],
        &zone("@ MX 10 mail\nmail A 198.18.0.25\n@ TXT \"v=spf1 +all\"\n"),
    );
    assert_eq!(output.status, 0);
    assert!(output.stdout.lines().all(|line| line.contains(" IN ")), "{}", output.stdout);
    assert!(!output.stdout.contains("STSv1"));
    for said in [
        "warning: example.org.: `\"v=spf1 +all\"` has to go first: it ends in `+all`",
        "warning: _mta-sts.example.org.: not printed",
        "note: MTA-STS policy",
    ] {
        assert!(output.stderr.contains(said), "{said}\n{}", output.stderr);
    }
}

#[test]
fn json_has_the_same() {
    let output = generate(
        "example.org",
        &["--format", "json", "--now", "20261201000000"],
        &zone(&format!("{OWN}@ TXT \"v=spf1 ?all\"\n")),
    );
    let json: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(
        (&json["version"], &json["domain"], &json["stage"], &json["takes_mail"]),
        (&1.into(), &"example.org.".into(), &"start".into(), &true.into())
    );
    let spf = &json["items"][0]["records"][0];
    assert_eq!(
        (&spf["state"], &spf["replaces"][0], &spf["rdata"]),
        (&"replacing".into(), &"\"v=spf1 ?all\"".into(), &"\"v=spf1 mx ~all\"".into())
    );
    let topics: Vec<&str> =
        json["items"].as_array().expect("a list").iter().filter_map(|item| item["topic"].as_str()).collect();
    assert_eq!(topics, ["SPF", "SPF of MX hosts", "DKIM", "DMARC", "MTA-STS", "TLS-RPT", "TLSA"]);
    assert_eq!(json["items"][4]["records"][0]["rdata"], "\"v=STSv1; id=20261201000000Z\"");
    assert_eq!(json["policy"]["url"], "https://mta-sts.example.org/.well-known/mta-sts.txt");
    assert!(
        json["policy"]["text"]
            .as_str()
            .expect("text")
            .starts_with("version: STSv1\nmode: testing\nmx: mail.example.org\n")
    );
}
