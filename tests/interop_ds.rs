//! DS records of our own are those of `dnssec-dsfromkey` and `ldns-key2ds`, where these are installed.

mod support;

use std::path::PathBuf;
use std::process::Command;

use support::cli::danelaw;
use support::{leaf, root};

/// Key files that other tools take: algorithms that they know.
fn keys() -> Vec<PathBuf> {
    let folder = std::fs::read_dir(root().join("testzones/_keys")).expect("a readable folder");
    let mut keys: Vec<_> = folder
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| leaf(path).ends_with("ksk.key"))
        .collect();
    keys.push(root().join("testzones/_formats/Kexample.+013+30329.key"));
    keys.sort();
    keys
}

/// Tag, algorithm, digest type and digest of each DS in some output, sorted.
fn rdata(text: &str) -> Vec<String> {
    let mut all: Vec<_> = text
        .lines()
        .filter_map(|line| {
            let line = line.split(';').next()?.replace('\t', " ");
            let rest = line.split_once(" DS ")?.1.to_lowercase();
            let mut words = rest.split_whitespace();
            let head: Vec<&str> = words.by_ref().take(3).collect();
            Some(format!("{} {}", head.join(" "), words.collect::<String>()))
        })
        .collect();
    all.sort();
    all
}

/// What a peer prints; `None` where it is not installed.
fn peer(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new("timeout").args(["20", program]).args(args).output().ok()?;
    (output.status.code() != Some(127)).then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_ds_are_those_of_other_tools() {
    for key in keys() {
        let path = key.display().to_string();
        for (digest, bind, ldns) in
            [("sha1", "SHA-1", "-1"), ("sha256", "SHA-256", "-2"), ("sha384", "SHA-384", "-4")]
        {
            let ours = rdata(&danelaw(&["ds", &path, "--digest", digest], b"").stdout);
            assert_eq!(ours.len(), 1, "{path} {digest}");
            let peers = [
                ("dnssec-dsfromkey", vec!["-a", bind, path.as_str()]),
                ("ldns-key2ds", vec!["-n", ldns, path.as_str()]),
            ];
            for (program, args) in peers {
                match peer(program, &args) {
                    None => eprintln!("{program} is not installed: not compared"),
                    Some(text) => assert_eq!(rdata(&text), ours, "{program} {args:?}"),
                }
            }
        }
    }
}
