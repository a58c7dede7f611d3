//! `danelaw ds`, and `danelaw check` with parents.

mod support;

use support::cli::danelaw;
use support::root;

const KEY: &str = "testzones/_formats/Kexample.+013+30329.key";
const SHA256: &str = "30329 13 2 8fe872d84bf7623408ea55b676e16fbcd7effd6d9dd547b51c7a38e10a5d6c86";
const ZONE: &str = "testzones/ds/ds-key-not-signing/good.zone";
const SET: &str = "testzones/ds/no-ds-leads-to-key/parent.txt";

fn at(path: &str) -> String {
    root().join(path).display().to_string()
}

fn ds(args: &[&str], stdin: &[u8]) -> (u8, String, String) {
    let output = danelaw(&[&["ds"], args].concat(), stdin);
    (output.status, output.stdout, output.stderr)
}

#[test]
fn a_key_file_gives_its_ds() {
    assert_eq!(ds(&[&at(KEY)], b""), (0, format!("example. IN DS {SHA256}\n"), String::new()));
    let stdin = std::fs::read(at(KEY)).expect("a readable key");
    assert_eq!(ds(&["-"], &stdin).1, format!("example. IN DS {SHA256}\n"));
    let (status, stdout, stderr) = ds(&[&at(KEY), "--digest", "sha256,sha384,sha1"], b"");
    assert_eq!((status, stdout.lines().count()), (0, 3));
    assert!(stdout.ends_with("DS 30329 13 1 70c0fac1561f60077006c45cb0047c6be78c5614\n"), "{stdout}");
    assert_eq!(stderr, "warning: SHA-1 must not be used for new DS records (RFC 9905 section 2)\n");
}

#[test]
fn a_zone_gives_the_ds_of_its_sep_keys() {
    let (status, stdout, _) = ds(&[&at(ZONE)], b"");
    let tags: Vec<_> = stdout.lines().filter_map(|line| line.split(' ').nth(3)).collect();
    assert_eq!((status, tags), (0, vec!["54193", "13257"]));
    assert_eq!(ds(&[&at(ZONE), "--all"], b"").1.lines().count(), 3);
    // The same key of two files is printed once.
    assert_eq!(ds(&[&at(ZONE), &at("testzones/_keys/p256-ksk.key")], b"").1.lines().count(), 2);
}

#[test]
fn cds_and_generic_form_and_json() {
    let (_, stdout, _) = ds(&[&at(KEY), "--cds"], b"");
    let key =
        "257 3 13 j+dGtsl6fV4WpXovVzFa2+dX7354eytge9JPFJmkby82h9rVXhlESoH3p1vWAFEF/Kw7n9eBBhbcMp0HAAQwaQ==";
    assert_eq!(stdout, format!("example. IN CDS {SHA256}\nexample. IN CDNSKEY {key}\n"));
    let (_, stdout, _) = ds(&[&at(KEY), "--format", "generic"], b"");
    assert_eq!(
        stdout,
        "example. IN TYPE43 \\# 36 76790d028fe872d84bf7623408ea55b676e16fbcd7effd6d9dd547b51c7a38e10a5d6c86\n"
    );
    let json: serde_json::Value =
        serde_json::from_str(&ds(&[&at(KEY), "--format", "json"], b"").1).expect("JSON");
    assert_eq!(json.pointer("/records/0/data").and_then(serde_json::Value::as_str), Some(SHA256));
    assert_eq!(json.pointer("/records/0/key").and_then(serde_json::Value::as_str), Some("13/30329 (KSK)"));
}

#[test]
fn a_digest_that_is_not_computed_is_not_a_match() {
    let directory = tempfile::tempdir().expect("a directory");
    let set = directory.path().join("dsset-example.");
    std::fs::write(&set, format!("example. IN DS {SHA256}\nexample. IN DS 30329 13 3 {}\n", "ab".repeat(32)))
        .expect("a file");
    let (status, stdout, stderr) = ds(&[&at(KEY), "--compare", &set.display().to_string()], b"");
    assert_eq!(status, 2, "{stdout}");
    assert!(stdout.contains("match ") && stdout.contains("not checked "), "{stdout}");
    assert!(
        stderr.contains(": not checked: ") && stderr.contains("digest type 3 is not computed"),
        "{stderr}"
    );
}

