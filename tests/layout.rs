//! The shape of the repository: where rules and their fixtures are, which module may use which, and what is
//! nowhere.

#![allow(clippy::panic, reason = "a test says what it found and stops")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use danelaw::fault::FaultKind;
use danelaw::rule::Check;
use danelaw::rules;
use support::uses::{Crate, paths};
use support::{folders, leaf, root};

/// Where a word of the outside world may stand: the word, and paths below `src/` that may have it.
const CONFINED: &[(&str, &[&str])] = &[
    ("clap::", &["cli/", "cli.rs"]),
    ("miette::", &["render/human.rs", "render/window.rs"]),
    ("rayon::", &["engine/par.rs"]),
    ("std::fs", &["cli/", "source/"]),
    ("fs::File", &["cli/", "source/"]),
    ("File::open", &["cli/", "source/"]),
    ("stdin()", &["cli/", "source/"]),
    ("stdout()", &["cli/"]),
    ("stderr()", &["cli/"]),
    ("println!", &["cli/"]),
    ("SystemTime", &["cli/"]),
    ("Instant::now", &["cli/"]),
    ("Timestamp::now", &["cli/"]),
    ("std::env", &["cli/"]),
    ("process::Command", &["revision/git.rs"]),
    ("process::{Command", &["revision/git.rs"]),
    ("std::net::Tcp", &[]),
    ("std::net::Udp", &[]),
    ("ToSocketAddrs", &[]),
];

/// Lines a file may have.
const LINES: usize = 800;

/// All Rust files below a folder of the repository.
fn rust_files(folder: &str) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![root().join(folder)]);
    while let Some(folder) = open.pop() {
        for entry in
            std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A path as it is from `folder` on.
fn below(path: &Path, folder: &str) -> String {
    path.strip_prefix(root().join(folder)).expect("a path inside").to_string_lossy().into_owned()
}

/// The text of a file without its comments: lines that start with `//`, and what follows ` // `.
fn code(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| line.split(" // ").next().unwrap_or_default().to_owned()).collect()
}

/// Group and file name of each rule's source, the latter in name form: `mta_sts/mta-sts-with-null-mx`.
fn rule_files() -> BTreeSet<String> {
    let files = rust_files("src/rules").into_iter().map(|path| below(&path, "src/rules"));
    let files = files.filter(|path| path.contains('/') && !path.ends_with("/mod.rs"));
    let named = |path: String| {
        let (group, file) = path.split_once('/').expect("a folder and a file");
        format!("{group}/{}", file.trim_end_matches(".rs").replace('_', "-"))
    };
    files.map(named).collect()
}

#[test]
fn rules_fixtures_and_files_are_one_to_one() {
    let files = rule_files();
    let declared: BTreeSet<String> =
        rules::ALL.iter().map(|rule| format!("{}/{}", rule.group, rule.name)).collect();
    assert_eq!(files, declared, "files below src/rules (left) against names of rules (right)");
    let groups = folders(&root().join("testzones")).into_iter().filter(|path| !leaf(path).starts_with('_'));
    let fixtures: BTreeSet<String> =
        groups.flat_map(|group| folders(&group)).map(|path| below(&path, "testzones")).collect();
    assert_eq!(files, fixtures, "files below src/rules (left) against folders below testzones (right)");
    for fixture in fixtures {
        for file in ["expected.txt", "README.md"] {
            let path = root().join("testzones").join(&fixture).join(file);
            assert!(path.is_file(), "{} is missing", path.display());
        }
    }
}

#[test]
fn names_and_codes_are_unique_and_a_group_is_a_family() {
    let (mut codes, mut names) = (BTreeSet::new(), BTreeSet::new());
    let (mut families, mut groups) = (BTreeMap::new(), BTreeMap::new());
    for rule in rules::ALL {
        assert!(codes.insert(rule.code), "two rules have the code {}", rule.code);
        assert!(names.insert(rule.name), "two rules have the name {}", rule.name);
        let digits_at = rule.code.rfind(|c: char| !c.is_ascii_digit()).expect("a code has letters") + 1;
        let (family, digits) = rule.code.split_at(digits_at);
        let letters = (2..=5).contains(&family.len()) && family.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_code = letters && digits.len() == 3 || family == "M365-" && digits.len() == 2;
        assert!(is_code, "{} is not like DEL004", rule.code);
        let plain =
            rule.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        assert!(plain, "{} has more than lower-case letters, digits and hyphens", rule.name);
        let of_group = *families.entry(rule.group).or_insert(family);
        assert_eq!(of_group, family, "group {} has two families", rule.group);
        let of_family = *groups.entry(family).or_insert(rule.group);
        assert_eq!(of_family, rule.group, "family {family} is in two groups");
    }
}

/// The crate whose sources are in this folder.
fn sources(folder: &str) -> Crate {
    Crate::read(&root().join(folder), &rust_files(folder))
}

#[test]
fn modules_are_layers() {
    let mut above = sources("src").top();
    let uses = |module: &str, used: &str| above.get(module).is_some_and(|uses| uses.contains_key(used));
    assert!(uses("zone", "parse") && uses("rules", "zone") && !uses("wire", "zone"), "uses are not found");
    let mut below: BTreeSet<String> = BTreeSet::new();
    while !above.is_empty() {
        let is_next = |uses: &BTreeMap<String, String>| uses.keys().all(|used| below.contains(used));
        let layer: Vec<String> =
            above.iter().filter(|(_, uses)| is_next(uses)).map(|(module, _)| module.clone()).collect();
        above.retain(|_, uses| {
            uses.retain(|used, _| !below.contains(used));
            !uses.is_empty()
        });
        assert!(!layer.is_empty(), "these modules use each other in a circle, in these files: {above:#?}");
        below.extend(layer);
    }
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    for folder in ["src", "xtask/src", "xtask/mail/src"] {
        assert_eq!(sources(folder).circles(), Vec::<Vec<String>>::new(), "circles in {folder}");
    }
}

