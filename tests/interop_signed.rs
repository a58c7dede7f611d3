//! Other name servers' verifiers over our signed zones, which xtask made without this library: they have to
//! find them clean. Tools that are not installed are said and left out, and so is one that knows no time but
//! today's.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use support::{NOW, folders, leaf, root};

/// A tool that takes longer is stopped, and has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// Zones that a tool does not find clean although they are, and why.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "kzonecheck",
        "same-tag",
        "Knot 3.2 tries one of two keys with the same tag; RFC 4034 section 8: a tag does not name one key",
    ),
    (
        "ldns-verify-zone",
        "zonemd-optout",
        "ldns 1.8 does not end over ZONEMD with opt-out, 1.9 does: RFC 5155 section 6 allows unnamed \
        delegations",
    ),
];

/// The key has the SEP bit and signs everything: RFC 4034 section 2.1.1 gives the bit no meaning to a
/// verifier.
const IGNORE_SEP: &str = "csk";

/// When the default signatures of recipes are valid: 2026-11-01 to 2027-01-01, without the last hours.
const VALID: std::ops::Range<u64> = 1_793_491_200..1_798_740_000;

/// Folder name and file of each zone.
fn zones() -> Vec<(String, PathBuf)> {
    let folders = folders(&root().join("testzones/_signed"));
    let zones = folders.into_iter().map(|folder| (leaf(&folder).to_owned(), folder.join("example.zone")));
    zones.filter(|(_, zone)| zone.is_file()).collect()
}

fn is_installed(tool: &str) -> bool {
    let installed = Command::new(tool).arg("-h").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !installed {
        println!("{tool} is not installed: left out");
    }
    installed
}

/// What the tool said if it failed, or did not end.
fn complaint(tool: &str, arguments: &[&str], file: &Path) -> Option<String> {
    let mut child = Command::new(tool)
        .args(arguments)
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the tool runs");
    let start = Instant::now();
    while child.try_wait().expect("a child to wait for").is_none() {
        if start.elapsed() > PATIENCE {
            child.kill().expect("a child to stop");
            child.wait().expect("a child to wait for");
            return Some("does not end".to_owned());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().expect("a child that ended");
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (!output.status.success()).then_some(said)
}

/// All zones with one tool.
fn verify(tool: &str, arguments: impl Fn(&str) -> Vec<&'static str>) {
    if !is_installed(tool) {
        return;
    }
    let mut complaints = Vec::new();
    for (name, zone) in zones() {
        if let Some(row) = REFUSED.iter().find(|(by, folder, _)| *by == tool && *folder == name) {
            println!("{tool} {name}: left out, {}", row.2);
        } else if let Some(said) = complaint(tool, &arguments(&name), &zone) {
            complaints.push(format!("{tool} {name}: {said}"));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn there_are_zones_and_each_row_is_about_one() {
    let zones = zones();
    assert!(zones.len() > 20, "only {} zones", zones.len());
    for (_, folder, _) in REFUSED {
        assert!(zones.iter().any(|(name, _)| name == folder), "no zone {folder}");
    }
}

#[test]
fn bind_finds_signed_zones_clean() {
    let today = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970").as_secs();
    if !VALID.contains(&today) {
        println!("dnssec-verify knows no time but today's, when the zones are not valid: left out");
        return;
    }
    verify("dnssec-verify", |name| {
        if name == IGNORE_SEP { vec!["-q", "-z", "-o", "example."] } else { vec!["-q", "-o", "example."] }
    });
}

#[test]
fn ldns_finds_signed_zones_clean() {
    verify("ldns-verify-zone", |_| vec!["-V", "1", "-t", "20261201000000"]);
}

#[test]
fn knot_finds_signed_zones_clean() {
    assert_eq!(NOW.0, 1_796_083_200, "the time that kzonecheck is told");
    verify("kzonecheck", |_| vec!["-d", "on", "-t", "1796083200", "-o", "example."]);
}

#[test]
fn bind_makes_the_same_ds_records() {
    if !is_installed("dnssec-dsfromkey") {
        return;
    }
    let ours =
        std::fs::read_to_string(root().join("testzones/_signed/ds/dsset.txt")).expect("a readable DS set");
    let recipe =
        std::fs::read_to_string(root().join("testzones/_signed/ds/recipe.toml")).expect("a readable recipe");
    let asked: Vec<(&str, &str)> =
        recipe.split("{ds:").skip(1).filter_map(|rest| rest.split_once('}')?.0.split_once(':')).collect();
    let theirs: Vec<String> = asked
        .iter()
        .map(|(key, digest)| {
            let file = root().join("testzones/_keys").join(format!("{key}.key"));
            let output = Command::new("dnssec-dsfromkey")
                .args(["-a", digest, "-f"])
                .arg(file)
                .arg("example.")
                .output()
                .expect("the tool runs");
            String::from_utf8_lossy(&output.stdout).trim().to_ascii_lowercase()
        })
        .collect();
    let ours: Vec<String> = ours.lines().map(str::to_ascii_lowercase).collect();
    assert_eq!(ours, theirs);
}
