//! `danelaw horizon`: what ends when, in each format, and the exit status that follows.

mod support;

use std::path::Path;

use support::cli::{Output, danelaw};
use support::root;

/// Two keys that signed nothing, which nobody looks at here.
const HEAD: &str = "\
$ORIGIN example.
$TTL 3600
@ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
@ DNSKEY 257 3 13 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
@ DNSKEY 256 3 13 AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
";
/// Key tags of the keys above.
const KSK: u16 = 1038;
const ZSK: u16 = 1293;

/// An RRSIG record over one type at one name.
fn rrsig(owner: &str, covered: &str, key_tag: u16, inception: &str, expiration: &str) -> String {
    let labels = if owner == "@" { 1 } else { 2 };
    format!("{owner} RRSIG {covered} 13 {labels} 3600 {expiration} {inception} {key_tag} example. AAAA\n")
}

/// `horizon --isolated` over one zone on standard input; it is 2026-12-01.
fn horizon(zone: &str, args: &[&str]) -> Output {
    danelaw(&[&["horizon", "--isolated", "-"], args].concat(), zone.as_bytes())
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a writable folder");
    path.to_str().expect("a plain path").to_owned()
}

/// A zone with two keys and signatures that end on two days.
fn signed() -> String {
    [
        HEAD.to_owned(),
        rrsig("@", "DNSKEY", KSK, "20261101000000", "20270101000000"),
        rrsig("@", "SOA", ZSK, "20261101000000", "20261220120000"),
        rrsig("@", "NS", ZSK, "20261101000000", "20261220100000"),
        "www A 192.0.2.1\n".to_owned(),
        rrsig("www", "A", ZSK, "20261101000000", "20261225000000"),
    ]
    .concat()
}

#[test]
fn signatures_of_a_key_and_day_are_one_line() {
    let output = horizon(&signed(), &[]);
    let expected = "\
ends 2026-12-20T10:00:01Z, in 19 days: example. 2 signatures by 13/1293, first over `example.` NS (<stdin>:10)
then
  2026-12-25T00:00:01Z  in 24 days       example. signature by 13/1293 over `www.example.` A (<stdin>:12)
  2027-01-01T00:00:01Z  in 31 days       example. signature by 13/1038 over `example.` DNSKEY (<stdin>:8)
secondaries of example. answer for 1209600 s (2 weeks) without their primary
";
    assert_eq!(output.both, expected);
    assert_eq!(output.status, 0);
}

#[test]
fn fewer_lines_are_fewer_lines() {
    let output = horizon(&signed(), &["-n", "0"]);
    assert_eq!(output.stdout.lines().count(), 2, "{}", output.stdout);
    assert_eq!(horizon(&signed(), &["--next", "1"]).stdout.lines().count(), 4);
}

#[test]
fn the_exit_status_says_whether_it_is_near() {
    for (args, status) in [
        (&["--within", "19d"][..], 0),
        (&["--within", "20d"], 1),
        (&["--at", "2026-12-20T10:00:00Z"], 0),
        (&["--at", "2026-12-20T10:00:01Z"], 1),
    ] {
        assert_eq!(horizon(&signed(), args).status, status, "{args:?}");
    }
    let late = horizon(&signed(), &["--at", "2026-12-20T13:00:01Z", "-n", "0"]);
    assert!(late.stdout.starts_with("ended 2026-12-20T10:00:01Z, 3 hours ago: "), "{}", late.stdout);
    assert_eq!(horizon(&signed(), &["--within", "soon"]).status, 2);
}

#[test]
fn a_signature_that_another_outlives_is_not_the_end() {
    let at_soa = |inception, expiration| rrsig("@", "SOA", ZSK, inception, expiration);
    let first =
        |zone: &str| horizon(zone, &["-n", "0"]).stdout.split(',').next().unwrap_or_default().to_owned();
    let both =
        [HEAD, &at_soa("20261101000000", "20261205000000"), &at_soa("20261130000000", "20261230000000")]
            .concat();
    assert_eq!(first(&both), "ends 2026-12-30T00:00:01Z");
    // The next one begins only after a gap.
    let gap =
        [HEAD, &at_soa("20261101000000", "20261205000000"), &at_soa("20261206000000", "20261230000000")]
            .concat();
    assert_eq!(first(&gap), "ends 2026-12-05T00:00:01Z");
    let future = [HEAD, &at_soa("20261206000000", "20261230000000")].concat();
    assert_eq!(first(&future), "ends 2026-12-30T00:00:01Z");
    // Nobody has the key of the longer one.
    let strange = [
        HEAD,
        &at_soa("20261101000000", "20261205000000"),
        &rrsig("@", "SOA", 7, "20261130000000", "20261230000000"),
    ]
    .concat();
    assert_eq!(first(&strange), "ends 2026-12-05T00:00:01Z");
    // Each key signs the DNSKEY RRset for itself.
    let keys = [
        HEAD,
        &rrsig("@", "DNSKEY", KSK, "20261101000000", "20261210000000"),
        &rrsig("@", "DNSKEY", ZSK, "20261101000000", "20261220000000"),
    ];
    assert_eq!(first(&keys.concat()), "ends 2026-12-10T00:00:01Z");
}

