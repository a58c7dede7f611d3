//! What is refused, and how it is said.

use danelaw::source::Disk;

use super::*;

/// The message that a file is refused with; nothing else may be printed.
fn refused(bytes: &[u8]) -> String {
    let ran = run_on(bytes, &[]);
    assert_eq!((ran.exit, ran.out.as_str()), (Exit::Failed, ""), "{}", ran.err);
    ran.err.strip_prefix("error: file.pem: ").expect("the file's name").trim_end().to_owned()
}

fn usage_error(args: &[&str]) -> String {
    Cli::try_parse_from(["tlsa", "generate"].iter().chain(args)).err().expect("refused").to_string()
}

#[test]
fn a_trust_anchor_needs_a_ca() {
    let leaf = run(&["chain.leaf.pem", SERVICE, "--usage=2"]);
    assert_eq!((leaf.exit, leaf.out.as_str()), (Exit::Failed, ""));
    assert!(
        leaf.err.contains("has no CA certificate, as usage 2 (DANE-TA) needs; give the chain"),
        "{}",
        leaf.err
    );
    let gap = [fixture("chain.leaf.pem"), fixture("chain.root.pem")].concat();
    let ran = run_on(&gap, &["--usage=0"]);
    assert_eq!(ran.exit, Exit::Failed);
    assert!(ran.err.contains("none of its CA certificates issued `O=danelaw"), "{}", ran.err);
    let key = run(&["p256.pub.pem", SERVICE, "--usage=2"]);
    assert_eq!((key.exit, key.out), (Exit::Clean, record("2 1 1", P256)));
    assert!(
        key.err.contains("warning: p256.pub.pem: nothing in it says that its key is a CA's"),
        "{}",
        key.err
    );
}

#[test]
fn only_a_certificate_has_selector_0() {
    for (file, kind) in [
        ("p256.key.pem", "private key"),
        ("p256.pub.der", "public key"),
        ("p256.csr.pem", "certificate request"),
    ] {
        let ran = run(&[file, SERVICE, "--selector=0"]);
        assert_eq!((ran.exit, ran.out.as_str()), (Exit::Failed, ""));
        let message = format!(
            "error: {file}: is a {kind}; selector 0 (Cert) needs the certificate itself; give it, or use \
            --selector 1\n"
        );
        assert_eq!(ran.err, message);
    }
}

#[test]
fn one_bad_input_does_not_hide_the_others() {
    let ran = run(&["missing.pem", "p256.cert.pem", "p256.p12", SERVICE]);
    assert_eq!((ran.exit, ran.out), (Exit::Failed, record("3 1 1", P256)));
    assert!(ran.err.contains("error: missing.pem: no such file\n"), "{}", ran.err);
    assert!(
        ran.err.contains(
            "error: p256.p12: is PKCS#12; take the certificates out with `openssl pkcs12 -in \
            p256.p12 -nokeys -out chain.pem`"
        ),
        "{}",
        ran.err
    );
}

#[test]
fn unreadable_files_say_why() {
    let said = |kind| run_in(&Refusing(kind), b"", None, &["cert.pem", SERVICE]).err;
    assert_eq!(said(io::ErrorKind::PermissionDenied), "error: cert.pem: permission denied\n");
    assert_eq!(
        said(io::ErrorKind::FileTooLarge),
        "error: cert.pem: has more than 67108864 octets, the most that is read of a certificate or key file\n"
    );
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().display().to_string();
    let ran = run_in(&Disk, b"", None, &[&path, SERVICE]);
    assert_eq!(ran.exit, Exit::Failed);
    assert!(ran.err.ends_with(": is a directory; give the certificate file in it\n"), "{}", ran.err);
    let endless = run_in(&Memory::default(), &[], None, &["-", SERVICE]);
    assert_eq!(endless.err, "error: <stdin>: is empty (0 octets)\n");
}

#[test]
fn a_reader_that_left_is_no_failure_and_a_full_disk_is() {
    let files = all_fixtures();
    let closed = run_in(&files, b"", Some(io::ErrorKind::BrokenPipe), &["p256.cert.pem", SERVICE]);
    assert_eq!((closed.exit, closed.err.as_str()), (Exit::Clean, ""));
    let json =
        run_in(&files, b"", Some(io::ErrorKind::BrokenPipe), &["p256.cert.pem", SERVICE, "--format=json"]);
    assert_eq!(json.exit, Exit::Clean);
    let full = run_in(&files, b"", Some(io::ErrorKind::StorageFull), &["p256.cert.pem", SERVICE]);
    assert_eq!(full.exit, Exit::Failed);
    assert!(full.err.starts_with("error: standard output: "), "{}", full.err);
}

