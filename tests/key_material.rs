//! Keys given, by mistake or on purpose, where something else is read: no part of them is in any output.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::io::Write;
use std::path::Path;

use support::cli::{Output, danelaw};

/// Private octets of an Ed25519 key, and the base64 of its PKCS#8.
const BODY: &str = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g";
const SECRET: &str = "nWGxnf/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";

const HEAD: &str = "$ORIGIN example.\n$TTL 3600\n@ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 \
    1209600 3600\n\
    @ NS ns1.example.net.\n@ NS ns2.example.net.\n";

/// Every shape, with a name for messages of this test.
fn shapes() -> Vec<(&'static str, Vec<u8>)> {
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{BODY}\n-----END PRIVATE KEY-----\n");
    let prefixed = |prefix: &str| pem.lines().map(|line| format!("{prefix}{line}\n")).collect::<String>();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let bind = format!("Private-key-format: v1.3\nAlgorithm: 15 (ED25519)\nPrivateKey: {SECRET}\n");
    let mut der =
        vec![0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    der.extend_from_slice(b"nWGxnfWmC6hEr0kuwsxERJxWl7MmkZcD");
    let mut sec1 = vec![0x30, 0x25, 0x02, 0x01, 0x01, 0x04, 0x20];
    sec1.extend_from_slice(b"nWGxnfWmC6hEr0kuwsxERJxWl7MmkZcD");
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        ("PKCS#8 in DER", der),
        ("SEC1 in DER", sec1),
        ("PEM", text(&pem)),
        ("PEM with CR", text(&pem.replace('\n', "\r\n"))),
        ("PEM on one line", text(&pem.replace('\n', " "))),
        ("PEM in UTF-16", wide(&pem)),
        ("PEM in UTF-16 with a mark", wide(&format!("\u{feff}{pem}"))),
        ("PEM in a comment", text(&prefixed("; "))),
        ("PEM in another comment", text(&prefixed("# "))),
        ("PEM, indented", text(&prefixed("\t    "))),
        ("PEM in JSON", text(&format!("{{\"key\": \"{}\"}}\n", pem.replace('\n', "\\n")))),
        ("PEM without its first line", text(pem.split_once('\n').unwrap().1)),
        ("PEM without both", text(&format!("{BODY}\n"))),
        ("PEM behind records", text(&format!("{HEAD}{pem}"))),
        (
            "OpenSSH",
            text(&format!("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUA{SECRET}\n")),
        ),
        ("OpenSSH body", text(&format!("b3BlbnNzaC1rZXktdjEAAAAABG5vbmUA{SECRET}\n"))),
        ("OpenPGP", text(&format!("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{SECRET}\n"))),
        ("PuTTY", text(&format!("PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\n{SECRET}\n"))),
        (".private", text(&bind)),
        (".private without its first line", text(bind.split_once('\n').unwrap().1)),
        (".private, last line", text(&format!("PrivateKey: {SECRET}\n"))),
        (
            "RSA .private",
            text(&format!("Modulus: {SECRET}\nPublicExponent: AQAB\nPrivateExponent: {SECRET}\n")),
        ),
        (
            "rndc.key",
            text(&format!("key \"rndc-key\" {{\n\talgorithm hmac-sha256;\n\tsecret \"{SECRET}\";\n}};\n")),
        ),
        (
            "rndc.key on one line",
            text(&format!("key \"rndc-key\" {{ algorithm hmac-sha256; secret \"{SECRET}\"; }};\n")),
        ),
        ("Knot", text(&format!("key:\n  - id: x\n    algorithm: hmac-sha256\n    secret: {SECRET}\n"))),
        (
            "NSD",
            text(&format!("key:\n    name: \"x\"\n    algorithm: hmac-sha256\n    secret: \"{SECRET}\"\n")),
        ),
        ("nsupdate", text(&format!("server 192.0.2.1\nkey hmac-sha256:x. {SECRET}\n"))),
        ("JWK", text(&format!("{{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"{SECRET}\"}}\n"))),
        ("age", text("AGE-SECRET-KEY-1nWGxnfWmC6hEr0kuwsxERJxWl7MmkZcD\n")),
    ]
}

/// Whether eight octets in a row of the secret are in an output.
fn leaks(output: &Output) -> bool {
    let all = format!("{}{}", output.stdout, output.stderr).replace(['\n', '\u{0}'], "");
    let has = |secret: &str| {
        secret.as_bytes().windows(8).any(|part| memchr::memmem::find(all.as_bytes(), part).is_some())
    };
    has(SECRET) || has(BODY) || has("nWGxnfWmC6hEr0kuwsxERJxWl7MmkZcD") || all.contains("nWGx")
}

