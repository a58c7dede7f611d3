//! MTA-STS policy files as users give them: encodings, line ends, sizes, and files that are none.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::path::Path;

use serde_json::Value;
use support::cli::{Output, danelaw};

const ZONE: &str = "$ORIGIN example.\n$TTL 3600\n\
    @ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600\n@ NS ns1.example.net.\n@ NS \
    ns2.example.net.\n\
    @ MX 10 mx1\n@ MX 20 mx2\nmx1 A 192.0.2.25\nmx2 A 198.51.100.25\n\
    _mta-sts TXT \"v=STSv1; id=20261201000000\"\nmta-sts A 192.0.2.80\n\
    _smtp._tls TXT \"v=TLSRPTv1; rua=mailto:tls@example,https://reports.example.net/tls\"\n";

const POLICY: &str = "version: STSv1\nmode: enforce\nmx: mx1.example\nmx: mx2.example\nmax_age: 604800\n";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        folder.write("example.zone", ZONE.as_bytes());
        folder
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// `check` of the zone with the rules about MTA-STS and TLS-RPT.
    fn check(&self, more: &[&str], stdin: &[u8]) -> Output {
        let zone = self.path().join("example.zone");
        let args = [&["check", "--isolated", "--select", "STS,RPT", zone.to_str().unwrap()], more].concat();
        danelaw(&args, stdin)
    }

    /// Row and message of each finding in a policy of these octets.
    fn policy(&self, bytes: &[u8]) -> Vec<(u64, String)> {
        let path = self.write("policy.txt", bytes);
        let output = self.check(&["--output-format", "json", "--mta-sts", &format!("example={path}")], b"");
        let json: Value = serde_json::from_str(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
        let found = json["diagnostics"].as_array().unwrap().iter().map(|found| {
            assert_eq!(found["filename"], path.as_str(), "{found}");
            (found["location"]["row"].as_u64().unwrap(), found["message"].as_str().unwrap().to_owned())
        });
        found.collect()
    }
}

#[test]
fn a_good_policy_has_no_finding() {
    let folder = Folder::new();
    for text in [
        POLICY.to_owned(),
        POLICY.replace('\n', "\r\n"),
        POLICY.trim_end().to_owned(),
        POLICY.replace("mx1", "MX1").replace(": ", ":\t"),
    ] {
        assert_eq!(folder.policy(text.as_bytes()), [], "{text:?}");
    }
}

#[test]
fn encodings_and_line_ends_are_told() {
    let folder = Folder::new();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let format = |what: &str| vec![(1, format!("MTA-STS policy: {what}"))];
    let utf_16 = "the file is UTF-16, and a policy is ASCII or UTF-8";
    assert_eq!(folder.policy(&wide(&format!("\u{feff}{POLICY}"))), format(utf_16));
    assert_eq!(folder.policy(&wide(POLICY)), format(utf_16));
    assert_eq!(
        folder.policy(format!("\u{feff}{POLICY}").as_bytes()),
        format("a byte order mark before the first key")
    );
    assert_eq!(
        folder.policy(POLICY.replace('\n', "\r").as_bytes()),
        format("lines end with CR alone, and LF or CRLF ends a line")
    );
    assert_eq!(folder.policy(b""), format("the file is empty"));
    let latin = POLICY.replace("mx2", "b?cher").replace('?', "\u{fc}");
    let latin: Vec<u8> = latin.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let found = folder.policy(&latin);
    assert_eq!(found.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [4], "{found:?}");
    assert!(found[0].1.ends_with("is not ASCII; write the A-label (xn--)"), "{found:?}");
}

#[test]
fn findings_are_in_the_policy_file() {
    let folder = Folder::new();
    let found = folder.policy(POLICY.replace("mx: mx2.example\n", "").as_bytes());
    assert_eq!(found, [(2, "MX host `mx2.example.` matches no `mx` of the MTA-STS policy".to_owned())]);
    let path = folder.write("policy.txt", POLICY.replace("604800", "60x").as_bytes());
    let output = folder
        .check(&["--output-format", "concise", "--quiet", "--mta-sts", &format!("example.={path}")], b"");
    assert_eq!(output.status, 1);
    assert!(
        output.stdout.starts_with(&format!("{path}:5:1: error[STS005/mta-sts-policy-malformed]: ")),
        "{}",
        output.stdout
    );
}

