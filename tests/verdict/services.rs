//! Rules about services as `danelaw check` asks them: what options and `danelaw.toml` say, good and bad.

use base64::Engine as _;
use danelaw::wire::base16;

use super::command;
use super::support::cli::{Output, danelaw};
use super::support::root;

const SERVICE: &str = "_25._tcp.mail.example.org";
/// SHA-256 of the public keys of mail.p256.pem, mail.ca.pem and mail.rsa.pem, as OpenSSL says.
const LEAF: &str = "016d065826685f2f87b77fff089f181a6589d3c9802321b54b07cabffa689c9f";
const CA: &str = "745d4edb32e592369dd4ff4a2181a1738eea2c4a3477116ea41d563df4a7e5d8";
const RSA: &str = "e1aeb284bb5457cff07028a637dbf937ff10c56662aec187d2913f8459653bc5";

fn fixture(name: &str) -> String {
    root().join("testzones/_certs").join(name).display().to_string()
}

fn read(name: &str) -> String {
    std::fs::read_to_string(fixture(name)).expect(name)
}

/// The base64 of a PEM file's blocks.
fn blocks(name: &str) -> String {
    read(name).lines().filter(|line| !line.starts_with("-----") && !line.contains(' ')).collect()
}

/// A directory with the zone example.org.
struct Run {
    place: command::Run,
}

impl std::ops::Deref for Run {
    type Target = command::Run;

    fn deref(&self) -> &command::Run {
        &self.place
    }
}

impl Run {
    fn new(records: &[&str]) -> Run {
        Run { place: command::Run::new(records) }
    }

    /// The rules about certificates alone.
    fn check(&self, args: &[&str]) -> Output {
        let zone = self.path("example.org.zone");
        danelaw(&[&["check", "--select", "CRT", "--output-format", "concise", &zone], args].concat(), b"")
    }

    fn with(&self, file: &str, args: &[&str]) -> Output {
        let cert = format!("{SERVICE}={file}");
        self.check(&[&["--isolated", "--cert", &cert], args].concat())
    }

    /// With a `danelaw.toml`.
    fn configured(&self, toml: &str) -> Output {
        let config = self.write("danelaw.toml", toml.as_bytes());
        self.check(&["--config", &config])
    }
}

fn tlsa(parameters: &str, data: &str) -> String {
    format!("_25._tcp.mail TLSA {parameters} {data}")
}

/// The rules of the findings, in their order.
fn names(output: &Output) -> Vec<String> {
    let names =
        output.stdout.lines().filter_map(|line| line.split_once('[')?.1.split_once(']')).map(|(id, _)| id);
    names
        .filter(|id| id.starts_with("CRT"))
        .map(|id| id.split_once('/').map_or(id, |(_, name)| name).to_owned())
        .collect()
}

#[test]
fn what_is_right_is_silent() {
    let run = Run::new(&[&tlsa("3 1 1", LEAF), &tlsa("3 1 1", RSA)]);
    for args in [
        &[][..],
        &["--cert", &format!("{SERVICE}={}", fixture("mail.rsa.pem"))],
        &["--next-key", &format!("{SERVICE}={}", fixture("rsa.key.pem"))],
    ] {
        let output = run.with(&fixture("mail.p256.pem"), args);
        assert_eq!((output.status, names(&output)), (0, vec![]), "{output:?}");
    }
    // Nobody says anything of the service.
    assert_eq!(run.check(&["--isolated"]).status, 0);
}

#[test]
fn files_that_are_odd_have_one_finding_each() {
    let (leaf, ca, top) = (read("chain.leaf.pem"), read("chain.intermediate.pem"), read("chain.root.pem"));
    let own = Run::new(&[&tlsa("3 1 1", LEAF)]);
    let of_ca = Run::new(&[&tlsa("2 1 1", CA)]);
    let cases: [(&Run, &str, String, &[&str]); 13] = [
        (&own, "good.pem", format!("{leaf}{ca}{top}"), &[]),
        (&own, "order.pem", format!("{leaf}{top}{ca}"), &["chain-out-of-order"]),
        (&own, "twice.pem", format!("{leaf}{ca}{ca}"), &["chain-out-of-order"]),
        (&own, "stranger.pem", format!("{leaf}{ca}{}", read("p384.cert.pem")), &["chain-out-of-order"]),
        (&own, "headless.pem", format!("{ca}{top}"), &["chain-begins-with-ca"]),
        (&own, "upside.pem", format!("{top}{ca}{leaf}"), &["chain-begins-with-ca"]),
        (&own, "key.pem", format!("{leaf}{ca}{}", read("p384.key.pem")), &["key-of-another-certificate"]),
        (&own, "own-key.pem", format!("{leaf}{ca}{}", read("p256.key.pem")), &[]),
        (&own, "expired.pem", read("mail.expired.pem"), &["certificate-expired"]),
        (&own, "sha1.pem", read("mail.sha1.pem"), &[]),
        (&of_ca, "sha1.pem", read("mail.sha1.pem"), &["chain-signed-with-sha1"]),
        // The CA is not sent: another one, with the same rights, is.
        (&of_ca, "alone.pem", read("p256.cert.pem"), &["tlsa-matches-no-certificate"]),
        (&own, "ed448.pem", read("ed448.cert.pem"), &["tlsa-matches-no-certificate"]),
    ];
    for (run, name, text, expected) in cases {
        let output = run.with(&run.write(name, text.as_bytes()), &[]);
        assert_eq!(names(&output), expected, "{name}: {output:?}");
    }
}

