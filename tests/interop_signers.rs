//! Zones that other signers made have to come out clean, and with one bit of a signature turned over they
//! must not. Signers that are not installed are said and left out.

#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use danelaw::dnssec::key_tag;
use danelaw::finding::Severity;
use danelaw::wire::Timestamp;
use danelaw::{Linter, Options, Source};
use support::{NOW, root};

/// What signers and verifiers differ on: cuts with and without DS, glue, empty non-terminals, wildcards,
/// DNAME, names in rdata and their case, escapes, unknown types.
const ZONE: &str = r#"$ORIGIN example.
$TTL 3600
@ SOA ns1.example.net. hostmaster.Example.NET. 1 14400 3600 1209600 3600
@ NS ns1.example.net.
@ NS NS2.Example.net.
@ MX 10 Mail
@ TXT "v=spf1 mx -all"
_dmarc TXT "v=DMARC1; p=quarantine; rua=mailto:d@example"
_smtp._tls TXT "v=TLSRPTv1; rua=mailto:t@example"
Mail A 192.0.2.3
Mail AAAA 2001:db8::1
_25._tcp.mail TLSA 3 1 1 0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5b5d5
*.wild TXT "w"
a.b.c.d A 192.0.2.4
sec NS ns.sec
sec DS 12345 13 2 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
ns.sec A 192.0.2.5
insec NS ns.insec
ns.insec A 192.0.2.6
x.y.insec2 NS ns1.example.net.
old DNAME new.example.net.
alias CNAME Mail
a\.b.c TXT "dot"
\255 TXT "octet"
_sip._tcp SRV 1 2 3 Mail.EXAMPLE.
enum NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:info@example.com!" .
rp RP Mail.Example. Txt.Example.NET.
zz TYPE65300 \# 3 abcdef
"#;

/// The pairs of keys that zones are signed with, and the number of their algorithm.
const KEYS: &[(&str, u8)] = &[("rsa2048", 8), ("p256", 13), ("ed25519", 15)];

fn is_installed(tool: &str) -> bool {
    let installed = Command::new(tool).arg("-h").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !installed {
        println!("{tool} is not installed: left out");
    }
    installed
}

/// Copies a test key under the name that signers look for; that name without its ending.
fn key(name: &str, algorithm: u8, directory: &Path) -> String {
    let from = root().join("testzones/_keys");
    let record = fs::read_to_string(from.join(format!("{name}.key"))).expect("a test key");
    let fields: Vec<&str> = record.split_whitespace().skip_while(|word| *word != "DNSKEY").skip(1).collect();
    let flags: u16 = fields[0].parse().expect("flags");
    let mut rdata = [flags.to_be_bytes().as_slice(), &[3, algorithm]].concat();
    rdata.extend(STANDARD.decode(fields[3..].concat()).expect("base64"));
    let tag = key_tag(&rdata).expect("a whole key").0;
    let base = format!("Kexample.+{algorithm:03}+{tag:05}");
    for ending in ["key", "private"] {
        fs::copy(from.join(format!("{name}.{ending}")), directory.join(format!("{base}.{ending}")))
            .expect("a copy");
    }
    base
}

/// The findings of a signed zone at a time, those below warning left out.
fn findings(path: &Path, now: Timestamp) -> Vec<String> {
    let bytes = fs::read(path).expect("a signed zone");
    check(bytes, now)
}

fn check(bytes: Vec<u8>, now: Timestamp) -> Vec<String> {
    let options = Options::at(now).origin(danelaw::wire::Name::absolute("example.").expect("a name"));
    let report = Linter::new(options).expect("a linter").check([Source::new("signed", None, bytes)]);
    assert_eq!(report.totals().problems, 0);
    report
        .findings()
        .filter(|finding| finding.severity > Severity::Info)
        .map(|finding| format!("{}: {}", finding.name, finding.message))
        .collect()
}

/// The zone is clean, and with any of some bits of its signatures turned over it is not.
fn judge(what: &str, path: &Path, now: Timestamp) {
    assert_eq!(findings(path, now), Vec::<String>::new(), "{what}");
    let text = fs::read_to_string(path).expect("a signed zone in ASCII");
    let ends: Vec<usize> = text.match_indices("RRSIG").map(|(at, _)| at).collect();
    let mut turned = 0;
    for at in ends.iter().step_by(5).filter_map(|&at| signature(&text, at)) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let found = check(bytes, now);
        assert!(
            found
                .iter()
                .any(|finding| finding.starts_with("signature-mismatch")
                    || finding.contains("does not verify")),
            "{what}: {found:?}"
        );
        turned += 1;
    }
    assert!(turned > 3, "{what}: {turned} signatures turned over");
}

