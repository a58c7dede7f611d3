//! Zones in good order, of the shapes that operators have: every main server loads them, and danelaw ends
//! with status 0 and says little.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The time of every run: signatures are valid then.
const AT: &str = "2026-12-01T00:00:00Z";

/// Zones there are at least.
const ZONES: usize = 60;

/// Infos that half of the zones have at most.
const MEDIAN: usize = 3;

/// One zone: its folder, and its name, which is that of the file.
struct Good {
    path: PathBuf,
    folder: String,
    zone: String,
}

fn all() -> Vec<Good> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testzones/_good");
    let entries = |path: &Path| {
        let read = std::fs::read_dir(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut paths: Vec<PathBuf> = read.map(|entry| entry.expect("a readable entry").path()).collect();
        paths.sort();
        paths
    };
    let text = |name: Option<&std::ffi::OsStr>| name.and_then(|name| name.to_str()).expect("text").to_owned();
    let files = entries(&root).into_iter().flat_map(|folder| entries(&folder));
    let zones = files.filter(|path| path.extension().is_some_and(|extension| extension == "zone"));
    zones
        .map(|path| Good {
            folder: text(path.parent().and_then(Path::file_name)),
            zone: text(path.file_stem()),
            path,
        })
        .collect()
}

/// `danelaw check` of a zone.
fn check(path: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_danelaw"))
        .args(["check", "--isolated", "--output-format", "concise", "--at", AT])
        .args(more)
        .arg(path)
        .output()
        .expect("danelaw runs")
}

#[test]
fn zones_in_good_order_end_with_status_0() {
    let zones = all();
    assert!(zones.len() >= ZONES, "{} zones", zones.len());
    let (mut infos, mut wrong) = (Vec::new(), Vec::new());
    for Good { path, .. } in &zones {
        let ran = check(path, &[]);
        let out = String::from_utf8_lossy(&ran.stdout);
        infos.push(out.lines().filter(|line| line.contains(": info[")).count());
        if ran.status.code() != Some(0) {
            wrong.push(format!("{}\n{out}{}", path.display(), String::from_utf8_lossy(&ran.stderr)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    infos.sort_unstable();
    let median = infos.get(infos.len() / 2).copied().unwrap_or_default();
    assert!(median <= MEDIAN, "{infos:?}");
}

/// The presets for mail ask more of a domain: what receivers refuse is a warning there.
#[test]
fn presets_raise_what_receivers_refuse() {
    let zones = all();
    let of = |folder: &str, preset: &str| {
        let zone = zones.iter().find(|zone| zone.folder == folder).expect("a zone in good order");
        let ran = check(&zone.path, &["--preset", preset]);
        let out = String::from_utf8_lossy(&ran.stdout).into_owned();
        let rule = |line: &str| Some(line.split_once(": warning[")?.1.split(['/', ']']).nth(1)?.to_owned());
        (ran.status.code(), out.lines().filter_map(rule).collect::<Vec<String>>())
    };
    for preset in ["mail", "m365"] {
        let (status, raised) = of("mail-without-spf", preset);
        assert_eq!(status, Some(1));
        for rule in ["spf-missing", "dmarc-missing"] {
            assert!(raised.iter().any(|found| found == rule), "{preset}: {raised:?}");
        }
        for folder in ["mail-complete", "mail-receives-only", "mail-newsletter"] {
            assert_eq!(of(folder, preset), (Some(0), vec![]), "{folder}");
        }
    }
}

/// A server's checker on one zone: whether it loads, and what it says; `None` where it is not installed.
type Loads = fn(&Good) -> Option<(bool, String)>;

fn ran(output: std::io::Result<Output>) -> Option<(bool, String)> {
    let output = output.ok()?;
    let said = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
}

/// BIND with its defaults, as a primary.
fn named(good: &Good) -> Option<(bool, String)> {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("named.conf");
    let zone = &good.zone;
    let policy = if good.folder.starts_with("rpz") {
        format!("response-policy {{ zone \"{zone}\"; }};")
    } else {
        String::new()
    };
    let config = format!(
        "options {{ directory \"{}\"; {policy} }};\n\
         zone \"{zone}\" {{ type primary; file \"{zone}.zone\"; }};\n",
        good.path.parent().expect("a folder").display()
    );
    std::fs::write(&file, config).expect("a file");
    ran(Command::new("named-checkconf").arg("-z").arg(&file).output())
}

fn nsd(good: &Good) -> Option<(bool, String)> {
    let folder = good.path.parent().expect("a folder");
    ran(Command::new("nsd-checkzone").current_dir(folder).arg(&good.zone).arg(&good.path).output())
}

fn knot(good: &Good) -> Option<(bool, String)> {
    let folder = good.path.parent().expect("a folder");
    let mut command = Command::new("kzonecheck");
    command.current_dir(folder).args(["-t", "20261201000000", "-o", &good.zone]).arg(&good.path);
    ran(command.output())
}

#[test]
fn every_main_server_loads_zones_in_good_order() {
    let servers: [(&str, Loads); 3] = [("BIND", named), ("NSD", nsd), ("Knot", knot)];
    let mut wrong = Vec::new();
    for good in all() {
        let text = std::fs::read_to_string(&good.path).expect("a zone");
        // `; not for NSD, Knot: $GENERATE`
        let except = text.lines().next().and_then(|line| line.strip_prefix("; not for ")).unwrap_or_default();
        let except = except.split(':').next().unwrap_or_default();
        for (server, loads) in servers.iter().filter(|(server, _)| !except.contains(server)) {
            if let Some((false, said)) = loads(&good) {
                wrong.push(format!("{server}: {}\n{said}", good.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
