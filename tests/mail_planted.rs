//! One fault planted in a sound zone yields the finding for it, and nothing else above info.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use danelaw::finding::Severity;
use support::check_text;

/// A domain with all that it should publish.
const SOUND: &str = "$ORIGIN example.org.
$TTL 3600
@ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
@ MX 10 mx1
@ MX 20 mx2
@ TXT \"v=spf1 mx -all\"
mx1 A 192.0.2.25
mx1 TXT \"v=spf1 a -all\"
mx2 A 198.51.100.25
mx2 TXT \"v=spf1 a -all\"
_dmarc TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.org\"
s1._domainkey TXT (\"v=DKIM1; k=rsa; \
p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA5wSs9xqv4RZ+Vlma85n01V0a63nlZ49hfagyPwrDqnKo25/R2tqdR2OKAogWYOoWpA6BNWy4aq/XrPZv+SLx0dQ9zR35oMRCotLZyQSezgDFOsnKO0eTHsBL2KmjASex8YaWCvVrrZ9eWEeY8D4EKIfpGf9B\" \"+XwN4tohDCZCfnEQc76q9Yj22t9lzIbIIyAZpR9Kq8p8wonqO/8czSjJohLCObA8MbsD1dbVryEU51ZLSEYLJ60G0cnaV8b6jTeSMly+yKzQIVdhirUVSSA/Ye/Gsthc24ZclxD2xbUV23qy8b8amfOfWWzJBTapX84BdltqOFT2nXIFF339i6BCiwIDAQAB\")
_mta-sts TXT \"v=STSv1; id=20261201000000\"
mta-sts A 192.0.2.80
_smtp._tls TXT \"v=TLSRPTv1; rua=mailto:tls@example.org,https://reports.example.net/tls\"
";

const SPF: &str = "@ TXT \"v=spf1 mx -all\"";
const DMARC: &str = "_dmarc TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.org\"";
const STS: &str = "_mta-sts TXT \"v=STSv1; id=20261201000000\"";
const RPT: &str = "_smtp._tls TXT \"v=TLSRPTv1; rua=mailto:tls@example.org,https://reports.example.net/tls\"";
const RSA_1024: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCbip/vIfWvwVNJ+qFeARvXdU4nzUU+4q7Lyvg0Lhxt7Zc/\
    j0TGzY6EN/84XDKu5ANJ41WF1NK5Cww2BOcl1xP82mmRGYKqiN0dPOuBID9mY5cRFAV5wAD2+ZqFErFTYsM5UPrrvlmMYlYlArY82v55xPlPxDs0UnqpaxcO+J5f4wIDAQAB";
const RSA_512: &str = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAJfvaRi1RUfwYx5wfcsY/3E/FLiZJeR7rcEMjL7Hum2beazMzpCN\
    k+AfsLurfS1z6zkEQ8TgS7P4ytyIbzVR1S0CAwEAAQ==";
const ED25519: &str = "MCowBQYDK2VwAyEAT+WGQd7rj2yEyypwBYk8GFPMm6IdWNxD//zT//m/JzY=";

/// A zone with lines in place of others, and lines behind.
fn zone(instead: &[(&str, &str)], behind: &str) -> String {
    let mut text = SOUND.to_owned();
    for (old, new) in instead {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    text + behind + "\n"
}

/// The line of the RSA key of `s1`.
fn key() -> &'static str {
    SOUND.lines().find(|line| line.starts_with("s1._domainkey")).unwrap()
}

fn spf(record: &str) -> String {
    zone(&[(SPF, &format!("@ TXT {record}"))], "")
}

fn dmarc(record: &str) -> String {
    zone(&[(DMARC, &format!("_dmarc TXT {record}"))], "")
}

fn dkim(record: &str) -> String {
    zone(&[(key(), &format!("s1._domainkey TXT {record}"))], "")
}

/// A second selector beside the good one.
fn second(record: &str) -> String {
    zone(&[], &format!("s2._domainkey {record}"))
}

/// Codes of the findings above info, and of those that are info.
fn found(zone: &str) -> (BTreeSet<&'static str>, BTreeSet<&'static str>) {
    let checked = check_text(zone.as_bytes(), Some("example.org."));
    assert!(checked.problems.is_empty(), "{:?}", checked.problems);
    let of = |is_info: bool| {
        checked
            .findings
            .iter()
            .filter(|finding| (finding.severity == Severity::Info) == is_info)
            .map(|finding| finding.code)
            .collect()
    };
    (of(false), of(true))
}

#[test]
fn a_sound_zone_has_no_finding() {
    assert_eq!(found(SOUND), (BTreeSet::new(), BTreeSet::new()));
}

/// What is sound in another way.
#[test]
fn sound_zones_of_other_shapes_have_nothing_above_info() {
    let report = RPT.split_once("TXT").unwrap().1;
    let policy = STS.split_once("TXT").unwrap().1;
    let key = key().split_once("TXT").unwrap().1;
    let sound: &[(&str, &str, &str)] = &[
        (RPT, "_smtp._tls CNAME rpt.policies", &format!("rpt.policies TXT {report}")),
        (STS, "_mta-sts CNAME sts.policies", &format!("sts.policies TXT {policy}")),
        (self::key(), "s1._domainkey CNAME key", &format!("key TXT {key}")),
        (self::key(), "_domainkey DNAME keys.example.net.", ""),
        (self::key(), "_domainkey NS ns1.example.net.", ""),
        (
            SPF,
            "@ TXT \"v=spf1 mx include:_spf.example.org ~all\"",
            "_spf TXT \"v=spf1 ip4:192.0.2.0/24 -all\"",
        ),
        (
            SPF,
            "@ TXT \"v=spf1 redirect=_spf.example.org\"",
            "_spf TXT \"v=spf1 mx:example.org ip4:192.0.2.0/24 -all\"",
        ),
        (
            SPF,
            "@ TXT \"v=spf1 mx \" \"include:_spf.example.net -all\"",
            "@ TXT \"google-site-verification=abc\"",
        ),
        (
            DMARC,
            "_dmarc TXT \"v=DMARC1;p=quarantine;sp=reject;adkim=r;aspf=r;rua=mailto:dmarc@example.org\"",
            "",
        ),
        (
            DMARC,
            "_dmarc CNAME dmarc.policies",
            "dmarc.policies TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.org\"",
        ),
        (RPT, RPT, "www CNAME @\n@ A 192.0.2.80\nshop CNAME shops.example.net.\n"),
        (RPT, RPT, "news MX 10 mx1\nnews TXT \"v=spf1 mx -all\"\n"),
    ];
    for (old, new, behind) in sound {
        let zone = zone(&[(old, new)], behind);
        assert_eq!(found(&zone).0, BTreeSet::new(), "{new}\n{behind}");
    }
}

/// Holds zones against the codes that they must yield: exactly these above info, or, where they are info,
/// among these.
fn hold(cases: Vec<(&[&'static str], String)>) {
    let mut wrong = String::new();
    for (at, (expected, zone)) in cases.into_iter().enumerate() {
        let (told, infos) = found(&zone);
        let expected: BTreeSet<&str> = expected.iter().copied().collect();
        let is_right = told.is_subset(&expected)
            && expected.iter().all(|code| told.contains(code) || infos.contains(code));
        if !is_right {
            let planted: Vec<&str> = zone.lines().filter(|line| !SOUND.contains(line)).collect();
            let _ = writeln!(
                wrong,
                "{at}: {expected:?} planted, {told:?} told, infos {infos:?}\n    {}",
                planted.join("\n    ")
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn faults_of_spf_are_told() {
    let eleven: String = (0..11).map(|at| format!(" exists:e{at}.a.example")).collect();
    let hosts = |count: usize| {
        (0..count).map(|at| format!("m MX 10 h{at}\nh{at} A 192.0.2.{at}\n")).collect::<String>()
    };
    hold(vec![
        (&["SPF001"], zone(&[], "@ TXT \"v=spf1 a -all\"\n@ A 192.0.2.1")),
        (&["SPF002"], spf("\"v=spf1 mx foo:bar -all\"")),
        (&["SPF002"], spf("\"v=spf1 mx ip4:192.0.2.0/33 -all\"")),
        (&["SPF002"], spf("\"v=spf1 mx -all moo\"")),
        (&["SPF002"], spf("\"v=spf1 mx ip4:192.0.2.256 -all\"")),
        (&["SPF002"], spf("\"v=spf1 mx include: -all\"")),
        (&["SPF002"], spf("\"v=spf1 mx exists:%{x}.example.net -all\"")),
        (&["SPF003"], spf("\"v=spf1-all\"")),
        (&["SPF003"], spf("\" v=spf1 mx -all\"")),
        (&["SPF003"], spf("\"v=spf10 mx -all\"")),
        (&["SPF004"], zone(&[], "@ SPF \"v=spf1 a -all\"")),
        (&["SPF005"], spf(&format!("\"v=spf1{eleven} -all\""))),
        (
            &["SPF006"],
            spf("\"v=spf1 mx a:mx1.example.org a:mx2.example.org a:mx1.example.org/30 a:mx1.example.org/29 \
                a:mx1.example.org/28 a:mx1.example.org/27 a:mx1.example.org/26 -all\""),
        ),
        (&["SPF007"], spf("\"v=spf1 mx a:gone.example.org a:gone2.example.org a:gone3.example.org -all\"")),
        (
            &["SPF008"],
            zone(&[(SPF, "@ TXT \"v=spf1 mx include:n.example.org -all\"")], "n A 192.0.2.7\nn TXT other"),
        ),
        (
            &["SPF009"],
            zone(
                &[(SPF, "@ TXT \"v=spf1 mx include:_a.example.org -all\"")],
                "_a TXT \"v=spf1 include:_b.example.org -all\"\n_b TXT \"v=spf1 include:_a.example.org \
                -all\"",
            ),
        ),
        (&["SPF010"], spf("\"v=spf1 mx +all\"")),
        (&["SPF104"], spf("\"v=spf1 mx ?all\"")),
        (&["SPF011"], spf("\"v=spf1 mx\"")),
        (&["SPF012"], spf("\"v=spf1 mx ptr -all\"")),
        (&["SPF013"], spf("\"v=spf1 mx -all a:mx1.example.org\"")),
        (
            &["SPF014"],
            zone(
                &[(SPF, "@ TXT \"v=spf1 a:mx1.example.org\" \"include:_b.example.org -all\"")],
                "_b TXT \"v=spf1 ip4:192.0.2.9 -all\"",
            ),
        ),
        (&["SPF108"], spf("\"v=spf1 mx ip4:10.0.0.0/8 -all\"")),
        (&["SPF019"], spf("\"v=spf1 mx ip4:44.0.0.0/8 -all\"")),
        (
            &["SPF020"],
            zone(
                &[(SPF, "@ TXT \"v=spf1 mx:m.example.org -all\"")],
                &format!("{}m TXT \"v=spf1 -all\"", hosts(11)),
            ),
        ),
        (&["SPF021"], spf("\"v=spf1 mx a:192.0.2.1 -all\"")),
        (&["SPF022"], spf("\"v=spf1 mx ip4:192.0.2.7 ip4:192.0.2.7 -all\"")),
        (
            &["SPF023"],
            zone(&[(SPF, "@ TXT \"v=spf1 mx include:_b.example.org -all\"")], "_b TXT \"v=spf1 +all\""),
        ),
        (&["SPF025"], zone(&[], "@ TXT \"spf2.0/pra mx -all\"")),
        (&["SPF026"], spf("\"v=spf1 mx include:b\\195\\188cher.example -all\"")),
        (&["SPF028"], zone(&[(&format!("{SPF}\n"), "")], "")),
        (&["SPF110"], spf("\"v=spf1 mx ip4=192.0.2.7 -all\"")),
        (&["RPT002"], zone(&[(RPT, "_smtp._tls TXT \"v=TLSRPT1; rua=mailto:tls@example.org\"")], "")),
        (&["M365-01"], spf("\"v=spf1 mx spf.protection.outlook.com -all\"")),
    ]);
}

#[test]
fn faults_of_dkim_are_told() {
    let good = key().split_once("TXT ").unwrap().1;
    hold(vec![
        (&["DKIM001"], zone(&[], &format!("s1._domainkey TXT \"v=DKIM1; p={RSA_1024}\""))),
        (&["DKIM002"], second(&format!("TXT {}", good.replace("v=DKIM1", "v=dkim1")))),
        (&["DKIM003"], second("TXT \"v=DKIM1; k=rsa\"")),
        (&["DKIM004"], second("TXT \"v=DKIM1; p=\"")),
        (&["DKIM005"], second("TXT \"v=DKIM1; p=MIIB!!!!\"")),
        (&["DKIM006"], second(&format!("TXT \"v=DKIM1; p={RSA_512}\""))),
        (&["DKIM007"], second(&format!("TXT \"v=DKIM1; p={RSA_1024}\""))),
        (&["DKIM009"], second(&format!("TXT \"v=DKIM1; k=ed25519; p={ED25519}\""))),
        (&["DKIM011"], second(&format!("TXT {}", good.replace("k=rsa", "k=dsa")))),
        (&["DKIM012"], second(&format!("TXT {}", good.replace("k=rsa", "h=sha1")))),
        (&["DKIM013"], dkim(&good.replace("k=rsa", "t=y"))),
        (&["DKIM015"], second(&format!("TXT {}", good.replace("k=rsa", "s=web")))),
        (&["DKIM017"], second("TXT \"s2.example.net.dkim.amazonses.com\"")),
        (&["DKIM018"], second("CNAME gone")),
        (&["DKIM020"], zone(&[], &format!("k TXT {good}"))),
        (&["DKIM020"], zone(&[], &format!("s3._domainkey.example.org TXT {good}"))),
        (&["DKIM021"], zone(&[], "_adsp._domainkey TXT \"dkim=all\"")),
    ]);
}

#[test]
fn faults_of_dmarc_are_told() {
    let report = "rua=mailto:dmarc@example.org";
    hold(vec![
        (&["DMARC001"], zone(&[(&format!("{DMARC}\n"), "")], "")),
        (&["DMARC002"], zone(&[], "_dmarc TXT \"v=DMARC1; p=none\"")),
        (&["DMARC003"], dmarc(&format!("\"v=dmarc1; p=reject; {report}\""))),
        (&["DMARC003"], dmarc(&format!("\"p=reject; v=DMARC1; {report}\""))),
        (&["DMARC004"], dmarc("\"v=DMARC1; p=reject rua=mailto:dmarc@example.org\"")),
        (&["DMARC005"], dmarc(&format!("\"v=DMARC1; {report}\""))),
        (&["DMARC006"], dmarc(&format!("\"v=DMARC1; p=rejct; {report}\""))),
        (&["DMARC007"], dmarc(&format!("\"v=DMARC1; p=none; {report}\""))),
        (&["DMARC103"], dmarc(&format!("\"v=DMARC1; p=reject; sp=none; {report}\""))),
        (&["DMARC008"], dmarc(&format!("\"v=DMARC1; p=reject; t=y; {report}\""))),
        (&["DMARC009"], dmarc(&format!("\"v=DMARC1; p=reject; pct=50; {report}\""))),
        (&["DMARC010"], dmarc(&format!("\"v=DMARC1; p=reject; subp=none; {report}\""))),
        (&["DMARC011"], dmarc("\"v=DMARC1; p=reject; rua=dmarc@example.org\"")),
        (&["DMARC012"], dmarc("\"v=DMARC1; p=reject\"")),
        (
            &["DMARC014"],
            zone(
                &[(DMARC, "_dmarc TXT \"v=DMARC1; p=reject; rua=mailto:d@null.example.org\"")],
                "null MX 0 .\nnull TXT \"v=spf1 -all\"",
            ),
        ),
        (&["DMARC016"], dmarc(&format!("\"v=DMARC1; p=reject; p=reject; {report}\""))),
        (&["DMARC017"], zone(&[], "@ TXT \"v=DMARC1; p=reject\"")),
        (
            &["DMARC017"],
            zone(
                &[(DMARC, "_dmarc.example.org TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.org\"")],
                "_dmarc TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.org\"",
            ),
        ),
        (&["DMARC018"], dmarc(&format!("\"v=DMARC1; p=reject; psd=y; {report}\""))),
        (&["DMARC020"], zone(&[(&format!("{}\n", key()), "")], "")),
        (&["BIMI001"], zone(&[], "default._bimi TXT \"v=BIMI1; l=http://example.org/l.svg\"")),
        (
            &["BIMI002"],
            zone(
                &[(DMARC, &format!("_dmarc TXT \"v=DMARC1; p=none; {report}\""))],
                "default._bimi TXT \"v=BIMI1; l=https://example.org/l.svg; a=https://example.org/c.pem\"",
            ),
        ),
    ]);
}

#[test]
fn faults_of_transport_are_told() {
    hold(vec![
        (&["STS001"], zone(&[], "_mta-sts TXT \"v=STSv1; id=2\"")),
        (&["STS002"], zone(&[(STS, "_mta-sts TXT \"v=STSv1; id=2026-12-01\"")], "")),
        (&["STS002"], zone(&[(STS, "_mta-sts TXT \"v=STSv1;\"")], "")),
        (&["STS003"], zone(&[("mta-sts A 192.0.2.80\n", "")], "")),
        (&["STS004"], zone(&[(&format!("{STS}\n"), "")], "")),
        (&["STS010"], zone(&[(&format!("{RPT}\n"), "")], "")),
        (&["STS015"], zone(&[], "@ TXT \"v=STSv1; id=2\"")),
        (&["RPT001"], zone(&[], "_smtp._tls TXT \"v=TLSRPTv1; rua=mailto:a@example.org\"")),
        (&["RPT002"], zone(&[(RPT, "_smtp._tls TXT \"v=TLSRPTv1;\"")], "")),
        (&["RPT002"], zone(&[(RPT, "_smtp._tls TXT \"v=TLSRPTv1; rua=tls@example.org\"")], "")),
        (&["RPT003"], zone(&[], "_tlsrpt TXT \"v=TLSRPTv1; rua=mailto:tls@example.org\"")),
        (&["MX001"], zone(&[], "@ MX 0 .")),
        (&["MX007"], zone(&[], "@ MX 30 ms12345678.msv1.invalid.")),
        (&["MX007"], zone(&[], "@ MX 30 smtp.office365.com.")),
    ]);
}

#[test]
fn faults_of_microsoft_365_are_told() {
    let tenant = "@ MX 0 example-org.mail.protection.outlook.com.";
    let hosts = "@ MX 10 mx1\n@ MX 20 mx2\n";
    let spf = "@ TXT \"v=spf1 include:spf.protection.outlook.com -all\"";
    let autodiscover = "autodiscover CNAME autodiscover.outlook.com.";
    let selector = |at: u8, target: &str| {
        format!("selector{at}._domainkey CNAME selector{at}-example-org._domainkey.{target}.")
    };
    let both = |target: &str| format!("{}\n{}", selector(1, target), selector(2, target));
    let old = "example.onmicrosoft.com";
    let of = |mx: &str, spf: &str, more: &str| {
        zone(&[(hosts, &format!("{mx}\n")), (SPF, spf)], &format!("{autodiscover}\n{more}"))
    };
    hold(vec![
        (&[], of(tenant, spf, &both(old))),
        (&["M365-02"], of(tenant, "@ TXT \"v=spf1 a:mx1.example.org -all\"", &both(old))),
        (&["M365-04"], of(&format!("{tenant}\n@ MX 10 example-org.p-v1.mx.microsoft."), spf, &both(old))),
        (&["M365-07"], of(tenant, spf, &selector(1, old))),
        (
            &["M365-07"],
            of(
                tenant,
                spf,
                &format!("{}\n{}", selector(1, old), selector(2, "example.n-v1.dkim.mail.microsoft")),
            ),
        ),
    ]);
}
