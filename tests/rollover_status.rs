//! `danelaw rollover status`: where keys, DS, TLSA records and certificates stand, and commands that run as
//! they are told.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use serde_json::Value;
use support::cli::{Output, danelaw};
use support::root;
use tempfile::TempDir;

const SERVICE: &str = "_25._tcp.mail.example.org";
/// Public keys of `p256`, `rsa` and the CA of `mail.*`, as `danelaw tlsa generate` has them.
const P256: &str = "3 1 1 016d065826685f2f87b77fff089f181a6589d3c9802321b54b07cabffa689c9f";
const RSA: &str = "3 1 1 e1aeb284bb5457cff07028a637dbf937ff10c56662aec187d2913f8459653bc5";
const CA: &str = "2 1 1 745d4edb32e592369dd4ff4a2181a1738eea2c4a3477116ea41d563df4a7e5d8";
const STRANGER: &str = "3 1 1 0bad0bad0bad0bad0bad0bad0bad0bad0bad0bad0bad0bad0bad0bad0bad0bad";

fn cert(name: &str) -> String {
    root().join("testzones/_certs").join(name).display().to_string()
}

fn signed(path: &str) -> String {
    root().join("testzones").join(path).display().to_string()
}

/// A directory with the zone example.org, to be signed by its server.
fn zone(records: &[&str]) -> (TempDir, String) {
    let directory = tempfile::tempdir().unwrap();
    let head = "$ORIGIN example.org.\n$TTL 3600\n@ SOA ns1 hostmaster 1 14400 3600 1209600 3600\n@ NS ns1\n@ \
        MX 10 mail\nns1 A 192.0.2.1\nmail A 192.0.2.2\n@ TXT \"v=spf1 mx -all\"\nmail TXT \"v=spf1 a \
        -all\"\n_dmarc TXT \"v=DMARC1; p=quarantine; rua=mailto:d@example.org\"\n_smtp._tls \
        TXT \"v=TLSRPTv1; rua=mailto:t@example.org\"\n";
    let lines: String = records.iter().map(|record| format!("_25._tcp.mail TLSA {record}\n")).collect();
    let path = directory.path().join("example.org.zone");
    std::fs::write(&path, head.to_owned() + &lines).unwrap();
    let path = path.display().to_string();
    (directory, path)
}

fn status(args: &[&str]) -> Output {
    danelaw(&[&["rollover", "status", "--isolated", "--at", "2026-12-01T00:00:00Z"], args].concat(), b"")
}

/// Without its directories, so that it can be compared.
fn sentences(output: &Output) -> String {
    let certs = cert("").trim_end_matches('/').to_owned() + "/";
    output.stdout.replace(&certs, "")
}

#[track_caller]
fn says(output: &Output, lines: &[&str]) {
    let text = sentences(output);
    for line in lines {
        assert!(text.contains(line), "no {line:?} in\n{text}{}", output.stderr);
    }
}

/// Runs the commands that were told, and says how each ended.
fn next(output: &Output) -> Vec<(String, u8)> {
    let commands = output.stdout.lines().filter_map(|line| line.strip_prefix("next: danelaw "));
    let run = |command: &str| {
        let words: Vec<&str> = command.split(' ').collect();
        (words[..2].join(" "), danelaw(&words, b"").status)
    };
    commands.map(run).collect()
}

#[test]
fn records_say_what_they_are_of() {
    let (_directory, path) = zone(&[P256, RSA, CA, STRANGER]);
    let (current, coming) =
        (format!("{SERVICE}={}", cert("mail.p256.pem")), format!("{SERVICE}={}", cert("rsa.pub.pem")));
    let args =
        [path.as_str(), "--cert", &current, "--next-key", &coming, "--published-at", "2026-11-30T20:00:00Z"];
    let output = status(&args);
    says(
        &output,
        &[
            "`3 1 1` 016d0658... matches the certificate in service (mail.p256.pem): active\n",
            "`3 1 1` e1aeb284... matches what comes next (rsa.pub.pem), published since \
            2026-11-30T20:00:00Z, safe to deploy from 2026-12-01T02:00:00Z\n",
            "`2 1 1` 745d4edb... matches the CA `danelaw mail CA` of mail.p256.pem, until \
            2046-01-01T00:00:00Z: active\n",
            "`3 1 1` 0bad0bad... matches nothing given: stale, or of a server whose certificate was not \
            given\n",
            "; its record is published\n",
            "key rsa.pub.pem comes next; its record is published, and it may go into service from \
            2026-12-01T02:00:00Z\n",
            "note: keys: the zone is not signed\n",
            "note: propagation of the zone: 18000 s (5 hours): SOA refresh 14400 + retry 3600\n",
        ],
    );
    assert!(!output.stdout.contains("--published-at TIME"));
    assert_eq!(output.status, 0, "{output:?}");
    let plan = format!(
        "next: danelaw rollover plan {path} --to-key {} --service {SERVICE} --cert {current} --published-at \
        2026-11-30T20:00:00Z --at 2026-12-01T00:00:00Z --isolated\n",
        cert("rsa.pub.pem")
    );
    assert!(output.stdout.contains(&plan), "{}", output.stdout);
}