#[test]
fn der_is_as_good_as_pem() {
    let run = Run::new(&[&tlsa("3 1 1", LEAF)]);
    assert_eq!(run.with(&fixture("p256.cert.der"), &[]).status, 0);
    let output = Run::new(&[&tlsa("3 1 1", CA)]).with(&fixture("p256.cert.der"), &[]);
    assert_eq!(names(&output), ["tlsa-matches-no-certificate"], "{output:?}");
}

#[test]
fn what_no_server_sends_is_a_problem_and_the_others_are_judged() {
    let run = Run::new(&[&tlsa("3 1 1", LEAF), &format!("_465._tcp.mail TLSA 3 1 1 {CA}")]);
    let big = run.write("big.pem", read("mail.p256.pem").repeat(7_000).as_bytes());
    let cut = run.write("cut.pem", &read("mail.p256.pem").as_bytes()[..300]);
    for (file, message) in [
        (fixture("nothing.pem"), "no such file"),
        (fixture("p256.key.pem"), "holds a private key and no certificate"),
        (fixture("p256.csr.pem"), "holds a certificate request and no certificate"),
        (big, "certificates; give what the server sends, which is 100 at most"),
        (cut, "cut.pem"),
        (run.write("text.pem", b"hello\n"), "is neither PEM (no BEGIN line) nor DER"),
    ] {
        let other = format!("_465._tcp.mail.example.org={}", fixture("mail.p256.pem"));
        let output = run.with(&file, &["--cert", &other]);
        assert_eq!(
            (output.status, names(&output)),
            (2, vec!["tlsa-matches-no-certificate".to_owned()]),
            "{output:?}"
        );
        assert!(output.stderr.contains(message), "{message} is not in {}", output.stderr);
    }
}

#[test]
fn danelaw_toml_names_services_and_a_missing_file_is_a_problem_of_one() {
    let run = Run::new(&[&tlsa("3 1 1", LEAF), &format!("_465._tcp.mail TLSA 3 1 1 {CA}")]);
    let service = |port: u16, chain: &str| {
        format!("[[service]]\nowners = [\"_{port}._tcp.mail.example.org\"]\nchain = \"{chain}\"\n")
    };
    let good = run.configured(&service(25, &fixture("mail.p256.pem")));
    assert_eq!((good.status, names(&good)), (0, vec![]), "{good:?}");
    let output = run.configured(&(service(25, "nothing.pem") + &service(465, &fixture("mail.p256.pem"))));
    assert_eq!(
        (output.status, names(&output)),
        (2, vec!["tlsa-matches-no-certificate".to_owned()]),
        "{output:?}"
    );
    assert!(output.stderr.contains("nothing.pem"), "{output:?}");
    let output = run.configured(&format!("{}starttls = false\n", service(25, &fixture("mail.p256.pem"))));
    assert_eq!((output.status, names(&output)), (1, vec!["tlsa-without-starttls".to_owned()]), "{output:?}");
    assert_eq!(run.configured("[[service]]\nowners = [\"mail.example.org\"]\n").status, 2);
    assert_eq!(run.configured("[[service]]\nowner = \"_25._tcp.mail.example.org\"\n").status, 2);
}

#[test]
fn a_next_hop_is_a_name_that_clients_accept() {
    let run = Run::new(&[&tlsa("2 1 1", CA)]);
    let file = fixture("mail.other-host.pem");
    let output = run.with(&file, &[]);
    assert_eq!(names(&output), ["certificate-of-other-host"], "{output:?}");
    // Mail for example.org, which the zone sends here, is still refused: each domain's clients want its name.
    let hop = format!("{SERVICE}=mx.example.net");
    assert_eq!(names(&run.with(&file, &["--next-hop", &hop])), ["certificate-of-other-host"]);
    assert_eq!(
        names(&run.with(&fixture("mail.domain.pem"), &["--next-hop", &hop])),
        ["certificate-of-other-host"]
    );
    assert_eq!(names(&run.with(&fixture("mail.domain.pem"), &[])), Vec::<String>::new());
    assert_eq!(run.with(&file, &["--next-hop", "example.net"]).status, 2);
}