#[test]
fn what_is_no_certificate_says_why() {
    let pem = String::from_utf8(fixture("p256.cert.pem")).expect("PEM");
    let der = fixture("p256.cert.der");
    let cut = |len: usize| der.get(..len).expect("shorter").to_vec();
    assert_eq!(refused(b""), "is empty (0 octets)");
    assert_eq!(refused(b"\n \n"), "holds nothing but white space (3 octets)");
    assert_eq!(
        refused(b"hello"),
        "is neither PEM (no BEGIN line) nor DER; a certificate, request or key in PEM or DER is needed"
    );
    let base64_only: String = pem.lines().filter(|line| !line.starts_with("---")).collect();
    assert!(refused(base64_only.as_bytes()).starts_with("looks like base64 without its BEGIN and END lines"));
    assert!(refused(b"\xff\xfe-\0-\0").starts_with("is UTF-16 text"));
    assert_eq!(
        refused(&cut(200)),
        format!("is truncated: the DER header says {} octets, found 200", der.len())
    );
    assert_eq!(
        refused(&[der.as_slice(), b"xx"].concat()),
        "found 2 octets behind the end of the object, and no certificate in them"
    );
    assert_eq!(
        refused(pem.get(..300).expect("longer").as_bytes()),
        "line 1: the `CERTIFICATE` block has no END line; the file looks truncated"
    );
    let damaged = pem.replacen("\nMII", "\nM!!", 1);
    assert_eq!(
        refused(damaged.as_bytes()),
        "line 1: the `CERTIFICATE` block is not whole base64; the file looks damaged or truncated"
    );
    assert_eq!(
        refused(b"x\n-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"),
        "line 2: the `CERTIFICATE` block holds nothing"
    );
    assert_eq!(
        refused(pem.replace("CERTIFICATE", "X509 CRL").as_bytes()),
        "line 1: has no certificate, request or key; found `X509 CRL`"
    );
    assert_eq!(
        refused(pem.replace("CERTIFICATE", "PUBLIC KEY").as_bytes()).split(": ").take(2).collect::<Vec<_>>(),
        ["line 1", "does not decode as a public key"]
    );
    assert_eq!(
        refused(b"-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"),
        "has parameters but no key and no certificate"
    );
    assert_eq!(refused(&[0x30, 0x03, 0x02, 0x01, 0x05]), "is DER, but no certificate, request or key");
    assert!(refused(&fixture("p256.p7.pem")).contains("openssl pkcs7 -in file.pem -print_certs"));
    assert!(refused(&fixture("p256.p7.der")).contains("openssl pkcs7 -in file.pem -inform DER -print_certs"));
}

#[test]
fn every_truncation_is_refused() {
    for name in [
        "p256.cert.der",
        "p256.csr.der",
        "p256.pub.der",
        "p256.pkcs8.der",
        "p256.sec1.der",
        "rsa.pkcs1.pub.der",
    ] {
        let der = fixture(name);
        for len in 0..der.len() {
            refused(der.get(..len).expect("shorter"));
        }
    }
}

#[test]
fn keys_that_give_no_public_half_name_the_command_that_does() {
    let command = "`openssl pkey -in file.pem -pubout -out public.pem`";
    for name in ["p256.encrypted.key.pem", "p256.encrypted.der", "rsa.proc-type.key.pem"] {
        let message = refused(&fixture(name));
        assert!(message.contains("the private key is encrypted") && message.contains(command), "{message}");
    }
    for name in ["p256.explicit.key.pem", "p256.explicit.sec1.key.pem"] {
        let message = refused(&fixture(name));
        assert!(message.contains("spells out its curve") && message.contains(command), "{message}");
    }
    let message = refused(&fixture("x25519.key.pem"));
    assert!(message.contains("algorithm 1.3.101.110") && message.contains(command), "{message}");
}

#[test]
fn a_stored_public_key_of_another_key_is_refused() {
    let mut der = fixture("p256.pkcs8.der");
    // The private value starts at octet 36 of this form.
    *der.get_mut(40).expect("long enough") ^= 1;
    assert!(refused(&der).starts_with("the public key stored beside the private key belongs to another"));
}

#[test]
fn wrong_arguments_are_all_named_and_nothing_is_printed() {
    let ran = run(&[
        "p256.cert.pem",
        "--host=a b",
        "--host=*.example",
        "--host=mx.example",
        "--port=25",
        "--service=_0._tcp.x.example",
    ]);
    assert_eq!((ran.exit, ran.out.as_str()), (Exit::Failed, ""));
    let want = "error: --host `a b`: has ` ` in it; host names have letters, digits, `-` and `.`\n\
                error: --host `*.example`: is a wildcard; name each host, TLSA records are looked up by host \
                name\n\
                error: --service `_0._tcp.x.example`: has the port label `_0`; expected `_1` to `_65535` \
                without leading zeros\n";
    assert_eq!(ran.err, want);
    let long = format!("--host={}.example", "a".repeat(64));
    assert!(run(&["p256.cert.pem", &long, "--port=25"]).err.contains("has a label of more than 63 octets"));
}

#[test]
fn usage_errors_say_what_would_do() {
    let with = |arg: &str| usage_error(&["p256.cert.pem", "--host=mx.example", "--port=25", arg]);
    assert!(with("--port=0").contains("0 is not in 1..=65535"));
    assert!(with("--port=65536").contains("65536 is not in 1..=65535"));
    assert!(with("--usage=4").contains("expected 0 (PKIX-TA), 1 (PKIX-EE), 2 (DANE-TA), 3 (DANE-EE)"));
    assert!(with("--selector=2").contains("expected 0 (Cert), 1 (SPKI)"));
    assert!(with("--matching=3").contains("expected 0 (Full), 1 (SHA2-256), 2 (SHA2-512)"));
    assert!(with("--ttl=1x").contains("expected seconds, or units as in 1h30m"));
    assert!(with("--ttl=4294967295").contains("the most RFC 2181 section 8 allows"));
    assert!(usage_error(&["p256.cert.pem"]).contains("<--host <NAME>|--service <OWNER>|--from-zone <ZONE>>"));
    assert!(usage_error(&["p256.cert.pem", "--host=mx.example"]).contains("--port <PORT>"));
    assert!(usage_error(&[SERVICE]).contains("<FILE>..."));
}
