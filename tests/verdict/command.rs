//! `danelaw tlsa check` over files.

use std::path::Path;

use base64::Engine as _;
use danelaw::wire::base16;
use tempfile::TempDir;

use super::support::cli::{Output, danelaw};
use super::support::root;

const SERVICE: &str = "_25._tcp.mail.example.org";
/// SHA-256 of the public key of chain.leaf.pem, as OpenSSL says.
const LEAF: &str = "016d065826685f2f87b77fff089f181a6589d3c9802321b54b07cabffa689c9f";
/// And of chain.intermediate.pem.
const CA: &str = "d2470c8c8d705309ede4acfaad926fcd36aea14ccfc0c2d05ab7120da5163474";
pub fn fixture(name: &str) -> String {
    root().join("testzones/_certs").join(name).display().to_string()
}

/// A directory with the zone example.org, which its server signs.
pub struct Run {
    pub directory: TempDir,
}

impl Run {
    pub fn new(lines: &[&str]) -> Run {
        let run = Run { directory: tempfile::tempdir().expect("a directory") };
        let head = "$ORIGIN example.org.\n$TTL 3600\n@ SOA ns1 hostmaster 1 14400 3600 1209600 3600\n@ NS \
            ns1\n@ MX 10 mail\nns1 A 192.0.2.1\nmail A 192.0.2.2\n";
        run.write("example.org.zone", format!("{head}{}\n", lines.join("\n")).as_bytes());
        run
    }

