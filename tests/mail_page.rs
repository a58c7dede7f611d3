//! `danelaw mail DOMAIN`: what the page says of each part, as text and as JSON.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use serde_json::Value;
use support::cli::{Output, danelaw};
use support::root;

const HEAD: &str = "$ORIGIN example.org.
$TTL 3600
@ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
";

const HOSTS: &str = "@ MX 10 mx1
@ MX 20 mx2
mx1 A 192.0.2.25
mx2 A 198.51.100.25
mx2 AAAA 2001:db8::25
";

/// An RSA key of 2048 bits.
const KEY: &str = "s1._domainkey TXT (\"v=DKIM1; k=rsa; \
    p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA5wSs9xqv4RZ+Vlma85n01V0a63nlZ49hfagyPwrDqnKo25/R2tqdR2OKAogWYOoWpA6BNWy4aq/XrPZv+SLx0dQ9zR35oMRCotLZyQSezgDFOsnKO0eTHsBL2KmjASex8YaWCvVrrZ9eWEeY8D4EKIfpGf9B\"
    \"+XwN4tohDCZCfnEQc76q9Yj22t9lzIbIIyAZpR9Kq8p8wonqO/8czSjJohLCObA8MbsD1dbVryEU51ZLSEYLJ60G0cnaV8b6jTeSMly+yKzQIVdhirUVSSA/Ye/Gsthc24ZclxD2xbUV23qy8b8amfOfWWzJBTapX84BdltqOFT2nXIFF339i6BCiwIDAQAB\")
";

/// Runs the page of `domain` over a zone of these lines behind [`HEAD`].
fn run(domain: &str, lines: &str, more: &[&str]) -> Output {
    let zone = format!("{HEAD}{lines}");
    let args: Vec<&str> =
        ["mail", domain, "--zone", "-", "--isolated"].into_iter().chain(more.iter().copied()).collect();
    danelaw(&args, zone.as_bytes())
}

/// The first domain of the page as JSON.
fn page(lines: &str) -> Value {
    page_of("example.org", lines, &[])
}

fn page_of(domain: &str, lines: &str, more: &[&str]) -> Value {
    let more: Vec<&str> = more.iter().copied().chain(["--format", "json"]).collect();
    let output = run(domain, lines, &more);
    assert!(output.status < 2, "{output:?}");
    serde_json::from_str::<Value>(&output.stdout).unwrap()["domains"][0].clone()
}

#[test]
fn a_sound_domain_has_a_page() {
    let lines = format!(
        "{HOSTS}{KEY}@ TXT \"v=spf1 mx -all\"\n_dmarc TXT \"v=DMARC1; p=reject; rua=mailto:d@example.org\"\n\
         _smtp._tls TXT \"v=TLSRPTv1; rua=mailto:t@example.org\"\n"
    );
    let output = run("example.org", &lines, &[]);
    assert_eq!((output.status, output.stderr.as_str()), (0, ""), "{output:?}");
    for line in [
        "  MX               ok       senders deliver to 2 hosts, best preference first",
        "                            20 `mx2.example.org.`: 198.51.100.25, 2001:db8::25",
        "  DNSSEC           unknown  the zone file has no signatures; what follows holds if it is signed \
        before it is served",
        "  MTA-STS          absent   not announced: senders use TLS where it is offered",
        "  TLS-RPT          ok       senders report to mailto:t@example.org",
        "  SPF              ok       mail from other hosts fails",
        "                            1 of 10 DNS lookups",
        "                            `s1` ok: RSA of 2048 bits",
        "  DMARC            ok       receivers apply `reject` to mail that fails; reports go to \
        mailto:d@example.org",
    ] {
        assert!(output.stdout.lines().any(|found| found == line), "no `{line}` in\n{}", output.stdout);
    }
}