#[test]
fn waits_are_those_of_the_model() {
    let (_directory, path) = zone(&[P256, RSA]);
    let (current, coming) =
        (format!("{SERVICE}={}", cert("mail.p256.pem")), format!("{SERVICE}={}", cert("mail.rsa.pem")));
    let deploy = |more: &[&str]| {
        let output = status(
            &[&[path.as_str(), "--cert", &current, "--next-key", &coming, "--format", "json"], more].concat(),
        );
        let document: Value = serde_json::from_str(&output.stdout).unwrap();
        let items = document["zones"][0]["items"].as_array().unwrap().clone();
        let item = items
            .into_iter()
            .find(|item| item["state"] == "pre-published" && item["kind"] == "tlsa")
            .unwrap();
        item["earliest"].as_str().unwrap().to_owned()
    };
    assert_eq!(deploy(&[]), "2026-12-01T06:00:00Z", "propagation + TTL from now on");
    assert_eq!(deploy(&["--propagation", "0"]), "2026-12-01T02:00:00Z", "two TTLs, RFC 7671 section 8.1");
    assert_eq!(deploy(&["--propagation", "2h", "--safety", "30m"]), "2026-12-01T03:30:00Z");
    assert_eq!(deploy(&["--published-at", "2026-11-01"]), "2026-11-01T06:00:00Z");
    let output = status(&[&path, "--cert", &current, "--next-key", &coming]);
    says(
        &output,
        &[
            "safe to deploy from 2026-12-01T06:00:00Z at the latest\n",
            "waits are counted from now: add --published-at TIME\n",
        ],
    );
    let output = status(&[&path, "--cert", &current, "--next-key", &coming, "--published-at", "2026-11-01"]);
    says(&output, &["safe to deploy now (since 2026-11-01T06:00:00Z)\n"]);
}

#[test]
fn a_key_that_stays_waits_for_nothing() {
    let (_directory, path) = zone(&[P256]);
    let (current, coming) =
        (format!("{SERVICE}={}", cert("mail.p256.pem")), format!("{SERVICE}={}", cert("p256.pub.pem")));
    let output = status(&[&path, "--cert", &current, "--next-key", &coming]);
    says(
        &output,
        &["its record is published for what is in service already, and it may go into service at any time\n"],
    );
    assert!(!output.stdout.contains("--published-at"), "{}", output.stdout);
}

#[test]
fn what_is_refused_now_is_told_and_counts() {
    let (_directory, path) = zone(&[STRANGER]);
    let current = format!("{SERVICE}={}", cert("mail.p256.pem"));
    let output = status(&[&path, "--cert", &current]);
    says(
        &output,
        &[
            "; senders refuse it: ",
            "matches nothing given",
            "gap 2026-12-01T00:00:00Z on: senders refuse it, if nothing changes\n",
        ],
    );
    assert_eq!(output.status, 1);
    assert_eq!(next(&output), [("tlsa generate".to_owned(), 0)], "{}", output.stdout);
}

#[test]
fn what_is_missing_is_told_with_the_command_that_makes_it() {
    let (_directory, path) = zone(&[P256]);
    let (current, coming) =
        (format!("{SERVICE}={}", cert("mail.p256.pem")), format!("{SERVICE}={}", cert("mail.rsa.pem")));
    let output = status(&[&path, "--cert", &current, "--next-key", &coming]);
    says(
        &output,
        &["comes next; its record is not published: publish it and wait before it goes into service\n"],
    );
    assert_eq!(next(&output), [("tlsa generate".to_owned(), 0)], "{}", output.stdout);
    let (_directory, path) = zone(&[]);
    let output = status(&[&path, "--cert", &current]);
    says(&output, &["; no TLSA record is published for it\n"]);
    assert_eq!(
        (output.status, next(&output)),
        (0, vec![("tlsa generate".to_owned(), 0)]),
        "{}",
        output.stdout
    );
    let (_directory, path) = zone(&[P256]);
    let output = status(&[&path]);
    says(&output, &["not checked: no certificate is given for it: --cert _25._tcp.mail.example.org=FILE\n"]);
    assert_eq!(next(&output), [("check ".to_owned() + &path, 0)], "{}", output.stdout);
}