#[test]
fn the_outside_world_stays_where_it_belongs() {
    for path in rust_files("src") {
        let shown = below(&path, "src");
        // A module's own tests stand last and may read what they like.
        let lines: Vec<String> =
            code(&path).into_iter().take_while(|line| line.trim() != "#[cfg(test)]").collect();
        for (word, allowed) in CONFINED {
            let here = allowed
                .iter()
                .any(|place| shown == *place || (place.ends_with('/') && shown.starts_with(place)));
            let found = lines.iter().find(|line| line.contains(word));
            assert!(
                here || found.is_none(),
                "src/{shown} has `{word}`, which only {allowed:?} may have: {}",
                found.map_or("", |line| line.trim())
            );
        }
    }
}

/// What reads a field of a record, or names its place, by the field's number.
const FIELD_READERS: &[&str] = &[".u8(", ".u16(", ".u32(", ".name(", ".octets(", "Part::Field("];

#[test]
fn fields_of_records_have_names() {
    for path in rust_files("src") {
        for line in code(&path) {
            let number = FIELD_READERS.iter().find(|reader| {
                line.split(*reader).skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            });
            assert!(
                number.is_none(),
                "{} reads a field by number, write `types::soa::MINIMUM`: {line}",
                path.display()
            );
        }
    }
}

#[test]
fn lines_fit_on_a_page() {
    // Zone text of examples cannot be broken, nor can a long word, or a picture's markup.
    let is_whole = |line: &str| {
        let text = line.trim_start();
        text.starts_with("///") || text.starts_with('<') || text.split(' ').any(|word| word.len() > 60)
    };
    for path in rust_files("src").into_iter().chain(rust_files("xtask")) {
        let text = std::fs::read_to_string(&path).unwrap();
        for (number, line) in (1..).zip(text.lines()) {
            let columns = line.chars().count();
            assert!(columns <= 110 || is_whole(line), "{}:{number}: {columns} columns", path.display());
        }
    }
}

#[test]
fn files_are_short_and_open_with_what_they_own() {
    for path in ["src", "tests", "xtask"].into_iter().flat_map(rust_files) {
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let lines = text.lines().count();
        assert!(lines <= LINES, "{} has {lines} lines, {LINES} are the most", path.display());
    }
    // A rule's file opens with its rule, whose documentation says what it is.
    let others = rust_files("src").into_iter().filter(|path| !below(path, "src").starts_with("rules/"));
    for path in others {
        let text = std::fs::read_to_string(&path).expect("a readable file");
        assert!(text.starts_with("//!"), "{} does not say at its top what it owns", path.display());
    }
}

#[test]
fn tasks_build_without_the_library() {
    let text = std::fs::read_to_string(root().join("xtask/Cargo.toml")).expect("a readable file");
    let is_linked = text.lines().any(|line| line.starts_with("danelaw"));
    assert!(!is_linked, "xtask writes tables of the library, so it has to build when they are broken");
}

#[test]
fn the_walk_through_the_library_names_files_that_exist() {
    let text = std::fs::read_to_string(root().join("src/lib.rs")).expect("a readable file");
    let docs: String = text.lines().filter_map(|line| line.strip_prefix("//!")).collect();
    let named: Vec<&str> = docs.split('`').filter(|word| word.ends_with(".rs")).collect();
    assert!(named.len() > 20, "{named:?}");
    for file in named {
        let folder = if file.starts_with("examples/") { root() } else { root().join("src") };
        assert!(folder.join(file).is_file(), "src/lib.rs names {file}, which is not there");
    }
}

#[test]
fn no_test_is_ignored() {
    // Not spelled out, or this file would be found.
    let word = ["#[", "ignore"].concat();
    for path in ["src", "tests", "xtask"].into_iter().flat_map(rust_files) {
        assert!(
            !code(&path).iter().any(|line| line.contains(&word)),
            "{} has an ignored test",
            path.display()
        );
    }
}

#[test]
fn paths_are_found_in_lists_and_code() {
    let found = |text: &str| paths(text).join(" ");
    assert_eq!(
        found("use crate::rr::{types, Rtype};\nlet x = crate::wire::u32_of(1);"),
        "crate::rr::types crate::rr::Rtype crate::wire::u32_of"
    );
    assert_eq!(
        found("pub use crate::{rr::{self, types},\n    zone};\n"),
        "crate::rr::self crate::rr::types crate::zone"
    );
    assert_eq!(found("// use crate::a;\nfn x() { super::y::z() }"), "super::y::z");
}

#[test]
fn every_fault_is_told_by_one_rule() {
    let mut told: BTreeMap<FaultKind, Vec<&str>> = BTreeMap::new();
    for rule in rules::ALL {
        if let Check::Fault(kinds, _) = rule.check {
            kinds.iter().for_each(|&kind| told.entry(kind).or_default().push(rule.name));
        }
    }
    for &kind in FaultKind::ALL {
        assert_eq!(told.get(&kind).map_or(0, Vec::len), 1, "{kind:?} is told by {:?}", told.get(&kind));
    }
}
