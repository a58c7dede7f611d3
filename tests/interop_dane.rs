//! Records and verdicts as OpenSSL, ldns-dane, danetool and Postfix have them, on the same certificates. Each
//! is skipped where it is not installed.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use danelaw::cert::{self, PublicPart};
use danelaw::dane::{
    Case, Chain, Matching, Names, Parameters, Pkix, Published, Selector, Tlsa, Usage, VerdictKind, judge,
};
use danelaw::wire::Name;
use support::{NOW, root};

const HOST: &str = "mail.example.org";

/// A program's output; `None` where it is not installed.
fn output(program: &str, args: &[&str], stdin: &str) -> Option<Output> {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().ok()?;
    let _ = child.stdin.take()?.write_all(stdin.as_bytes());
    child.wait_with_output().ok()
}

fn fixture(name: &str) -> PathBuf {
    root().join("testzones/_certs").join(name)
}

fn parts(name: &str) -> Vec<PublicPart> {
    cert::read(&std::fs::read(fixture(name)).expect("a fixture")).expect("certificates")
}

fn skipped(program: &str) {
    eprintln!("skipped: there is no {program} here");
}

fn parameters() -> impl Iterator<Item = (Selector, Matching)> {
    Selector::ALL.iter().flat_map(|&selector| Matching::ALL.iter().map(move |&matching| (selector, matching)))
}

/// The hexadecimal digits behind the three numbers of a record.
fn data(text: &str, numbers: &str) -> Option<String> {
    let line = text.lines().find(|line| line.contains("TLSA"))?;
    let rest = line.split_once("TLSA")?.1.replace(['(', ')'], " ");
    let rest = rest.split_whitespace().collect::<Vec<_>>();
    assert_eq!(
        rest.get(..3)?
            .iter()
            .map(|number| number.trim_start_matches('0').to_owned())
            .map(|number| if number.is_empty() { "0".to_owned() } else { number })
            .collect::<Vec<_>>()
            .join(" "),
        numbers
    );
    Some(rest.get(3..)?.concat().to_ascii_lowercase())
}

#[test]
fn danetool_makes_the_same_records() {
    let mut compared = 0;
    for file in ["p256.cert.pem", "rsa.cert.pem", "p384.cert.pem", "ed25519.cert.pem"] {
        let part = parts(file).remove(0);
        for (selector, matching) in parameters().filter(|(_, matching)| *matching != Matching::Full) {
            let path = fixture(file).display().to_string();
            let hash = if matching == Matching::Sha256 { "sha256" } else { "sha512" };
            let mut args = vec![
                "--tlsa-rr",
                "--host",
                HOST,
                "--proto",
                "tcp",
                "--port",
                "25",
                "--load-certificate",
                &path,
                "--hash",
                hash,
            ];
            args.extend((selector == Selector::Cert).then_some("--x509"));
            let Some(output) = output("danetool", &args, "") else { return skipped("danetool") };
            let tlsa =
                Tlsa::of(&part, Parameters { usage: Usage::DaneEe, selector, matching }).expect("a record");
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            assert_eq!(
                data(&text, &tlsa.parameters.to_string()),
                Some(tlsa.hex()),
                "{file} {selector} {matching}: {text}"
            );
            compared += 1;
        }
    }
    assert_eq!(compared, 16);
}

