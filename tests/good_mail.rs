//! Zones whose mail is in good order, or as its owner wants it: none stops a build.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::path::PathBuf;

use support::cli::danelaw;

/// The most infos of a zone in the middle of them.
const INFOS: usize = 3;

fn zones() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testzones/_good");
    let mut zones: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    zones.retain(|path| path.file_name().unwrap().to_str().unwrap().starts_with("mail-"));
    zones.sort();
    zones
}

fn check(zone: &std::path::Path, more: &[&str]) -> (u8, Vec<String>) {
    let args = ["check", "--isolated", "--output-format", "concise", "--at", "2026-12-01T00:00:00Z"];
    let output = danelaw(&[&args[..], more, &[zone.to_str().unwrap()]].concat(), b"");
    let found = output.stdout.lines().filter(|line| line.contains(".zone:")).map(str::to_owned).collect();
    (output.status, found)
}

#[test]
fn sound_zones_pass() {
    let mut counts = Vec::new();
    for zone in zones() {
        let (status, found) = check(&zone, &[]);
        assert_eq!(status, 0, "{}: {found:#?}", zone.display());
        counts.push((found.len(), zone, found));
    }
    assert!(counts.len() >= 15, "{}", counts.len());
    counts.sort();
    let (many, zone, found) = &counts[counts.len() / 2];
    assert!(*many <= INFOS, "{}: {found:#?}", zone.display());
}

/// The presets for mail ask more of a domain: what receivers refuse is a warning there.
#[test]
fn presets_raise_what_receivers_refuse() {
    let of = |name: &str, preset: &str| {
        let zone = zones().into_iter().find(|zone| zone.ends_with(name)).unwrap();
        let (status, found) = check(&zone, &["--preset", preset]);
        let raised: Vec<String> = found
            .iter()
            .filter_map(|line| {
                Some(line.split_once(" warning[")?.1.split_once('/')?.1.split_once(']')?.0.to_owned())
            })
            .collect();
        (status, raised)
    };
    for preset in ["mail", "m365"] {
        let (status, raised) = of("mail-without-spf.zone", preset);
        assert_eq!(status, 1);
        for rule in ["spf-missing", "dmarc-missing"] {
            assert!(raised.iter().any(|found| found == rule), "{preset}: {raised:?}");
        }
        for name in ["mail-complete.zone", "mail-receives-only.zone", "mail-newsletter.zone"] {
            assert_eq!(of(name, preset), (0, vec![]), "{name}");
        }
    }
}