    pub fn path(&self, name: &str) -> String {
        self.directory.path().join(name).display().to_string()
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> String {
        std::fs::write(self.path(name), bytes).expect("a file");
        self.path(name)
    }

    fn check(&self, args: &[&str]) -> Output {
        let zone = self.path("example.org.zone");
        danelaw(
            &[&["tlsa", "check", "--isolated", "--at", "2027-01-01T00:00:00Z", &zone], args].concat(),
            b"",
        )
    }

    /// With one certificate file for the mail server.
    fn with(&self, file: &str, args: &[&str]) -> Output {
        let cert = format!("{SERVICE}={file}");
        self.check(&[&["--cert", &cert], args].concat())
    }
}

fn tlsa(parameters: &str, data: &str) -> String {
    format!("_25._tcp.mail TLSA {parameters} {data}")
}

/// The first service of the JSON form.
fn json(output: &Output) -> serde_json::Value {
    let document: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    document["services"][0].clone()
}

#[test]
fn a_service_is_told_with_its_records() {
    let run =
        Run::new(&[&tlsa("3 1 1", LEAF), &tlsa("2 1 1", CA), &tlsa("1 1 1", LEAF), &tlsa("3 0 1", LEAF)]);
    let output = run.with(&fixture("fullchain.pem"), &["--format", "json"]);
    assert_eq!((output.status, output.stderr.as_str()), (0, ""), "{output:?}");
    let service = json(&output);
    assert_eq!(service["service"], "_25._tcp.mail.example.org.");
    assert_eq!(service["verdict"], "authenticated");
    let depths: Vec<_> =
        service["matched"].as_array().expect("a list").iter().map(|one| one["depth"].clone()).collect();
    assert_eq!(depths, [0, 1], "in the order of the RRset: {service}");
    assert_eq!(
        service["unmatched"][0]["why"].as_str().map(|why| why.ends_with("for which `3 1 1` stands")),
        Some(true),
        "{service}"
    );
    assert_eq!(service["unusable"][0]["usage"], 1);
    assert_eq!(service["exchange_online"], "delivers, authenticated");
    assert_eq!(service["postfix"], "delivers, authenticated: `Verified TLS connection established to`");
}

#[test]
fn refused_and_tls_required_exit_with_1() {
    let cases = [(tlsa("3 1 1", CA), "refused", "4.7.5"), (tlsa("3 1 1", "00"), "tls-required", "4.7.4")];
    for (record, verdict, postfix) in cases {
        let output = Run::new(&[&record]).with(&fixture("fullchain.pem"), &[]);
        assert_eq!(output.status, 1, "{output:?}");
        assert!(output.stdout.contains(verdict) && output.stdout.contains(postfix), "{output:?}");
    }
}

#[test]
fn an_unsigned_zone_has_no_dane_unless_it_is_signed_later() {
    let run = Run::new(&[&tlsa("3 1 1", CA)]);
    let output = run.with(&fixture("fullchain.pem"), &["--unsigned", "as-is", "--format", "json"]);
    assert_eq!(output.status, 0, "{output:?}");
    let service = json(&output);
    assert_eq!(service["verdict"], "opportunistic");
    assert_eq!(service["once_signed"], "refused");
    assert!(
        service["reason"]
            .as_str()
            .is_some_and(|reason| reason.starts_with("the zone `example.org.` is not signed, ")),
        "{service}"
    );
    assert!(
        service["notes"][0].as_str().is_some_and(|note| note.starts_with("once it is secure: refused")),
        "{service}"
    );
    for args in [["--unsigned", "signed-later"].as_slice(), &["--assume-signed"], &[]] {
        let output = run.with(&fixture("fullchain.pem"), args);
        assert_eq!(output.status, 1, "a server may sign it: {output:?}");
        assert!(output.stdout.contains("this holds if they are signed before they are served"), "{output:?}");
    }
}

#[test]
fn what_is_missing_is_said() {
    let run = Run::new(&[
        &tlsa("3 1 1", LEAF),
        "_443._tcp.www CNAME tlsa.example.net.",
        "_853._tcp.ns1 CNAME nothing",
        "_80._tcp.ns1 CNAME ns1",
        "mail TLSA 3 1 1 00",
    ]);
    let output = run.check(&["--cert", &format!("_25._tcp.mx.example.net={}", fixture("fullchain.pem"))]);
    assert_eq!(output.status, 2, "{output:?}");
    assert_eq!(output.stderr.matches(": not checked: ").count(), 3, "{output:?}");
    for text in [
        "no certificate is given for it: --cert _25._tcp.mail.example.org=FILE",
        "it is an alias of `tlsa.example.net.`, and `tlsa.example.net.` is outside the given zones",
        "`_25._tcp.mx.example.net.` is outside the given zones",
        "3 services: 3 not-checked",
    ] {
        assert!(output.stdout.contains(text), "{text} is not in {}", output.stdout);
    }
    assert!(
        output.stderr.contains("warning: mail.example.org.: has TLSA records, and no client looks there"),
        "{output:?}"
    );
}

#[test]
fn aliases_and_wildcards_are_followed() {
    let alias = Run::new(&["_25._tcp.mail CNAME pins", &format!("pins TLSA 3 1 1 {LEAF}")]);
    let wildcard = Run::new(&[&format!("*._tcp.mail TLSA 3 1 1 {LEAF}")]);
    for run in [alias, wildcard] {
        let output = run.with(&fixture("fullchain.pem"), &["--format", "json"]);
        assert_eq!(json(&output)["verdict"], "authenticated", "{output:?}");
        assert!(run.check(&[]).stdout.contains("1 service: 1 not-checked"), "found without being asked for");
    }
    let circle = Run::new(&["_25._tcp.mail CNAME a", "a CNAME _25._tcp.mail"]).check(&[]);
    assert!(
        circle.stdout.contains("`_25._tcp.mail.example.org.` is an alias that leads back to itself"),
        "{circle:?}"
    );
    assert!(
        circle.status == 1 && circle.stdout.contains("4.7.5 TLSA lookup error"),
        "resolvers answer SERVFAIL: {circle:?}"
    );
}

#[test]
fn der_is_as_good_as_pem() {
    let run = Run::new(&[&tlsa("3 1 1", LEAF)]);
    // The key of p256 is that of the chain's leaf.
    assert_eq!(run.with(&fixture("p256.cert.der"), &[]).status, 0);
}

#[test]
fn what_no_server_sends_is_a_problem_and_the_others_are_judged() {
    let run = Run::new(&[&tlsa("3 1 1", LEAF), &format!("_465._tcp.mail TLSA 3 1 1 {LEAF}")]);
    let leaf = std::fs::read_to_string(fixture("chain.leaf.pem")).expect("a leaf");
    let big = run.write("big.pem", leaf.repeat(10_000_000 / leaf.len()).as_bytes());
    let text = run.write("text.pem", b"hello\n");
    for (file, message) in [
        (fixture("nothing.pem"), "no such file"),
        (
            fixture("p256.pub.pem"),
            "holds a public key and no certificate; give the chain that the server sends (fullchain.pem)",
        ),
        (fixture("p256.key.pem"), "holds a private key and no certificate"),
        (fixture("p256.csr.pem"), "holds a certificate request and no certificate"),
        (big, "certificates; give what the server sends, which is 100 at most"),
        (text, "is neither PEM (no BEGIN line) nor DER"),
    ] {
        let other = format!("_465._tcp.mail.example.org={}", fixture("fullchain.pem"));
        let output = run.with(&file, &["--cert", &other]);
        assert_eq!(output.status, 2, "{output:?}");
        assert!(output.stderr.contains(message), "{message} is not in {}", output.stderr);
        assert!(
            output.stdout.contains("its certificate, ")
                && output.stdout.contains("1 authenticated, 1 not-checked"),
            "{output:?}"
        );
    }
    for (cert, message) in [
        ("_25._tcp.mail.example.org", "is not OWNER=FILE"),
        ("mail.example.org=x", "is not of the form _port._transport.host"),
    ] {
        let output = run.check(&["--cert", cert]);
        assert_eq!(output.status, 2, "{output:?}");
        assert!(output.stderr.contains(message), "{output:?}");
    }
}

#[test]
fn odd_chains_are_remarked_on() {
    let read = |name: &str| std::fs::read_to_string(fixture(name)).expect(name);
    let (leaf, ca, root) = (read("chain.leaf.pem"), read("chain.intermediate.pem"), read("chain.root.pem"));
    let run = Run::new(&[&tlsa("3 1 1", LEAF)]);
    let note = |name: &str, parts: &[&str]| {
        let output = run.with(&run.write(name, parts.concat().as_bytes()), &["--format", "json"]);
        json(&output)["notes"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|note| note.as_str().expect("text").to_owned())
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(note("good.pem", &[&leaf, &ca, &root]), "");
    assert!(note("order.pem", &[&leaf, &root, &ca]).contains("out of order"));
    assert!(
        note("twice.pem", &[&leaf, &ca, &ca]).contains("certificate 3, ")
            && note("twice.pem", &[&leaf, &ca, &ca]).contains("more than once")
    );
    assert!(
        note("stranger.pem", &[&leaf, &ca, &read("p384.cert.pem")]).contains("issued none of the others")
    );
    assert!(note("headless.pem", &[&ca, &root]).contains("the server's certificate is missing"));
    assert!(note("upside.pem", &[&root, &ca, &leaf]).contains("put the server's, `"));
    assert!(note("ca.pem", &[&root]).contains("is a CA's"));
    assert!(note("key.pem", &[&leaf, &read("p384.key.pem")]).contains("belongs to none of the certificates"));
}

#[test]
fn an_expired_certificate_is_both_things() {
    let run = Run::new(&[&tlsa("3 1 1", LEAF)]);
    let (zone, cert) = (run.path("example.org.zone"), format!("{SERVICE}={}", fixture("chain.leaf.pem")));
    let output = danelaw(
        &["tlsa", "check", "--isolated", "--at", "2050-01-01T00:00:00Z", &zone, "--cert", &cert],
        b"",
    );
    assert_eq!(output.status, 0, "{output:?}");
    for text in ["authenticated", "ended at 2036-11-19T01:20:23Z", "5.7.322 certificate-expired"] {
        assert!(output.stdout.contains(text), "{text} is not in {}", output.stdout);
    }
}

#[test]
fn output_goes_to_a_file_and_never_over_an_input() {
    let run = Run::new(&[&tlsa("3 1 1", LEAF)]);
    let out = run.path("verdicts.txt");
    let output = run.with(&fixture("fullchain.pem"), &["-O", &out]);
    assert_eq!((output.status, output.stdout.as_str()), (0, ""));
    assert!(std::fs::read_to_string(Path::new(&out)).expect("a file").contains("authenticated"));
    let over = run.with(&fixture("fullchain.pem"), &["-O", &run.path("example.org.zone")]);
    assert_eq!(over.status, 2);
    assert!(over.stderr.contains("it is one of the inputs"), "{over:?}");
}

#[test]
fn no_private_octet_is_printed() {
    let read = |name: &str| std::fs::read_to_string(fixture(name)).expect(name);
    let run = Run::new(&[&tlsa("3 1 1", CA)]);
    for key in ["p256.key.pem", "p384.key.pem", "rsa.key.pem", "ed25519.key.pem"] {
        let text = read(key);
        // A line of words is about the key, not of it.
        let lines: Vec<&str> =
            text.lines().filter(|line| !line.starts_with("-----") && !line.contains(' ')).collect();
        let der = base64::engine::general_purpose::STANDARD.decode(lines.concat()).expect("base64");
        let beside = run.write("beside.pem", format!("{}{text}", read("chain.leaf.pem")).as_bytes());
        let alone = fixture(key);
        for file in [&beside, &alone] {
            for format in ["human", "json"] {
                let output = run.with(file, &["--format", format]);
                for line in lines.iter().filter_map(|line| line.get(..16)) {
                    assert!(!output.both.contains(line), "{key}: {output:?}");
                }
                for octets in der.windows(8) {
                    assert!(!output.both.contains(&base16::encode(octets)), "{key}: {output:?}");
                }
            }
        }
    }
}

#[test]
fn long_rows_of_aliases_end() {
    let aliases: Vec<String> =
        (0..20_000).map(|at| format!("_{}._tcp.mail CNAME _{}._tcp.mail", at + 1, at + 2)).collect();
    let lines: Vec<&str> = aliases.iter().map(String::as_str).collect();
    let output = Run::new(&lines).check(&["--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    let first = &document["services"][0];
    assert!(
        first["reason"].as_str().is_some_and(|reason| reason.contains("is an alias over more than 64 names")),
        "{first}"
    );
    assert_eq!(first["verdict"], "refused");
}