#[test]
fn mx_tells_how_mail_is_taken() {
    let of = |lines: &str| {
        let page = page(lines);
        (page["mx"]["kind"].as_str().unwrap().to_owned(), page["mx"]["state"].as_str().unwrap().to_owned())
    };
    let pair = |kind: &str, state: &str| (kind.to_owned(), state.to_owned());
    assert_eq!(of("@ MX 0 .\n"), pair("null", "ok"));
    assert_eq!(of("@ A 192.0.2.1\n"), pair("implicit", "weak"));
    assert_eq!(of("x A 192.0.2.1\n"), pair("nowhere", "absent"));
    assert_eq!(of("@ MX 10 gone\n"), pair("hosts", "broken"));
    assert_eq!(of("@ MX 10 mx.example.net.\n"), pair("hosts", "ok"));
    assert_eq!(page("@ MX 10 mx.example.net.\n")["mx"]["hosts"][0]["addresses"], Value::Null);
    assert_eq!(
        page("@ MX 0 example-org.mail.protection.outlook.com.\n")["mx"]["hosts"][0]["provider"],
        "Microsoft 365"
    );
}

#[test]
fn spf_is_told_with_its_result_and_its_cost() {
    let of = |record: &str| page(&format!("{HOSTS}{record}\n"))["spf"].clone();
    for (record, state, result) in [
        ("", "absent", "none"),
        ("@ TXT \"v=spf1 mx -all\"", "ok", "fail"),
        ("@ TXT \"v=spf1 mx ~all\"", "ok", "softfail"),
        ("@ TXT \"v=spf1 mx\"", "weak", "neutral"),
        ("@ TXT \"v=spf1 mx +all\"", "broken", "pass"),
        ("@ TXT \"v=spf1 mx moo -all\"", "broken", "permerror"),
        ("@ TXT \"v=spf1-all\"", "broken", "none"),
        ("@ TXT \"v=spf1 -all\"\n@ TXT \"v=spf1 mx -all\"", "broken", "permerror"),
        ("@ TXT \"v=spf1 include:gone.example.org -all\"", "broken", "permerror"),
        (
            "@ TXT \"v=spf1 include:a.example.org -all\"\na TXT \"v=spf1 include:example.org -all\"",
            "broken",
            "permerror",
        ),
        ("@ TXT \"v=spf1 a:g1.example.org a:g2.example.org a:g3.example.org -all\"", "broken", "permerror"),
    ] {
        let found = of(record);
        assert_eq!(
            (found["state"].as_str(), found["result"].as_str()),
            (Some(state), Some(result)),
            "{record}: {found}"
        );
    }
    let lookups =
        of("@ TXT \"v=spf1 mx include:a.example.net include:b.example.net -all\"")["lookups"].clone();
    assert_eq!(
        (&lookups["known"], &lookups["most"], &lookups["outside"]),
        (&Value::from(3), &Value::Null, &Value::from(2))
    );
    let many: String = (0..11).map(|at| format!(" exists:e{at}.example.net")).collect();
    assert_eq!(of(&format!("@ TXT \"v=spf1{many} -all\""))["state"], "broken");
}