#[test]
fn a_signature_that_does_not_verify_outlives_none() {
    let zone =
        std::fs::read_to_string(root().join("testzones/denial/nsec-missing/good.zone")).expect("a fixture");
    let good = zone.lines().find(|line| line.contains(" RRSIG SOA ")).expect("a signature over the SOA");
    // Another time is another message, for which this signature is none.
    let bad = good.replace(" 20270101000000 ", " 20270201000000 ");
    assert_ne!(good, bad);
    let before = horizon(&zone, &["-n", "1000"]);
    assert!(before.stdout.starts_with("ends 2027-01-01T00:00:01Z"), "{}", before.both);
    assert_eq!(horizon(&[&zone, &bad, "\n"].concat(), &["-n", "1000"]).both, before.both);
    // Where there is no other, what the bad one says is all there is to say.
    let alone = horizon(&zone.replace(good, &bad), &["-n", "1000"]);
    assert!(alone.stdout.contains("  2027-02-01T00:00:01Z  "), "{}", alone.both);
    // A good one outlives a bad one, however many bad ones there are.
    let early = (1..10)
        .map(|day| good.replace(" 20270101000000 ", &format!(" 2026120{day}000000 ")) + "\n")
        .collect::<String>();
    assert_eq!(horizon(&(zone + &early), &["-n", "1000"]).both, before.both);
}

#[test]
fn what_nobody_asks_for_does_not_end() {
    let sub = |covered| rrsig("sub", covered, ZSK, "20261101000000", "20261205000000");
    let zone =
        [HEAD, "sub NS ns.sub\nsub A 192.0.2.7\nns.sub A 192.0.2.8\n", &sub("NS"), &sub("A"), &sub("TXT")]
            .concat();
    assert!(horizon(&zone, &[]).stdout.starts_with("nothing here ends: no signature, no certificate\n"));
    assert_eq!(horizon(&zone, &["--within", "5w"]).status, 0);
}

#[test]
fn times_beyond_2038_and_2106_are_right() {
    let zone = [HEAD, &rrsig("@", "SOA", ZSK, "20261101000000", "20390101000000")].concat();
    assert!(horizon(&zone, &[]).stdout.starts_with("ends 2039-01-01T00:00:01Z, in 4414 days: "));
    let zone = [HEAD, &rrsig("@", "SOA", ZSK, "4294960000", "5000")].concat();
    let output = horizon(&zone, &["--at", "2106-02-07T06:00:00Z"]);
    assert!(output.stdout.starts_with("ends 2106-02-07T07:51:37Z, in "), "{}", output.stdout);
}