fn run(args: &[&str], stdin: &[u8], shape: &str) {
    let output = danelaw(args, stdin);
    assert!(!leaks(&output), "{shape}: {args:?}: {output:?}");
    assert!(output.status != 0, "{shape}: {args:?}: {output:?}");
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn keys_are_shown_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let write = |path: &str, bytes: &[u8]| std::fs::write(Path::new(path), bytes).unwrap();
    let (zone, including, key, packed) =
        (at("example.zone"), at("including.zone"), at("key.inc"), at("key.gz"));
    let (configuration, walked) = (at("danelaw.toml"), at("walked"));
    std::fs::create_dir(&walked).unwrap();
    write(&zone, HEAD.as_bytes());
    write(&including, format!("{HEAD}$INCLUDE key.inc\nwww A 192.0.2.1\n").as_bytes());
    for (shape, bytes) in shapes() {
        write(&key, &bytes);
        write(&packed, &gzip(&bytes));
        write(&format!("{walked}/example.zone"), &bytes);
        for format in ["human", "json"] {
            let check = ["check", "--isolated", "--output-format", format];
            for files in [
                &[&*key][..],
                &[&packed],
                &[&walked],
                &["-"],
                &[&including],
                &[&zone, "--ds", &key],
                &[&zone, "--parent", &key],
            ] {
                run(&[&check, files].concat(), &bytes, shape);
            }
            for option in ["--published", "--trust-anchor", "--config"] {
                run(&["check", "--output-format", format, &zone, option, &key], b"", shape);
            }
            let named = format!("example={key}");
            run(&["check", "--isolated", "--output-format", format, &zone, "--mta-sts", &named], b"", shape);
        }
        write(&configuration, b"[mta-sts]\n'example' = 'key.inc'\n");
        run(&["check", "--config", &configuration, &zone], b"", shape);
        run(&["ds", &key], b"", shape);
        run(&["ds", "-"], &bytes, shape);
        run(&["diff", &zone, &key], b"", shape);
        run(&["diff", &key, &zone], b"", shape);
    }
}

#[test]
fn what_is_no_key_but_not_zone_text_either_is_not_shown_unless_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::create_dir(at("walked")).unwrap();
    std::fs::write(at("including.zone"), format!("{HEAD}$INCLUDE pass.txt\nwww A 192.0.2.1\n")).unwrap();
    for path in [at("pass.txt"), at("walked/db.example")] {
        std::fs::write(path, "# passwords\ndatabase hunter2\nmail swordfish\n").unwrap();
    }
    std::fs::write(at("mixed.txt"), format!("{HEAD}database hunter2\n")).unwrap();
    for format in ["human", "concise", "json", "ndjson"] {
        for file in [at("including.zone"), at("walked")] {
            let output = danelaw(&["check", "--isolated", "--output-format", format, &file], b"");
            let all = format!("{}{}", output.stdout, output.stderr);
            assert!(
                !all.contains("hunter2") && !all.contains("swordfish") && !all.contains("passwords"),
                "{all}"
            );
            assert!(all.contains("3 of 3 entries cannot be read, the first in line 1"), "{all}");
        }
        let named = danelaw(&["check", "--isolated", "--output-format", format, &at("pass.txt")], b"");
        assert!(named.both.contains("this is not a zone file"), "{named:?}");
        let mixed = danelaw(&["check", "--isolated", "--output-format", format, &at("mixed.txt")], b"");
        assert!(mixed.stdout.contains("hunter2"), "the user named it: {mixed:?}");
    }
    let walked = danelaw(&["check", "--isolated", &at("walked")], b"");
    assert_eq!(walked.status, 2, "{walked:?}");
}

#[test]
fn configuration_that_cannot_be_read_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let zone = folder.path().join("example.zone");
    std::fs::write(&zone, HEAD).unwrap();
    let path = folder.path().join("other.toml");
    for (text, place) in [
        ("[database]\nhunter2 swordfish\n", "line 2, column 9: "),
        ("select = 3 # hunter2\n", "line 1, column 10: "),
    ] {
        std::fs::write(&path, text).unwrap();
        let output = danelaw(&["check", "--config", path.to_str().unwrap(), zone.to_str().unwrap()], b"");
        assert!(output.stderr.contains(place) && !output.stderr.contains("hunter2"), "{output:?}");
        assert_eq!(output.status, 2);
    }
}

#[test]
fn a_private_key_in_a_dkim_record_is_reported_and_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let zone = folder.path().join("example.zone");
    let record =
        format!("www A 192.0.2.300\ns._domainkey TXT \"v=DKIM1; k=ed25519; p={BODY}\"\nmail A 192.0.2.300\n");
    std::fs::write(&zone, format!("{HEAD}{record}")).unwrap();
    for format in ["human", "concise", "json", "ndjson"] {
        let output =
            danelaw(&["check", "--isolated", "--output-format", format, zone.to_str().unwrap()], b"");
        assert!(!leaks(&output), "{output:?}");
        assert!(output.stdout.contains("DKIM key at `s._domainkey.example.`"), "{output:?}");
        assert_eq!(output.status, 1);
    }
    let before = folder.path().join("before.zone");
    std::fs::write(&before, HEAD).unwrap();
    std::fs::write(&zone, format!("{HEAD}s._domainkey TXT \"v=DKIM1; k=ed25519; p={BODY}\"\n")).unwrap();
    for format in ["text", "markdown", "json"] {
        let output =
            danelaw(&["diff", "--format", format, before.to_str().unwrap(), zone.to_str().unwrap()], b"");
        assert!(!leaks(&output) && output.stdout.contains("****"), "{output:?}");
    }
}
