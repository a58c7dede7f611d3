//! Which records come out, and what is said about them.

use danelaw::wire::base16;

use super::*;

#[test]
fn the_command_of_the_manual_prints_one_record() {
    let ran = run(&["p256.cert.pem", "--host", "mail.example.org", "--port", "25"]);
    assert_eq!((ran.exit, ran.out, ran.err.as_str()), (Exit::Clean, record("3 1 1", P256), ""));
}

#[test]
fn digests_are_openssls() {
    for (file, cert_256, cert_512, key_256, key_512) in DIGESTS {
        for (selector, matching, data) in
            [("0", "1", cert_256), ("0", "2", cert_512), ("1", "1", key_256), ("1", "2", key_512)]
        {
            let ran = run(&[file, SERVICE, "--selector", selector, "--matching", matching]);
            assert_eq!(ran.out, record(&format!("3 {selector} {matching}"), data), "{file}");
        }
    }
}

#[test]
fn every_form_of_a_key_gives_its_certificates_record() {
    for (certificate, files) in SAME_KEY {
        let want = run(&[certificate, SERVICE]).out;
        for file in *files {
            let ran = run(&[file, SERVICE]);
            assert_eq!(
                (ran.exit, ran.out.as_str(), ran.err.as_str()),
                (Exit::Clean, want.as_str(), ""),
                "{file}"
            );
        }
    }
    for (file, data) in OTHER_KEYS {
        assert_eq!(run(&[file, SERVICE]).out, record("3 1 1", data), "{file}");
    }
}

#[test]
fn full_data_is_the_object_itself() {
    let certificate = run(&["p256.cert.pem", SERVICE, "--selector=0", "--matching=0"]);
    assert_eq!(certificate.out, record("3 0 0", &base16::encode(&fixture("p256.cert.der"))));
    let key = run(&["p256.key.pem", SERVICE, "--matching=full"]);
    assert_eq!(key.out, record("3 1 0", &base16::encode(&fixture("p256.pub.der"))));
    assert!(key.err.contains("warning: TLSA 3 1 0: makes large answers (91 octets each)"), "{}", key.err);
}

#[test]
fn every_input_meets_every_service() {
    let ran = run(&[
        "rsa.cert.pem",
        "p256.cert.pem",
        "--host=a.example",
        "--host=b.example.",
        "--port=25",
        "--port=443",
        "--service=_853._udp.c.example",
    ]);
    let owners: Vec<&str> = ran.out.lines().filter_map(|line| line.split(' ').next()).collect();
    let want = [
        "_25._tcp.a.example.",
        "_443._tcp.a.example.",
        "_25._tcp.b.example.",
        "_443._tcp.b.example.",
        "_853._udp.c.example.",
    ];
    assert_eq!(owners, want.map(|owner| [owner; 2]).concat());
    assert_eq!(ran.exit, Exit::Clean);
}