#[test]
fn dkim_keys_are_told_one_by_one() {
    let keys = |lines: &str| {
        let page = page(&format!("{HOSTS}{lines}"));
        let keys: Vec<String> = page["dkim"]["keys"]
            .as_array()
            .unwrap()
            .iter()
            .map(|key| key["state"].as_str().unwrap().to_owned())
            .collect();
        (page["dkim"]["state"].as_str().unwrap().to_owned(), keys)
    };
    let of = |state: &str, keys: &[&str]| {
        (state.to_owned(), keys.iter().map(|&key| key.to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(keys(""), of("absent", &[]));
    assert_eq!(keys(KEY), of("ok", &["ok"]));
    assert_eq!(keys("s1._domainkey TXT \"v=DKIM1; p=\"\n"), of("absent", &["absent"]));
    assert_eq!(keys("s1._domainkey TXT \"v=DKIM1; p=!!\"\n"), of("broken", &["broken"]));
    assert_eq!(keys("s1._domainkey CNAME s1.example.net.\n"), of("unknown", &["unknown"]));
    assert_eq!(keys("s1._domainkey CNAME gone\n"), of("broken", &["broken"]));
    assert_eq!(keys(&format!("{KEY}s2._domainkey CNAME s1._domainkey\n")), of("ok", &["ok", "ok"]));
}

/// The same record to receivers of RFC 9989 and of RFC 7489.
#[test]
fn dmarc_is_judged_by_both_rfcs() {
    let policies = |record: &str| {
        let found = page(&format!("{HOSTS}_dmarc TXT \"{record}\"\n"))["dmarc"].clone();
        let of = |rfc: &str| found[rfc]["domain"].as_str().unwrap_or("none found").to_owned();
        (of("rfc9989"), of("rfc7489"), found["state"].as_str().unwrap().to_owned())
    };
    let of = |new: &str, old: &str, state: &str| (new.to_owned(), old.to_owned(), state.to_owned());
    assert_eq!(policies("v=DMARC1; p=reject"), of("reject", "reject", "ok"));
    assert_eq!(policies("v=DMARC1; p=reject; t=y"), of("quarantine", "reject", "ok"));
    assert_eq!(policies("v=DMARC1; p=quarantine; t=y"), of("none", "quarantine", "weak"));
    assert_eq!(policies("v=DMARC1; p=none"), of("none", "none", "weak"));
    assert_eq!(policies("v=DMARC1; p=rejct; rua=mailto:a@example.org"), of("none", "none", "broken"));
    assert_eq!(policies("v=DMARC1; p=rejct"), of("none found", "none found", "broken"));
    let pct = page(&format!("{HOSTS}_dmarc TXT \"v=DMARC1; p=reject; pct=20\"\n"))["dmarc"].clone();
    assert_eq!(
        (&pct["rfc9989"]["percent"], &pct["rfc7489"]["percent"]),
        (&Value::from(100), &Value::from(20))
    );

    let lines =
        "sub MX 10 mx1\nmx1 A 192.0.2.25\n_dmarc TXT \"v=DMARC1; p=reject; sp=quarantine; np=none\"\n";
    let below = page_of("sub.example.org", lines, &[])["dmarc"].clone();
    assert_eq!(
        (below["domain"].as_str(), below["rfc7489"]["subdomains"].as_str()),
        (Some("example.org."), Some("quarantine"))
    );
    assert!(below["effect"].as_str().unwrap().starts_with("receivers apply `quarantine`"), "{below}");
    let missing = page_of("gone.example.org", lines, &[])["dmarc"].clone();
    assert!(missing["effect"].as_str().unwrap().starts_with(
        "RFC 9989 receivers apply `none` to mail that fails; RFC 7489 receivers apply `quarantine`"
    ));
    let two = page(&format!(
        "{HOSTS}_dmarc TXT \"v=DMARC1; p=none\"\n_dmarc TXT \"v=DMARC1; \
        p=reject\"\n"
    ))["dmarc"]
        .clone();
    assert_eq!(two["state"], "broken");
}

/// Microsoft's table, row by row.
#[test]
fn authentication_results_are_predicted() {
    let of = |lines: &str| {
        let found = page(&format!("{HOSTS}{lines}"))["prediction"].clone();
        (found["aligned"].as_str().unwrap().to_owned(), found["spoofed"].as_str().unwrap().to_owned())
    };
    let spf = "@ TXT \"v=spf1 mx -all\"\n";
    let none = of("");
    assert!(
        none.0.contains("compauth=fail reason=001") && none.1.contains("compauth=fail reason=001"),
        "{none:?}"
    );
    let spf_only = of(spf);
    assert!(
        spf_only.0.starts_with("dmarc=bestguesspass") && spf_only.0.contains("reason=109"),
        "{spf_only:?}"
    );
    assert!(spf_only.1.starts_with("dmarc=none") && spf_only.1.contains("reason=001"), "{spf_only:?}");
    let monitored = of(&format!("{spf}_dmarc TXT \"v=DMARC1; p=none\"\n"));
    assert!(
        monitored.0.starts_with("dmarc=pass")
            && monitored.1 == "dmarc=fail action=none, compauth=fail reason=001",
        "{monitored:?}"
    );
    let enforced = of(&format!("{spf}_dmarc TXT \"v=DMARC1; p=reject\"\n"));
    assert!(
        enforced.0.starts_with("dmarc=pass")
            && enforced.1.starts_with("dmarc=fail action=oreject, compauth=fail reason=000"),
        "{enforced:?}"
    );
    let partly = of(&format!("{spf}_dmarc TXT \"v=DMARC1; p=quarantine; pct=30\"\n"));
    assert!(partly.1.contains("action=quarantine for 30% of it and pct.quarantine"), "{partly:?}");
    // Where nobody may send, nothing is aligned; where everybody may, everything is.
    let parked = of("@ TXT \"v=spf1 -all\"\n_dmarc TXT \"v=DMARC1; p=reject\"\n");
    assert!(parked.0.starts_with("dmarc=fail"), "{parked:?}");
    let open = of("@ TXT \"v=spf1 +all\"\n_dmarc TXT \"v=DMARC1; p=reject\"\n");
    assert!(open.0.starts_with("dmarc=pass") && open.1.starts_with("dmarc=pass"), "{open:?}");
    let malformed = of(&format!("{spf}_dmarc TXT \"v=DMARC1; p=rejct\"\n"));
    assert!(
        malformed.0.contains("action=permerror") && malformed.1.contains("action=permerror"),
        "{malformed:?}"
    );
}

#[test]
fn a_policy_file_is_held_against_the_hosts() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("mta-sts.txt");
    let option = format!("example.org={}", path.display());
    let lines = format!("{HOSTS}_mta-sts TXT \"v=STSv1; id=1\"\nmta-sts A 192.0.2.80\n");
    let of = |policy: &str| {
        std::fs::write(&path, policy).unwrap();
        page_of("example.org", &lines, &["--mta-sts", &option])
    };
    let good = of("version: STSv1\nmode: enforce\nmx: *.example.org\nmax_age: 604800\n");
    assert_eq!(
        (good["mta_sts"]["state"].as_str(), good["mta_sts"]["policy"]["max_age_s"].as_u64()),
        (Some("ok"), Some(604_800))
    );
    let short = of("version: STSv1\nmode: enforce\nmx: mx1.example.org\nmax_age: 604800\n");
    assert_eq!(
        (short["mta_sts"]["state"].as_str(), short["mta_sts"]["policy"]["refused"][0].as_str()),
        (Some("broken"), Some("mx2.example.org."))
    );
    let sending = &short["exchange_online"]["outbound"][1];
    assert_eq!(
        (sending["host"].as_str(), sending["codes"][1].as_str()),
        (Some("mx2.example.org."), Some("5.4.8"))
    );
    assert!(sending["retries"].as_str().unwrap().contains("hourly"));
    assert_eq!(
        of("version: STSv1\nmode: testing\nmx: *.example.org\nmax_age: 604800\n")["mta_sts"]["state"],
        "weak"
    );
    assert_eq!(of("version: STSv1\nmode: enforce\nmax_age: 604800\n")["mta_sts"]["state"], "broken");
    assert_eq!(page(&lines)["mta_sts"]["state"], "unknown");
    assert_eq!(page(&lines.replace("mta-sts A", "other A"))["mta_sts"]["state"], "broken");
}

/// Codes are those that Exchange Online documents, for a host whose records match no certificate.
#[test]
fn a_policy_is_about_certificates_too() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("mta-sts.txt");
    let option = format!("example.org={}", path.display());
    let cert = |file: &str| {
        format!("_25._tcp.mail.example.org={}", root().join("testzones/_certs").join(file).display())
    };
    let lines = "@ MX 10 mail\nmail A 192.0.2.25\n_mta-sts TXT \"v=STSv1; id=1\"\nmta-sts A 192.0.2.80\n";
    let page = |mode: &str, file: &str| {
        std::fs::write(
            &path,
            format!("version: STSv1\nmode: {mode}\nmx: mail.example.org\nmax_age: 604800\n"),
        )
        .unwrap();
        let more = ["--mta-sts", &option, "--cert", &cert(file), "--at", "2026-12-01T00:00:00Z"];
        let page = page_of("example.org", lines, &more);
        let told = |value: &Value| value.as_str().unwrap().to_owned();
        (told(&page["mta_sts"]["state"]), told(&page["mta_sts"]["effect"]))
    };
    assert_eq!(page("enforce", "mail.p256.pem").0, "ok");
    for (file, why) in [
        ("mail.other-host.pem", "is for `mx.example.net`"),
        ("mail.expired.pem", "ended at 2026-11-01T00:00:00Z"),
        ("mail.future.pem", "begins at 2027-01-01T00:00:00Z"),
    ] {
        let (state, effect) = page("enforce", file);
        assert_eq!(state, "broken", "{file}: {effect}");
        assert!(effect.contains(&format!("{file} {why}")), "{effect}");
        let (state, effect) = page("testing", file);
        assert!(state == "weak" && effect.contains(why), "{state}: {effect}");
        // `check` has the same answer, and the certificate is held against something.
        std::fs::write(&path, "version: STSv1\nmode: enforce\nmx: mail.example.org\nmax_age: 604800\n")
            .unwrap();
        let zone = format!("{HEAD}{lines}");
        let output = danelaw(
            &[
                "check",
                "-",
                "--isolated",
                "--select",
                "DNX",
                "--mta-sts",
                &option,
                "--cert",
                &cert(file),
                "--at",
                "2026-12-01T00:00:00Z",
            ],
            zone.as_bytes(),
        );
        assert_eq!(output.status, 1, "{output:?}");
        assert!(output.stdout.contains(why), "{output:?}");
    }
}

#[test]
fn exchange_online_returns_what_dane_refuses() {
    let certificate = root().join("testzones/_certs/mail.p256.pem");
    let option = format!("_25._tcp.mx1.example.org={}", certificate.display());
    let lines = format!("@ MX 10 mx1\nmx1 A 192.0.2.25\n_25._tcp.mx1 TLSA 3 1 1 {}\n", "00".repeat(32));
    let found = page_of("example.org", &lines, &["--cert", &option]);
    assert_eq!(
        (found["dane"]["state"].as_str(), found["dane"]["verdict"].as_str()),
        (Some("broken"), Some("refused")),
        "{found}"
    );
    let sending = &found["exchange_online"]["outbound"][0];
    assert_eq!(sending["codes"], serde_json::json!(["4.7.323 tlsa-invalid", "5.7.323 tlsa-invalid"]));
    assert!(sending["retries"].as_str().unwrap().contains("15 minutes"));
    let unusable = page_of("example.org", &lines.replace("TLSA 3", "TLSA 1"), &[]);
    assert_eq!(unusable["dane"]["verdict"], "tls-required");
    assert!(
        unusable["exchange_online"]["outbound"][0]["outcome"]
            .as_str()
            .unwrap()
            .contains("321 starttls-not-supported")
    );
}

/// A domain without MX is its own host: RFC 7672 section 2.2.2. A wildcard's MX is that of the names below
/// it.
#[test]
fn hosts_are_found_without_mx_and_by_wildcards() {
    let option =
        |owner: &str| format!("_25._tcp.{owner}={}", root().join("testzones/_certs/mail.p256.pem").display());
    let record = format!("TLSA 3 1 1 {}\n", "00".repeat(32));
    let implicit = page_of(
        "example.org",
        &format!("@ A 192.0.2.1\n_25._tcp {record}"),
        &["--cert", &option("example.org")],
    );
    assert_eq!(
        (implicit["dane"]["state"].as_str(), implicit["dane"]["verdict"].as_str()),
        (Some("broken"), Some("refused")),
        "{implicit}"
    );
    assert_eq!(implicit["exchange_online"]["outbound"][0]["codes"][1], "5.7.323 tlsa-invalid");
    let lines = format!("*.w MX 10 mx1\nmx1 A 192.0.2.25\n_25._tcp.mx1 {record}");
    let wild = page_of("a.w.example.org", &lines, &["--cert", &option("mx1.example.org")]);
    assert_eq!(
        (wild["dane"]["verdict"].as_str(), wild["mx"]["hosts"][0]["host"].as_str()),
        (Some("refused"), Some("mx1.example.org.")),
        "{wild}"
    );
}

#[test]
fn hosts_that_nobody_reaches_are_told() {
    let gone = page("@ MX 10 gone\n@ MX 20 mx2\nmx2 A 192.0.2.26\n");
    assert!(
        gone["exchange_online"]["outbound"][0]["outcome"].as_str().unwrap().starts_with("passes it over"),
        "{gone}"
    );
    assert_eq!(page("@ MX 10 alias\nalias CNAME mx1\nmx1 A 192.0.2.25\n")["mx"]["state"], "broken");
    let unjudged =
        page(&format!("@ MX 10 mx1\nmx1 A 192.0.2.25\n_25._tcp.mx1 TLSA 3 1 1 {}\n", "00".repeat(32)));
    assert!(
        unjudged["exchange_online"]["outbound"][0]["outcome"].as_str().unwrap().starts_with("unknown"),
        "{unjudged}"
    );
}

#[test]
fn what_another_zone_has_is_unknown() {
    let found = page_of("sub.example.org", "sub NS ns1.example.net.\n", &[]);
    for part in ["mx", "dnssec", "dane", "spf", "dkim", "dmarc"] {
        assert_eq!(found[part]["state"], "unknown", "{part}: {found}");
    }
    assert!(found["exchange_online"]["inbound"].as_str().unwrap().starts_with("unknown"), "{found}");
}

#[test]
fn mail_for_tenants_is_told() {
    let of = |lines: &str| page(lines)["exchange_online"]["inbound"].as_str().unwrap().to_owned();
    assert!(of("@ MX 0 example-org.mail.protection.outlook.com.\n").starts_with("no DANE"));
    assert!(of("@ MX 0 example-org.p-v1.mx.microsoft.\n").contains("not secure"));
    assert!(of(HOSTS).contains("does not take mail"));
}

#[test]
fn bimi_needs_enforcement() {
    let of = |policy: &str| {
        let lines = format!(
            "{HOSTS}_dmarc TXT \"v=DMARC1; p={policy}\"\ndefault._bimi TXT \"v=BIMI1; \
            l=https://example.org/l.svg; a=https://example.org/c.pem\"\n"
        );
        page(&lines)["bimi"]["state"].as_str().unwrap().to_owned()
    };
    assert_eq!((of("reject"), of("none")), ("ok".to_owned(), "broken".to_owned()));
    assert_eq!(page(&format!("{HOSTS}default._bimi TXT \"v=BIMI1; l=; a=;\"\n"))["bimi"]["state"], "ok");
}

#[test]
fn what_cannot_be_said_is_an_error() {
    for (domain, word) in [
        ("other.example", "outside the given zones"),
        ("b\u{fc}cher.example", "A-labels"),
        ("a..b", "not a domain name"),
        (".", "not a domain name"),
    ] {
        let output = run(domain, HOSTS, &[]);
        assert!(output.status == 2 && output.stderr.contains(word), "{domain}: {output:?}");
    }
    let output = run("example.org", HOSTS, &["--mta-sts", "example.org=/nonexistent"]);
    assert!(
        output.status == 2 && output.stderr.contains("no such file") && output.stdout.contains("mx1"),
        "{output:?}"
    );
    let missing = danelaw(&["mail", "example.org", "--zone", "/nonexistent.zone", "--isolated"], b"");
    assert!(missing.status == 2 && missing.stderr.contains("/nonexistent.zone"), "{missing:?}");
}

/// Texts of zones reach the terminal only as printable characters.
#[test]
fn hostile_texts_are_printed_safely() {
    let output = run(
        "example.org",
        "@ MX 10 mx1\n@ TXT \"v=spf1 \\027[31m\\000\\255 -all\"\n_dmarc TXT \"v=DMARC1; p=\\027]0;x\\007\"\n",
        &[],
    );
    assert!(
        output.status == 1 && !output.stdout.contains('\u{1b}') && !output.stdout.contains('\u{7}'),
        "{output:?}"
    );
}