#[test]
fn keys_say_what_they_do() {
    let path = signed("_signed/rollover/example.zone");
    let output = status(&[&path, "--published-at", "2026-11-30T23:00:00Z"]);
    says(
        &output,
        &[
            "key 13/45268 (ZSK) signs 8 of 8 other RRsets: active\n",
            "key 13/2831 (ZSK) is published and signs nothing, published since 2026-11-30T23:00:00Z: \
            pre-published, may sign from 2026-12-01T05:00:00Z; \
             or retired, may be removed from 2026-12-01T05:00:00Z\n",
            "key 13/13257 (KSK) signs the DNSKEY RRset: active if the parent's DS names it\n",
            "(revoked) is revoked: no validator trusts it any more\n",
            "signatures: the first end at 2027-01-01T00:00:01Z; make new ones by 2026-12-18T00:00:01Z, \
            1209600 s (2 weeks) before: ",
            "note: what DS RRset the parent has is not known: add --parent FILE or --ds FILE\n",
        ],
    );
    assert_eq!(output.status, 0);
    let path = signed("_signed/same-tag/example.zone");
    says(&status(&[&path]), &["key 13/27142 (ZSK) shares its tag with another key"]);
}

#[test]
fn the_parent_says_which_key_is_active() {
    let (path, ds) = (signed("_signed/rollover/example.zone"), signed("_signed/ds/dsset.txt"));
    let output = status(&[&path, "--ds", &ds]);
    says(
        &output,
        &[
            "key 13/13257 (KSK) signs the DNSKEY RRset and the parent's DS names it: active\n",
            "DS 8/61991 of digest type 2 names no published key: stand-by, or left over\n",
        ],
    );
    assert_eq!(output.status, 0, "{}", output.stdout);
    let (path, ds) =
        (signed("_scenarios/signed/shop.example.zone"), signed("_scenarios/signed/dsset-shop.example"));
    let output = status(&[&path, "--ds", &ds]);
    says(
        &output,
        &[
            "names no published key",
            "resolvers that validate answer SERVFAIL now: no key that the parent's DS names is published and \
            signs the DNSKEY RRset\n",
            "gap 2026-12-01T00:00:00Z on: ",
        ],
    );
    assert_eq!(output.status, 1);
    assert_eq!(
        next(&output)
            .iter()
            .map(|(command, _)| command.split(' ').next().unwrap().to_owned())
            .collect::<Vec<_>>(),
        ["ds", "check"]
    );
}

#[test]
fn a_zone_file_without_keys_below_a_parent_with_ds_is_not_judged() {
    let (directory, path) = zone(&[]);
    let ds = directory.path().join("dsset-example.org.");
    std::fs::write(&ds, format!("example.org. IN DS 999 13 2 {}\n", "ab".repeat(32))).unwrap();
    let output = status(&[&path, "--ds", &ds.display().to_string()]);
    says(
        &output,
        &["the parent has a DS record and the zone file no key: not checked; resolvers answer SERVFAIL if \
            it is served unsigned\n"],
    );
    assert_eq!(output.status, 2);
}

#[test]
fn what_cds_asks_for_waits_for_the_parent() {
    let path = signed("_signed/cds/example.zone");
    let directory = tempfile::tempdir().unwrap();
    let ds = directory.path().join("dsset-example.");
    std::fs::write(&ds, format!("example. IN DS 999 13 2 {}\n", "ab".repeat(32))).unwrap();
    let output = status(&[&path, "--ds", &ds.display().to_string()]);
    says(
        &output,
        &[
            "CDS and CDNSKEY ask for DS 13/13257, which the DS RRset does not have yet: the parent has not \
            taken it over\n",
            "CDS and CDNSKEY do not have DS 13/999, which the DS RRset still has\n",
        ],
    );
}