#[test]
fn postfix_makes_the_same_records() {
    for (key, certificate) in [("p256.key.pem", "p256.cert.pem"), ("rsa.key.pem", "rsa.cert.pem")] {
        // It wants a file of its own to belong to whoever runs it.
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("key.pem");
        std::fs::copy(fixture(key), &path).expect("a copy");
        let Some(output) =
            output("postfix", &["tls", "output-server-tlsa", "-h", HOST, &path.display().to_string()], "")
        else {
            return skipped("postfix");
        };
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            return eprintln!(
                "skipped: postfix does not run here: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        let lines: String = text.lines().filter(|line| !line.starts_with(';')).collect();
        let expected = Tlsa::of(
            &parts(certificate)[0],
            Parameters { usage: Usage::DaneEe, selector: Selector::Spki, matching: Matching::Sha256 },
        )
        .expect("a record");
        assert_eq!(data(&lines, "3 1 1"), Some(expected.hex()), "{text}");
    }
}

/// Records of every form over a chain: each certificate under usages 2 and 3, and one that is nobody's.
fn cases(chain: &[PublicPart]) -> Vec<Tlsa> {
    let mut records = Vec::new();
    for usage in [Usage::DaneTa, Usage::DaneEe] {
        for (selector, matching) in parameters() {
            let made: Vec<Tlsa> = chain
                .iter()
                .map(|part| Tlsa::of(part, Parameters { usage, selector, matching }).expect("a record"))
                .collect();
            if matching != Matching::Full {
                let mut wrong = made[0].clone();
                wrong.data[0] ^= 0xff;
                records.push(wrong);
            }
            records.extend(made);
        }
    }
    records
}

fn verdict(records: &[&Tlsa], chain: &[PublicPart]) -> VerdictKind {
    let records: Vec<Published> = records.iter().filter_map(|tlsa| Published::parse(&tlsa.rdata())).collect();
    let names = Names { base: vec![Name::absolute(HOST).expect("a name")], next_hops: Vec::new() };
    let chains = [Chain { name: "chain", parts: chain }];
    judge(&Case {
        records: &records,
        chains: &chains,
        names: &names,
        at: NOW,
        pkix: Pkix::Unusable,
        known: &[],
    })
    .kind
}

/// An `openssl s_server` with a chain, which ends with it.
struct Server {
    child: Child,
    port: String,
}

impl Server {
    fn start(chain: &str) -> Option<Server> {
        let (chain, key) =
            (fixture(chain).display().to_string(), fixture("p256.key.pem").display().to_string());
        let mut command = Command::new("openssl");
        command.args([
            "s_server",
            "-accept",
            "127.0.0.1:0",
            "-cert",
            &chain,
            "-cert_chain",
            &chain,
            "-key",
            &key,
            "-no_dhe",
        ]);
        command.args(["-www"]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().ok()?;
        let mut lines = BufReader::new(child.stdout.take()?).lines();
        let port =
            lines.find_map(|line| Some(line.ok()?.strip_prefix("ACCEPT ")?.rsplit(':').next()?.to_owned()));
        port.map(|port| Server { child, port })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn openssl_authenticates_the_same_servers() {
    let mut compared = 0;
    for file in ["fullchain.pem", "chain.pem"] {
        let Some(server) = Server::start(file) else { return skipped("openssl s_server") };
        let chain = parts(file);
        let records = cases(&chain);
        // Each by itself, and pairs in which one may hide the other.
        let pairs = records.iter().zip(records.iter().skip(5)).step_by(3).map(|(a, b)| vec![a, b]);
        for records in records.iter().map(|record| vec![record]).chain(pairs) {
            let (connect, at) = (format!("127.0.0.1:{}", server.port), NOW.0.to_string());
            let mut args = vec![
                "s_client",
                "-connect",
                &connect,
                "-attime",
                &at,
                "-dane_tlsa_domain",
                HOST,
                "-verify_return_error",
            ];
            let texts: Vec<String> = records.iter().map(ToString::to_string).collect();
            texts.iter().for_each(|text| args.extend(["-dane_tlsa_rrdata", text]));
            let output = output("openssl", &args, "").expect("openssl is there");
            let is_good = String::from_utf8_lossy(&output.stdout).contains("Verification: OK");
            let ours = verdict(&records, &chain);
            assert_eq!(
                ours,
                if is_good { VerdictKind::Authenticated } else { VerdictKind::Refused },
                "{file} {texts:?}"
            );
            compared += 1;
        }
    }
    eprintln!("{compared} verdicts equal openssl's");
    assert!(compared > 90, "only {compared} verdicts were compared");
}

#[test]
fn ldns_dane_authenticates_the_same_servers() {
    let directory = tempfile::tempdir().expect("a directory");
    let (chain, tlsa_file) = (parts("chain.pem"), directory.path().join("tlsa"));
    let mut compared = 0;
    for record in cases(&chain) {
        std::fs::write(&tlsa_file, format!("_25._tcp.{HOST}. 3600 IN TLSA {record}\n")).expect("a file");
        let args = [
            "-d",
            "-t",
            &tlsa_file.display().to_string(),
            "-c",
            &fixture("chain.pem").display().to_string(),
            "verify",
        ]
        .map(str::to_owned);
        let Some(output) = output("ldns-dane", &args.each_ref().map(String::as_str), "") else {
            return skipped("ldns-dane");
        };
        let ours = verdict(&[&record], &chain);
        // It compares the name with its final dot, which no certificate has: of usage 2 it never gets further
        // than that.
        let is_match =
            output.status.success() || String::from_utf8_lossy(&output.stdout).contains("hostname mismatch");
        let theirs = if is_match { VerdictKind::Authenticated } else { VerdictKind::Refused };
        assert_eq!(ours, theirs, "{record}: {}", String::from_utf8_lossy(&output.stdout));
        compared += 1;
    }
    assert!(compared > 40, "only {compared} verdicts were compared");
}