#[test]
fn what_is_no_policy_file_is_said() {
    let folder = Folder::new();
    let large = folder.write("large.txt", "x: y\n".repeat(14 << 10).as_bytes());
    let most = folder.write("most.txt", POLICY.repeat((64 << 10) / POLICY.len()).as_bytes());
    let key = folder.write("key.pem", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    let good = folder.write("good.txt", POLICY.as_bytes());
    let directory = folder.path().to_str().unwrap();
    for (option, wanted) in [
        (format!("example={large}"), "has more than 65536 octets, the most that senders read of a policy"),
        (format!("example={directory}/missing.txt"), "no such file"),
        (format!("example={directory}"), "it is a directory"),
        (format!("example={key}"), "not an MTA-STS policy"),
        (
            format!("example.net={good}"),
            "no checked zone has `example.net.`: the policy was held against nothing",
        ),
        (format!("a..b={good}"), "the domain is not a domain name"),
        (good.clone(), "is not DOMAIN=FILE"),
        ("example=".to_owned(), "is not DOMAIN=FILE"),
    ] {
        let output = folder.check(&["--mta-sts", &option], b"");
        assert_eq!(output.status, 2, "{option}: {output:?}");
        assert!(output.stderr.contains(wanted), "{option}: {output:?}");
        assert!(!output.both.contains("AAAA"), "{output:?}");
    }
    let output = folder.check(&["--mta-sts", &format!("example={most}")], b"");
    assert_eq!(output.status, 1, "{}", output.stderr);
}

#[cfg(unix)]
#[test]
fn a_policy_that_may_not_be_read_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.write("policy.txt", POLICY.as_bytes());
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Those who may read everything are not kept from it.
    if std::fs::read(&path).is_ok() {
        return;
    }
    let output = folder.check(&["--mta-sts", &format!("example={path}")], b"");
    assert_eq!(output.status, 2);
    assert!(output.stderr.contains("permission denied"), "{}", output.stderr);
}

#[test]
fn a_policy_may_come_from_standard_input() {
    let folder = Folder::new();
    let bad = POLICY.replace("enforce", "on");
    let output =
        folder.check(&["--output-format", "concise", "--quiet", "--mta-sts", "example=-"], bad.as_bytes());
    assert!(output.stdout.starts_with("<stdin>:2:1: error[STS005/mta-sts-policy-malformed]: "), "{output:?}");
    assert_eq!(folder.check(&["--mta-sts", "example=-"], POLICY.as_bytes()).status, 0);
}

#[test]
fn the_configuration_names_policies_from_its_own_folder() {
    let folder = Folder::new();
    folder.write("policy.txt", POLICY.replace("enforce", "testing").as_bytes());
    let config = folder.write("danelaw.toml", b"[mta-sts]\n\"example.\" = \"policy.txt\"\n");
    let zone = folder.path().join("example.zone");
    let output = danelaw(
        &[
            "check",
            "--config",
            &config,
            "--select",
            "STS",
            "--output-format",
            "concise",
            "--quiet",
            zone.to_str().unwrap(),
        ],
        b"",
    );
    assert!(output.stdout.contains("policy.txt:2:7: info[STS009/mta-sts-not-enforced]: "), "{output:?}");
}

/// A missing dot puts a text where nobody looks, and nothing else is said of the name it made.
#[test]
fn a_doubled_origin_is_one_finding() {
    let folder = Folder::new();
    for (from, to, code) in [
        ("_mta-sts TXT", "_mta-sts.example TXT", "STS015"),
        ("_smtp._tls TXT", "_smtp._tls.example TXT", "RPT003"),
    ] {
        let zone = folder.write("doubled.zone", ZONE.replace(from, to).as_bytes());
        let output =
            danelaw(&["check", "--isolated", "--select", "STS,RPT", "--output-format", "json", &zone], b"");
        let json: Value = serde_json::from_str(&output.stdout).unwrap();
        let codes: Vec<&str> = json["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .map(|found| found["code"].as_str().unwrap())
            .collect();
        assert_eq!(codes, [code], "{output:?}");
        let help = json["diagnostics"][0]["help"].as_str().unwrap();
        assert_eq!(help, format!("move it to `{}.example.`", from.trim_end_matches(" TXT")));
    }
}

/// Hostile octets and sizes end, and nothing of them reaches the terminal raw.
#[test]
fn hostile_policies_are_bounded() {
    let folder = Folder::new();
    let many = format!("version: STSv1\nmode: enforce\nmax_age: 604800\n{}", "mx: *.x\n".repeat(8_000));
    assert_eq!(folder.policy(many.as_bytes()).len(), 2);
    let noise: Vec<u8> = (0..60_000u32).map(|at| u8::try_from(at * 7919 % 251).unwrap() | 1).collect();
    assert!(!folder.policy(&noise).is_empty());
    let path =
        folder.write("policy.txt", b"version: STSv1\nmode: \x1b[31m\x00\xff\nmx: \x1b[0m\nmax_age: 1\n");
    let output = folder.check(&["--mta-sts", &format!("example={path}")], b"");
    assert!(!output.both.contains('\u{1b}') && !output.both.contains('\0'), "{}", output.both.escape_debug());
}