/// Where a character of the signature of the RRSIG at `at` stands, if one does.
fn signature(text: &str, at: usize) -> Option<usize> {
    let signer = text.get(at..)?.find(" example.")? + at + " example.".len();
    let rest = text.get(signer..)?;
    let start = rest.find(|c: char| c.is_ascii_alphanumeric())? + signer;
    text.get(at..start)?.contains("20").then_some(start + 10)
}

#[test]
fn zones_of_dnssec_signzone_are_clean() {
    if !is_installed("dnssec-signzone") {
        return;
    }
    for (name, algorithm) in KEYS {
        for denial in [&[][..], &["-3", "-"], &["-3", "aabb", "-A"]] {
            let directory = tempfile::tempdir().expect("a directory");
            let (ksk, zsk) = (
                key(&format!("{name}-ksk"), *algorithm, directory.path()),
                key(&format!("{name}-zsk"), *algorithm, directory.path()),
            );
            let keys = [&ksk, &zsk]
                .map(|key| fs::read_to_string(directory.path().join(format!("{key}.key"))).expect("a key"))
                .concat();
            fs::write(directory.path().join("zone"), format!("{ZONE}{keys}")).expect("a zone");
            let output = Command::new("dnssec-signzone")
                .current_dir(directory.path())
                .args([
                    "-q",
                    "-P",
                    "-o",
                    "example.",
                    "-s",
                    "20261101000000",
                    "-e",
                    "20270101000000",
                    "-f",
                    "signed",
                ])
                .args(denial)
                .arg("-k")
                .args([&ksk, "zone", &zsk])
                .output()
                .expect("the signer runs");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            judge(&format!("dnssec-signzone {name} {denial:?}"), &directory.path().join("signed"), NOW);
        }
    }
}

#[test]
fn zones_of_ldns_signzone_are_clean() {
    if !is_installed("ldns-signzone") {
        return;
    }
    for (name, algorithm) in KEYS {
        for denial in [&[][..], &["-n", "-t", "0"], &["-n", "-t", "0", "-p", "-s", "abcd"], &["-z", "1:1"]] {
            let directory = tempfile::tempdir().expect("a directory");
            let (ksk, zsk) = (
                key(&format!("{name}-ksk"), *algorithm, directory.path()),
                key(&format!("{name}-zsk"), *algorithm, directory.path()),
            );
            fs::write(directory.path().join("zone"), ZONE).expect("a zone");
            let output = Command::new("ldns-signzone")
                .current_dir(directory.path())
                .args(["-o", "example.", "-i", "20261101000000", "-e", "20270101000000", "-f", "signed"])
                .args(denial)
                .arg("zone")
                .args([&ksk, &zsk])
                .output()
                .expect("the signer runs");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            judge(&format!("ldns-signzone {name} {denial:?}"), &directory.path().join("signed"), NOW);
        }
    }
}

#[test]
fn zones_of_kzonesign_are_clean() {
    if !is_installed("kzonesign") {
        return;
    }
    for policy in [
        "algorithm: ecdsap256sha256",
        "algorithm: ed25519\n    nsec3: on\n    nsec3-iterations: 0",
        "algorithm: rsasha256\n    single-type-signing: on",
    ] {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path();
        fs::write(path.join("zone"), ZONE).expect("a zone");
        let configuration = format!(
            "database:\n  storage: \"{0}/db\"\npolicy:\n  - id: p\n    {policy}\nzone:\n  - domain: \
            example.\n    file: \"{0}/zone\"\n    dnssec-policy: p\n    dnssec-signing: on\n",
            path.display()
        );
        fs::write(path.join("knot.conf"), configuration).expect("a configuration");
        for made in ["db", "out"] {
            fs::create_dir(path.join(made)).expect("a directory");
        }
        let signer = Command::new("kzonesign")
            .current_dir(path)
            .args(["-c", "knot.conf", "-o", "out", "example."])
            .output()
            .expect("the signer runs");
        assert!(signer.status.success(), "{}", String::from_utf8_lossy(&signer.stderr));
        let signed = fs::read_dir(path.join("out"))
            .expect("a directory")
            .next()
            .expect("a signed zone")
            .expect("a readable entry")
            .path();
        // Knot signs as of today, so that is when its zones are judged.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970").as_secs();
        judge(&format!("kzonesign {policy}"), &signed, Timestamp(i64::try_from(now).expect("a time")));
    }
}
