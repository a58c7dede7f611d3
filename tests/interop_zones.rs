//! Other name servers' tools over our own zones: what we call good they load, and what they write out again
//! is, to us, the same zone. Tools that are not installed are said and left out.

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use danelaw::limits::Limits;
use danelaw::parse::{self, IncludePolicy, Setup};
use danelaw::rr;
use danelaw::source::{Disk, Placeholders, Source};
use danelaw::wire::Name;
use danelaw::workers::Serial;
use danelaw::zone::{Completeness, Naming, Zone};
use support::{NOW, folders, leaf, root};

/// Good zones that a tool refuses although they are right, and why.
const REFUSED: &[(&str, &str, &str)] = &[
    ("kzonecheck", "spf/spf-mx-too-many-hosts/good.zone", "it does not read BIND's $GENERATE"),
    (
        "kzonecheck",
        "name/origin-missing-trailing-dot/good.zone",
        "RFC 1035 section 5.1 does not ask for an absolute $ORIGIN",
    ),
    (
        "kzonecheck",
        "record/dns-svcb-dohpath/good.zone",
        "Knot 3.2 knows `dohpath` (RFC 9461 section 5) as `key7` only",
    ),
    (
        "kzonecheck",
        "record/ds-digest-length/good.zone",
        "IANA leaves digest types 253 and 254 to private use",
    ),
    (
        "kzonecheck",
        "record/ds-digest-type-unassigned/good.zone",
        "IANA leaves digest types 253 and 254 to private use",
    ),
    (
        "kzonecheck",
        "syntax/base64-syntax/good-blanks.zone",
        "RFC 4034 section 2.2: whitespace is allowed within base64",
    ),
    ("kzonecheck", "rrset/rrset-too-large/good.zone", "it does not read BIND's $GENERATE"),
    ("kzonecheck", "rrset/too-many-records/good.zone", "it does not read BIND's $GENERATE"),
    (
        "kzonecheck",
        "syntax/comment-mark/good.zone",
        "RFC 1035 section 5.1: a label may hold any octet, `#` too",
    ),
    ("kzonecheck", "syntax/relative-origin/good.zone", "it does not read `@` as the name of $ORIGIN"),
    ("kzonecheck", "syntax/class-mismatch/good-chaos.zone", "it reads class IN only"),
    ("kzonecheck", "syntax/class-mismatch/good.zone", "RFC 3597 section 5: CLASS1 is IN"),
    ("kzonecheck", "syntax/directive-syntax/good-generate.zone", "it does not read BIND's $GENERATE"),
    ("kzonecheck", "syntax/directive-syntax/good.zone", "it does not read BIND's $GENERATE"),
    ("kzonecheck", "syntax/generate-limit/good.zone", "it does not read BIND's $GENERATE"),
    (
        "kzonecheck",
        "syntax/generic-length/good-forms.zone",
        "RFC 3597 section 5: white space anywhere between the words",
    ),
    ("kzonecheck", "syntax/rdata-too-long/good.zone", "Knot 3.2 does not know HIP (RFC 8005)"),
    (
        "named-checkzone",
        "record/zonemd-digest-length/good.zone",
        "a private scheme has digests of its own length, 12 octets at least: RFC 8976 section 2.2.4",
    ),
    ("named-checkzone", "syntax/class-mismatch/good-chaos.zone", "it expects class IN unless told otherwise"),
];

/// The good zones of the fixtures.
fn good_zones() -> Vec<PathBuf> {
    let groups = folders(&root().join("testzones")).into_iter().filter(|path| !leaf(path).starts_with('_'));
    let files = groups
        .flat_map(|group| folders(&group))
        .flat_map(|folder| std::fs::read_dir(folder).expect("a readable folder"));
    let mut zones: Vec<PathBuf> = files
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| leaf(path).starts_with("good") && leaf(path).ends_with(".zone"))
        .collect();
    zones.sort();
    zones
}

/// Owner, TTL, type and canonical rdata of a record.
type Row = (String, u32, u16, Vec<u8>);

/// The zone's name and its records.
fn records(path: &Path, origin: Option<&Name>) -> (Name, BTreeSet<Row>) {
    let bytes = std::fs::read(path).expect("a readable zone");
    let naming = Naming::of(&bytes, None, origin);
    let name = naming.winner().expect("a zone that names itself").name.clone();
    let (limits, includes) = (Limits::default(), IncludePolicy::default());
    let setup = Setup {
        files: &Disk,
        includes: &includes,
        limits: &limits,
        workers: &Serial,
        origin: &name,
        placeholders: &Placeholders::default(),
    };
    let parsed =
        parse::parse(Source::new(path.display().to_string(), Some(path.to_path_buf()), bytes), &setup);
    let zone = Zone::build(parsed, name.clone(), Completeness::Whole, &Serial);
    let rrsets = zone.nodes().flat_map(|node| node.rrsets().collect::<Vec<_>>()).collect::<Vec<_>>();
    let records = rrsets.iter().flat_map(|rrset| rrset.records());
    (
        name,
        records
            .map(|record| {
                (
                    record.owner().to_string(),
                    record.ttl(),
                    record.rtype().0,
                    rr::canonical(record.rtype(), record.rdata()).into_owned(),
                )
            })
            .collect(),
    )
}

fn is_installed(tool: &str) -> bool {
    let installed = Command::new(tool).arg("-h").output().is_ok();
    if !installed {
        println!("{tool} is not installed: left out");
    }
    installed
}

#[test]
fn good_zones_load_elsewhere() {
    type Arguments = fn(&str, &str) -> Vec<String>;
    let tools: [(&str, Arguments); 2] = [
        ("named-checkzone", |zone, file| vec!["-i".into(), "none".into(), zone.into(), file.into()]),
        ("kzonecheck", |zone, file| {
            vec!["-t".into(), NOW.0.to_string(), "-o".into(), zone.into(), file.into()]
        }),
    ];
    let mut refused = Vec::new();
    for (tool, arguments) in tools {
        if !is_installed(tool) {
            continue;
        }
        for path in good_zones() {
            let (name, _) = records(&path, None);
            let file = path.to_str().expect("a plain path");
            // BIND looks for included files from where it runs.
            let home = path.parent().expect("a path inside");
            let output = Command::new(tool)
                .current_dir(home)
                .args(arguments(&name.to_string(), file))
                .output()
                .expect("the tool runs");
            let short =
                path.strip_prefix(root().join("testzones")).expect("a path inside").display().to_string();
            let expected = REFUSED.iter().any(|(by, zone, _)| *by == tool && *zone == short);
            if output.status.success() == expected {
                refused.push(format!(
                    "{tool} {short}: {}{}",
                    String::from_utf8_lossy(&output.stdout),
                    String::from_utf8_lossy(&output.stderr)
                ));
            }
        }
    }
    assert!(refused.is_empty(), "not as the table says:\n{}", refused.join("\n"));
}

#[test]
fn what_bind_writes_out_is_the_zone_it_read() {
    if !is_installed("named-compilezone") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let compiled = folder.path().join("compiled");
    for path in good_zones() {
        let (name, ours) = records(&path, None);
        let output = Command::new("named-compilezone")
            .current_dir(path.parent().expect("a path inside"))
            .args(["-q", "-i", "none", "-F", "text", "-s", "full", "-o"])
            .arg(&compiled)
            .arg(name.to_string())
            .arg(&path)
            .output()
            .expect("the tool runs");
        if !output.status.success() {
            continue;
        }
        let (_, theirs) = records(&compiled, Some(&name));
        assert_eq!(ours, theirs, "{}", path.display());
    }
}