#[test]
fn signatures_that_have_ended_are_a_gap() {
    let path = signed("_signed/csk/example.zone");
    let output = danelaw(&["rollover", "status", &path, "--isolated", "--at", "2027-02-01T00:00:00Z"], b"");
    says(
        &output,
        &[
            "resolvers that validate answer SERVFAIL now: the signatures of the DNSKEY RRset have ended\n",
            "signatures: the first ended at 2027-01-01T00:00:01Z\n",
        ],
    );
    assert_eq!(output.status, 1);
    let output = danelaw(&["rollover", "status", &path, "--isolated", "--at", "2026-12-25T00:00:00Z"], b"");
    says(&output, &["they were to be made anew by 2026-12-18T00:00:01Z", "; sign the zone now\n"]);
    assert_eq!(output.status, 0);
}

#[test]
fn several_zones_and_other_forms() {
    let (_directory, path) = zone(&[P256]);
    let other = signed("_signed/csk/example.zone");
    let current = format!("{SERVICE}={}", cert("mail.p256.pem"));
    let stray = format!("_443._tcp.www.example.net={}", cert("mail.p256.pem"));
    let args = [path.as_str(), &other, "--cert", &current, "--cert", &stray];
    let output = status(&args);
    says(
        &output,
        &[
            "example.org.\n",
            "\nexample.\n",
            "\n_443._tcp.www.example.net.\n  certificate mail.p256.pem is in service until \
            2046-01-01T00:00:00Z; not checked: `_443._tcp.www.example.net.` is outside the given zones",
        ],
    );
    let svg = status(&[&args[..], &["--format", "svg"]].concat());
    assert!(svg.stdout.starts_with("<svg ") && svg.stdout.ends_with("</svg>\n"), "{}", svg.stdout);
    assert!(svg.stdout.contains("<title>DNSKEY 13/13257 (KSK) example.</title>"), "{}", svg.stdout);
    let plain = status(&[&args[..], &["--no-picture"]].concat());
    assert!(output.stdout.contains("UTC") && !plain.stdout.contains("UTC"), "{}", plain.stdout);
    let json: Value =
        serde_json::from_str(&status(&[&args[..], &["--format", "json"]].concat()).stdout).unwrap();
    assert_eq!(json["zones"].as_array().map(Vec::len), Some(3), "{json}");
}

#[test]
fn what_cannot_be_read_is_a_failure_and_the_rest_is_told() {
    let (directory, path) = zone(&[P256]);
    let missing = format!("{SERVICE}={}", directory.path().join("none.pem").display());
    let output = status(&[&path, "--cert", &missing]);
    assert_eq!(output.status, 2, "{output:?}");
    assert!(output.stderr.contains("no such file"), "{}", output.stderr);
    says(&output, &["could not be read"]);
    let output = status(&[&path, "-O", &path]);
    assert!(output.status == 2 && output.stderr.contains("it is one of the inputs"), "{output:?}");
    let output = status(&[&path, "--published-at", "2027-01-01"]);
    assert!(output.status == 2 && output.stderr.contains("is after 2026-12-01T00:00:00Z"), "{output:?}");
    let output = status(&[&directory.path().join("none.zone").display().to_string()]);
    assert!(output.status == 2 && output.stdout.contains("nothing to tell"), "{output:?}");
}

#[test]
fn a_zone_without_soa_and_names_with_blanks() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("it's mine.zone");
    std::fs::write(
        &path,
        format!("$ORIGIN example.org.\n$TTL 60\n@ NS ns1\n_25._tcp.mail TLSA {P256}\nmail A 192.0.2.1\n"),
    )
    .unwrap();
    let path = path.display().to_string();
    let current = format!("{SERVICE}={}", cert("mail.p256.pem"));
    let output = status(&[&path, "--origin", "example.org", "--cert", &current]);
    says(
        &output,
        &[
            "matches the certificate in service (mail.p256.pem): active\n",
            r"it'\''s mine.zone' --origin example.org",
        ],
    );
}

#[test]
fn too_many_records_are_said_to_be() {
    let records: Vec<String> = (0..70).map(|at| format!("3 1 1 {at:064x}")).collect();
    let (_directory, path) = zone(&records.iter().map(String::as_str).collect::<Vec<_>>());
    let output = status(&[&path, "--cert", &format!("{SERVICE}={}", cert("mail.p256.pem"))]);
    says(&output, &["not checked: it has 70 TLSA records, more than the 64 that are looked at\n"]);
}