#[test]
fn stored_certificates_of_other_servers_are_no_fault() {
    let run = Run::new(&[&tlsa("3 1 1", LEAF)]);
    let store = |lineages: &[(&str, &str)]| {
        let directory = tempfile::tempdir().expect("a store");
        for (name, file) in lineages {
            let home = directory.path().join("live").join(name);
            std::fs::create_dir_all(&home).expect("a directory");
            std::fs::copy(fixture(file), home.join("fullchain.pem")).expect("a copy");
        }
        directory
    };
    let check = |lineages: &[(&str, &str)]| {
        let directory = store(lineages);
        names(&run.check(&["--isolated", "--cert-dir", &directory.path().display().to_string()]))
    };
    assert_eq!(check(&[("mail", "mail.p256.pem")]), Vec::<String>::new());
    assert_eq!(check(&[("mail", "mail.rsa.pem")]), ["tlsa-matches-no-certificate"]);
    // A certificate of the web server that covers all hosts, of another key; and one that was renewed under
    // another name.
    assert_eq!(check(&[("mail", "mail.p256.pem"), ("web", "mail.wildcard.pem")]), Vec::<String>::new());
    assert_eq!(check(&[("mail", "mail.p256.pem"), ("mail-0001", "mail.p384.pem")]), Vec::<String>::new());
    assert_eq!(check(&[("mail", "mail.p256.pem"), ("mail-0001", "mail.expired.pem")]), Vec::<String>::new());
    // The same names and another algorithm: the server has both.
    assert_eq!(
        check(&[("mail", "mail.p256.pem"), ("mail_rsa", "mail.rsa.pem")]),
        ["chain-without-tlsa-match"]
    );
    assert_eq!(check(&[("example.net", "mail.other-host.pem")]), Vec::<String>::new());
}

#[test]
fn no_private_octet_is_printed() {
    let run = Run::new(&[&tlsa("3 1 1", CA)]);
    for key in ["p256.key.pem", "p384.key.pem", "rsa.key.pem", "ed25519.key.pem"] {
        let (base64, text) = (blocks(key), read(key));
        let der = base64::engine::general_purpose::STANDARD.decode(&base64).expect("base64");
        let beside = run.write("beside.pem", format!("{}{text}", read("chain.leaf.pem")).as_bytes());
        let next = format!("{SERVICE}={}", fixture(key));
        let config = run.write(
            "danelaw.toml",
            format!("[[service]]\nowners = [\"{SERVICE}\"]\nchain = \"{}\"\n", fixture(key)).as_bytes(),
        );
        for format in ["human", "json", "ndjson", "concise"] {
            let outputs = [
                run.with(&beside, &["--next-key", &next, "--output-format", format]),
                run.with(&fixture(key), &["--output-format", format]),
                run.check(&["--config", &config, "--output-format", format]),
            ];
            for output in outputs {
                let lower = output.both.to_lowercase();
                for piece in base64.as_bytes().chunks(16).filter(|piece| piece.len() == 16) {
                    let piece = std::str::from_utf8(piece).expect("base64");
                    assert!(!output.both.contains(piece), "{key}: {output:?}");
                }
                for octets in der.windows(8) {
                    assert!(!lower.contains(&base16::encode(octets)), "{key}: {output:?}");
                }
            }
        }
    }
}

#[test]
fn a_certificate_that_is_held_against_nothing_is_told() {
    let run = Run::new(&[&tlsa("3 1 1", LEAF)]);
    let chain = fixture("fullchain.pem");
    for owner in ["_25._tcp.mial.example.org", "_25._tcp.mail.example.net", "_465._tcp.mail.example.org"] {
        let output = run.check(&["--isolated", "--cert", &format!("{owner}={chain}")]);
        assert_eq!(output.status, 2, "{output:?}");
        assert!(
            output
                .stderr
                .contains(&format!("--cert `{owner}={chain}`: no checked zone has TLSA records for it")),
            "{output:?}"
        );
    }
    // Of two copies of one zone each is judged by itself; that there are two is another rule's finding.
    let copy = run.write("copy.zone", &std::fs::read(run.path("example.org.zone")).expect("a zone"));
    assert_eq!(run.with(&chain, &[&copy]).status, 0);
    assert_eq!(run.with(&chain, &[]).status, 0);
    let others = run.path("example.org.zone");
    let output = danelaw(
        &[
            "check",
            "--isolated",
            "--select",
            "SOA",
            &others,
            "--cert",
            &format!("_25._tcp.gone.example.org={chain}"),
        ],
        b"",
    );
    assert_eq!(output.status, 0, "no rule was to look at it: {output:?}");
}
