//! `danelaw rollover plan`, and plans for TLSA records against the closed forms of RFC 7671 section 8.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod closed_forms;
mod keys;
mod outputs;
mod refusals;
mod services;
#[path = "../support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};

use support::cli::{Output, danelaw};
use support::root;

/// A service of the test zones.
const OWNER: &str = "_25._tcp.mail.example.org";

/// A certificate for tests.
fn cert(name: &str) -> String {
    root().join("testzones/_certs").join(name).display().to_string()
}

/// A path of the repository.
fn at(path: &str) -> String {
    root().join(path).display().to_string()
}

/// `--cert` of the service.
fn serves(name: &str) -> String {
    format!("{OWNER}={}", cert(name))
}

/// A folder for zones.
struct Zones(tempfile::TempDir);

impl Zones {
    fn new() -> Zones {
        Zones(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// `example.org` with these records; refresh 3600, retry 900, minimum 600.
    fn write(&self, records: &[String]) -> String {
        let text = format!(
            "$ORIGIN example.org.\n$TTL 3600\n@ SOA ns1 hostmaster 1 3600 900 1209600 600\n@ NS ns1\n@ MX 10 \
            mail\nns1 A 192.0.2.1\nmail A 192.0.2.2\n{}\n",
            records.join("\n")
        );
        let path: PathBuf = self.path().join("example.org.zone");
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

/// The TLSA record of a certificate.
fn pin(name: &str, numbers: [&str; 3]) -> String {
    let certificate = cert(name);
    let args = [
        "tlsa",
        "generate",
        &certificate,
        "--service",
        OWNER,
        "--usage",
        numbers[0],
        "--selector",
        numbers[1],
        "--matching",
        numbers[2],
    ];
    danelaw(&args, b"").stdout.trim_end().to_owned()
}

/// What follows owner, TTL and class of a record.
fn rdata(record: &str) -> String {
    record.split_once(" TLSA ").unwrap().1.to_owned()
}

fn plan(args: &[&str]) -> Output {
    danelaw(&[&["rollover", "plan", "--isolated"], args].concat(), b"")
}

/// The plan as JSON, and its exit status.
fn json(args: &[&str]) -> (u8, serde_json::Value) {
    let output = plan(&[args, &["--format", "json"]].concat());
    let value = serde_json::from_str(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
    (output.status, value)
}

/// Action and `not_before` of each step.
fn steps(plan: &serde_json::Value) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    plan["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| (text(&step["action"]), text(&step["not_before"])))
        .collect()
}

fn expected(steps: &[(&str, &str)]) -> Vec<(String, String)> {
    steps.iter().map(|(action, at)| ((*action).to_owned(), (*at).to_owned())).collect()
}

/// The rdata that a step adds, keeps or removes.
fn records(step: &serde_json::Value, which: &str) -> Vec<String> {
    step[which]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| record["rdata"].as_str().unwrap().to_owned())
        .collect()
}