#[test]
fn the_ds_of_a_zone_that_is_given_is_told_of_that_zone() {
    let folder = tempfile::tempdir().expect("a folder");
    let ds = |name: &str, expiration| {
        let digest = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
        format!(
            "{name} NS ns.example.net.\n{name} DS 1 13 2 {digest}\n{}",
            rrsig(name, "DS", ZSK, "20261101000000", expiration)
        )
    };
    let parent = write(
        folder.path(),
        "example.zone",
        &[HEAD, &ds("sub", "20261210000000"), &ds("other", "20261212000000")].concat(),
    );
    let child = "$ORIGIN sub.example.\n$TTL 3600\n@ SOA ns.example.net. hostmaster 1 14400 3600 604800 \
        3600\n@ NS ns.example.net.\n";
    let child = write(folder.path(), "sub.example.zone", child);
    let output = danelaw(&["horizon", "--isolated", "--format", "openmetrics", &parent, &child], b"");
    let expected = format!(
        "\
# TYPE danelaw_horizon_timestamp_seconds gauge
# UNIT danelaw_horizon_timestamp_seconds seconds
# HELP danelaw_horizon_timestamp_seconds When the first thing of this kind stops being right.
danelaw_horizon_timestamp_seconds{{zone=\"example.\",kind=\"ds\",file=\"{parent}\"}} 1797033601
danelaw_horizon_timestamp_seconds{{zone=\"sub.example.\",kind=\"ds\",file=\"{parent}\"}} 1796860801
# TYPE danelaw_soa_expire_seconds gauge
# UNIT danelaw_soa_expire_seconds seconds
# HELP danelaw_soa_expire_seconds How long secondaries of the zone answer without their primary.
danelaw_soa_expire_seconds{{zone=\"example.\",file=\"{parent}\"}} 1209600
danelaw_soa_expire_seconds{{zone=\"sub.example.\",file=\"{child}\"}} 604800
# TYPE danelaw_horizon_zones gauge
# HELP danelaw_horizon_zones Zones that were read.
danelaw_horizon_zones 2
# TYPE danelaw_horizon_problems gauge
# HELP danelaw_horizon_problems Inputs that could not be read.
danelaw_horizon_problems 0
# EOF
"
    );
    assert_eq!(output.both, expected);
}

#[test]
fn labels_are_escaped() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write(folder.path(), "a\"b\\c.zone", &signed());
    let output = danelaw(&["horizon", "--isolated", "--format", "openmetrics", &path], b"");
    assert!(output.stdout.contains(r#"/a\"b\\c.zone"} 1797760801"#), "{}", output.stdout);
}

#[test]
fn certificates_end_a_second_after_their_last() {
    let certificate = root().join("testzones/_certs/p256.cert.pem");
    let certificate = certificate.to_str().expect("a plain path");
    for args in [&["--cert", certificate][..], &[certificate]] {
        let output = danelaw(&[&["horizon", "--isolated", "--format", "json"], args].concat(), b"");
        let json: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
        let end = &json["ends"][0];
        assert_eq!(end["kind"], "certificate");
        assert_eq!(end["subject"], "O=danelaw public test material, never use, CN=p256.example.org");
        assert_eq!(end["timestamp"], 2110670381i64);
        assert_eq!(json["soa_expire"], serde_json::json!([]));
    }
    let key = root().join("testzones/_certs/p256.key.pem");
    let output = danelaw(&["horizon", "--isolated", key.to_str().expect("a plain path")], b"");
    assert_eq!(output.status, 2);
    assert!(
        output.stderr.ends_with("there is no certificate in it: keys and requests do not end\n"),
        "{}",
        output.stderr
    );
}

#[test]
fn json_has_every_field() {
    let output = horizon(&signed(), &["--format", "json", "-n", "0"]);
    let json: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    let expected = serde_json::json!({
        "version": 1,
        "now": "2026-12-01T00:00:00Z",
        "ends": [{
            "at": "2026-12-20T10:00:01Z", "timestamp": 1_797_760_801, "seconds_left": 1_677_601, "kind": "rrsig", "filename": "<stdin>",
            "place": "<stdin>:10", "count": 2, "zone": "example.", "key": "13/1293", "owner": "example.", "type": "NS", "subject": null,
        }],
        "soa_expire": [{"zone": "example.", "filename": "<stdin>", "seconds": 1_209_600}],
        "problems": 0,
    });
    assert_eq!(json, expected);
}

#[test]
fn what_could_not_be_read_is_said_and_is_never_far_away() {
    let output = horizon(&[&signed(), "www A 192.0.2.256\n"].concat(), &[]);
    assert_eq!(output.status, 2);
    assert_eq!(
        output.stderr,
        "danelaw: <stdin>: line 13: it cannot be read as a whole; `danelaw check` says more\n"
    );
    assert!(
        output.stdout.starts_with("ends 2026-12-20T10:00:01Z"),
        "what could be read is shown: {}",
        output.stdout
    );
    let output = danelaw(&["horizon", "--isolated", "/nowhere/example.zone"], b"");
    assert_eq!(output.status, 2);
    assert_eq!(output.both, "danelaw: /nowhere/example.zone: no such file\n");
}

#[test]
fn keys_and_ds_sets_beside_a_zone_are_passed_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = "example. IN DNSKEY 257 3 13 \
        AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n";
    let ds = "example. IN DS 1038 13 2 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n";
    write(folder.path(), "example.zone", &signed());
    write(folder.path(), "Kexample.+013+01038.key", key);
    write(folder.path(), "dsset-example.", ds);
    write(folder.path(), "anchor.zone", ds);
    let output = danelaw(
        &["horizon", "--isolated", "--format", "openmetrics", folder.path().to_str().expect("a plain path")],
        b"",
    );
    assert_eq!((output.status, output.stderr.as_str()), (0, ""));
    assert!(output.stdout.contains("\ndanelaw_horizon_zones 1\n"), "{}", output.stdout);
}