#[test]
fn a_ds_set_is_compared() {
    let one = "testzones/ds/no-ds-leads-to-key/good.zone";
    let (status, stdout, stderr) = ds(&[&at(one), "--compare", &at(SET)], b"");
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    assert!(stdout.lines().all(|line| line.starts_with("match ")), "{stdout}");
    let (status, stdout, _) = ds(&[&at(ZONE), "--compare", &at(SET)], b"");
    assert_eq!(status, 1);
    let last = "missing     example. DS 54193 13 2 \
        9d29a03c12bdfb3a8ca567cfb4c0368f092d03249c3d382c4e87cfcb7822e034 ; 13/54193 (KSK) has no DS\n";
    assert!(stdout.ends_with(last), "{stdout}");
    let (status, stdout, _) =
        ds(&[&at(one), "--compare", &at("testzones/ds/ds-digest-mismatch/parent.txt")], b"");
    assert_eq!(status, 1);
    assert!(stdout.contains("\nno key      example. DS 54193 13 2 1f5a"), "{stdout}");
    let (status, _, stderr) = ds(
        &[
            &at("testzones/_keys/ed25519-ksk.key"),
            "--compare",
            &at("testzones/rrset/duplicate-record/good.zone"),
        ],
        b"",
    );
    assert_eq!(status, 2);
    assert!(stderr.ends_with("good.zone: it has no DS of these keys' zones\n"), "{stderr}");
}

#[test]
fn what_gives_no_ds_is_said() {
    for (args, stdin, message) in [
        (
            vec![at("testzones/_keys/p256-ksk.private")],
            "",
            "this is a DNSSEC private key: give the `.key` file with the DNSKEY, which is public",
        ),
        (vec!["-".into()], "example. 3600 IN NS ns1.example.net.\n", "there is no DNSKEY record in it"),
        (
            vec![at("testzones/key/single-key-without-sep/bad.zone")],
            "",
            "no key in it has the SEP bit: --all takes those without it",
        ),
        (
            vec!["-".into()],
            "example. 3600 IN DNSKEY 385 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=\n",
            "all are revoked",
        ),
        (vec!["no-such.key".into()], "", "no such file"),
    ] {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let (status, stdout, stderr) = ds(&args, stdin.as_bytes());
        assert_eq!((status, stdout.as_str()), (2, ""), "{args:?}");
        assert!(stderr.contains(message), "{args:?}: {stderr}");
    }
}

fn check(args: &[&str]) -> (u8, String, String) {
    let output = danelaw(&[&["check", "--isolated"], args].concat(), b"");
    (output.status, output.stdout, output.stderr)
}

#[test]
fn zones_are_held_against_what_the_parent_says() {
    let (good, bad) =
        (at("testzones/ds/no-ds-leads-to-key/good.zone"), at("testzones/ds/no-ds-leads-to-key/bad.zone"));
    for option in ["--ds", "--parent", "--trust-anchor"] {
        assert_eq!(check(&[&good, option, &at(SET), "--select", "DS"]).0, 0, "{option}");
        assert_eq!(check(&[&bad, option, &at(SET), "--select", "DS"]).0, 1, "{option}");
    }
    // A DNSKEY is a trust anchor as well, and `--origin` is the name of the zone, not of the set.
    assert_eq!(
        check(&[
            &good,
            "--trust-anchor",
            &at("testzones/_keys/p256-ksk.key"),
            "--origin",
            "example",
            "--select",
            "DS"
        ])
        .0,
        0
    );
}

#[test]
fn a_set_that_names_no_checked_zone_is_a_problem() {
    let zone = at("testzones/rrset/duplicate-record/good.zone");
    for (option, what) in
        [("--ds", "it has no DS of a checked zone"), ("--parent", "it delegates no checked zone")]
    {
        let (status, _, stderr) = check(&[&zone, option, &zone]);
        assert_eq!(status, 2);
        assert_eq!(stderr, format!("danelaw: {option} {zone}: {what}: nothing was held against it\n"));
    }
    assert_eq!(check(&[&zone, "--ds", "no-such-file"]).0, 2);
}

#[test]
fn what_is_not_known_of_the_parent_is_said_once() {
    let zone = at("testzones/ds/no-ds-leads-to-key/good.zone");
    let said = "not checked: the DS of 1 signed zone at its parent (give them with --ds or --parent)\n";
    assert!(check(&[&zone]).1.ends_with(said));
    for args in [&["--ds", &at(SET)][..], &["--quiet"], &["--select", "SYN"]] {
        assert!(!check(&[&[zone.as_str()], args].concat()).1.contains("not checked"), "{args:?}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&check(&[&zone, "--output-format", "json"]).1).expect("JSON");
    assert_eq!(json.pointer("/summary/not_checked").and_then(|list| list.as_array()).map(Vec::len), Some(1));
}