#[test]
fn duplicates_are_printed_once_and_said() {
    let ran = run(&[
        "p256.cert.pem",
        "p256.key.pem",
        "--host=MAIL.example.org",
        "--host=mail.example.org.",
        "--port=25",
    ]);
    assert_eq!(ran.out, format!("_25._tcp.MAIL.example.org. 3600 IN TLSA 3 1 1 {P256}\n"));
    assert!(
        ran.err.contains("note: p256.key.pem: gives the same record as the certificate in p256.cert.pem"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("warning: _25._tcp.mail.example.org.: is asked for more than once"),
        "{}",
        ran.err
    );
    assert_eq!(ran.exit, Exit::Clean);
}

#[test]
fn parameters_are_numbers_or_mnemonics() {
    let numbers = run(&["chain.pem", SERVICE, "--usage=2", "--selector=0", "--matching=2", "--ttl=5400"]);
    let mnemonics = run(&[
        "chain.pem",
        SERVICE,
        "--usage=DANE-TA",
        "--selector=cert",
        "--matching=sha2-512",
        "--ttl=1h30m",
    ]);
    assert_eq!(numbers.out, mnemonics.out);
    assert!(numbers.out.starts_with("_25._tcp.mail.example.org. 5400 IN TLSA 2 0 2 "), "{}", numbers.out);
}

#[test]
fn the_generic_form_holds_the_same_rdata() {
    let ran = run(&["p256.cert.pem", SERVICE, "--format=generic"]);
    assert_eq!(ran.out, format!("_25._tcp.mail.example.org. 3600 IN TYPE52 \\# 35 030101{P256}\n"));
}

#[test]
fn json_names_the_source() {
    let ran = run(&["chain.leaf.pem", SERVICE, "--format=json", "--selector=0"]);
    let document: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let at = |pointer: &str| document.pointer(pointer).cloned().unwrap_or_default();
    for (pointer, want) in [
        ("/version", serde_json::json!(1)),
        ("/records/0/owner", "_25._tcp.mail.example.org.".into()),
        ("/records/0/ttl", 3600.into()),
        ("/records/0/class", "IN".into()),
        ("/records/0/type", "TLSA".into()),
        ("/records/0/usage", 3.into()),
        ("/records/0/selector", 0.into()),
        ("/records/0/matching", 1.into()),
        ("/records/0/source/filename", "chain.leaf.pem".into()),
        ("/records/0/source/kind", "certificate".into()),
        (
            "/records/0/source/subject",
            "O=danelaw public test material, never use, CN=mail.example.org".into(),
        ),
        ("/warnings/0/subject", "TLSA 3 0 1".into()),
    ] {
        assert_eq!(at(pointer), want, "{pointer}");
    }
    assert_eq!(at("/records/0/data").as_str().map(str::len), Some(64));
    assert!(at("/records/0/source/not_after").as_str().is_some_and(|at| at.ends_with('Z')));
}

#[test]
fn trust_anchors_come_from_the_chain() {
    let data =
        |file: &str| DIGESTS.iter().find(|row| row.0 == file).map(|row| record("2 1 1", row.3)).expect(file);
    let (intermediate, root) = (data("chain.intermediate.pem"), data("chain.root.pem"));
    let top = run(&["chain.pem", SERVICE, "--usage=2"]);
    assert_eq!(top.out, root);
    assert!(
        top.err.contains("note: chain.pem: usage 2 (DANE-TA) takes certificate 3, `O=danelaw"),
        "{}",
        top.err
    );
    assert!(top.err.contains("is a root; the server must send it"), "{}", top.err);
    let full = run(&["fullchain.pem", SERVICE, "--usage=2"]);
    assert_eq!(full.out, intermediate);
    assert!(!full.err.contains("warning"), "{}", full.err);
    assert_eq!(run(&["chain.pem", SERVICE, "--usage=2", "--anchor=issuer"]).out, intermediate);
    assert_eq!(
        run(&["chain.pem", SERVICE, "--usage=2", "--anchor=all"]).out,
        [intermediate.as_str(), &root].concat()
    );
    assert_eq!(run(&["chain.intermediate.pem", SERVICE, "--usage=2"]).out, intermediate);
    // The order of the file does not decide who issued whom.
    let mixed =
        [fixture("chain.leaf.pem"), fixture("chain.root.pem"), fixture("chain.intermediate.pem")].concat();
    assert_eq!(run_on(&mixed, &["--usage=2"]).out, root);
}

#[test]
fn cross_certified_cas_end_somewhere() {
    let twice = [fixture("chain.pem"), fixture("chain.pem")].concat();
    assert_eq!(run_on(&twice, &["--usage=2"]).out, run(&["chain.pem", SERVICE, "--usage=2"]).out);
}

#[test]
fn unwise_parameters_are_warned_of_and_printed() {
    for (usage, name) in [("0", "PKIX-TA"), ("1", "PKIX-EE")] {
        let ran = run(&[
            "chain.pem",
            "--host=mx.example",
            "--port=25",
            "--port=465",
            "--port=587",
            "--port=443",
            "--usage",
            usage,
        ]);
        assert_eq!((ran.exit, ran.out.lines().count()), (Exit::Clean, 4));
        let port_25 = format!(
            "warning: _25._tcp.mx.example.: mail servers may treat usage {usage} ({name}) as unusable (RFC \
            7672 section 3.1.3)"
        );
        assert!(ran.err.contains(&port_25), "{}", ran.err);
        assert!(ran.err.contains("warning: _465._tcp.mx.example. and 1 more: usage"), "{}", ran.err);
        assert!(!ran.err.contains("_443."), "{}", ran.err);
    }
    let udp = run(&["chain.pem", "--host=mx.example", "--port=25", "--proto=udp", "--usage=1"]);
    assert!(!udp.err.contains("warning"), "{}", udp.err);
    let cert = run(&["chain.pem", SERVICE, "--selector=0"]);
    assert!(cert.err.contains("warning: TLSA 3 0 1: changes at every renewal"), "{}", cert.err);
    let short = run(&["chain.pem", "--host=mail", "--port=25"]);
    assert!(short.err.contains("warning: _25._tcp.mail.: the host is a top-level name"), "{}", short.err);
}

#[test]
fn a_key_beside_the_certificate_is_compared() {
    let matching = [fixture("p256.key.pem"), fixture("fullchain.pem")].concat();
    let ran = run_on(&matching, &[]);
    assert_eq!((ran.out, ran.err.as_str()), (record("3 1 1", P256), ""));
    let other = [fixture("fullchain.pem"), fixture("p384.key.pem")].concat();
    let ran = run_on(&other, &[]);
    assert_eq!((ran.exit, ran.out), (Exit::Clean, record("3 1 1", P256)));
    assert!(ran.err.contains("warning: file.pem: the private key beside `O=danelaw"), "{}", ran.err);
    let encrypted = [fixture("p256.encrypted.key.pem"), fixture("p256.cert.pem")].concat();
    assert_eq!(run_on(&encrypted, &[]).out, record("3 1 1", P256));
}

#[test]
fn files_in_an_odd_order_are_warned_of() {
    let ca_first = [fixture("chain.root.pem"), fixture("chain.leaf.pem")].concat();
    assert!(run_on(&ca_first, &[]).err.contains("is a CA's and was taken"));
    let two = [fixture("p256.cert.pem"), fixture("rsa.cert.pem")].concat();
    let ran = run_on(&two, &[]);
    assert_eq!(ran.out, record("3 1 1", P256));
    assert!(ran.err.contains("is another server certificate: give it as a file of its own"), "{}", ran.err);
    assert!(run(&["chain.intermediate.pem", SERVICE]).err.contains("is an intermediate CA's certificate"));
    let keys = [fixture("p256.pub.pem"), fixture("rsa.pub.pem"), fixture("p256.csr.pem")].concat();
    assert_eq!(run_on(&keys, &[]).out.lines().count(), 2);
}

#[test]
fn standard_input_is_read_once() {
    let input = fixture("p256.cert.pem");
    let ran = run_in(&Memory::default(), &input, None, &["-", SERVICE, "--format=json"]);
    assert_eq!(ran.exit, Exit::Clean);
    assert!(ran.out.contains("\"filename\": \"<stdin>\""), "{}", ran.out);
    let twice = run_in(&Memory::default(), &input, None, &["-", "-", SERVICE]);
    assert_eq!((twice.exit, twice.out), (Exit::Failed, record("3 1 1", P256)));
    assert!(twice.err.contains("error: <stdin>: is given more than once"), "{}", twice.err);
    let encrypted = run_in(&Memory::default(), &fixture("p256.encrypted.key.pem"), None, &["-", SERVICE]);
    assert!(
        encrypted.err.contains("`openssl pkey -in key.pem -pubout -out public.pem`"),
        "{}",
        encrypted.err
    );
}

#[test]
fn pem_is_read_as_people_leave_it() {
    let pem = String::from_utf8(fixture("p256.cert.pem")).expect("PEM");
    let indented: String = pem.lines().map(|line| format!("    {line}  \n")).collect();
    let variants = [
        format!("\u{feff}{pem}"),
        pem.replace('\n', "\r\n"),
        indented,
        format!("Subject: somebody\n\n{pem}\ntrailing text"),
        pem.replace(" CERTIFICATE", " X509 CERTIFICATE"),
        pem.trim_end().to_owned(),
        format!("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{pem}"),
        format!("-----BEGIN SOMETHING-----\nAAAA\n-----END SOMETHING-----\n{pem}"),
    ];
    for text in variants {
        let ran = run_on(text.as_bytes(), &[]);
        assert_eq!((ran.out, ran.err.as_str()), (record("3 1 1", P256), ""), "{text}");
    }
    let der = fixture("p256.cert.der");
    assert_eq!(run_on(&[der.clone(), der].concat(), &[]).out, record("3 1 1", P256));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let args = [
        "chain.pem",
        "rsa.key.pem",
        "ed448.csr.pem",
        "missing",
        SERVICE,
        "--host=mx.example",
        "--port=443",
        "--format=json",
    ];
    let (first, second) = (run(&args), run(&args));
    assert_eq!((first.out, first.err), (second.out, second.err));
}
