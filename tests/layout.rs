//! The shape of the repository: where rules and their fixtures are, which module may use which, and what is
//! nowhere.

#![allow(clippy::panic, reason = "a test says what it found and stops")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use danelaw::fault::FaultKind;
use danelaw::rule::Check;
use danelaw::rules;
use support::{folders, leaf, root};

/// What each module may use, besides itself:
/// `wire <- rr <- parse <- zone <- {dnssec, cert} <- {dane, mail} <- rollover <- publish <- facts <- rule <- rules <- engine <- {render, cli}`.
/// A module not in the list is new and belongs in it.
const MAY_USE: &[(&str, &[&str])] = &[
    // Plain data and traits that know next to nothing; most may use them.
    ("work", &[]),
    ("wire", &["work"]),
    ("workers", &[]),
    ("limits", &[]),
    ("policy", &["wire"]),
    ("error", &["wire"]),
    ("fault", &["wire"]),
    ("json_text", &["wire"]),
    ("source", &["error", "limits", "wire"]),
    ("finding", &["source", "wire"]),
    ("report", &["error", "finding", "source", "wire"]),
    ("config", &["error", "finding", "policy", "source", "wire"]),
    // The layers.
    ("rr", &["fault", "wire"]),
    ("parse", &["fault", "limits", "rr", "source", "wire", "workers"]),
    ("zone", &["fault", "limits", "parse", "rr", "source", "wire", "work", "workers"]),
    ("reader", &["error", "fault", "limits", "parse", "rr", "source", "wire", "workers", "zone"]),
    ("resolve", &["limits", "rr", "wire", "zone"]),
    ("dnssec", &["error", "limits", "policy", "resolve", "rr", "wire", "workers", "zone"]),
    ("cert", &["limits", "wire"]),
    ("dane", &["cert", "dnssec", "error", "limits", "resolve", "rr", "wire", "zone"]),
    ("mail", &["dnssec", "limits", "resolve", "rr", "source", "wire", "zone"]),
    ("rollover", &["cert", "dane", "dnssec", "error", "limits", "resolve", "rr", "wire", "zone"]),
    ("posture", &["dane", "dnssec", "limits", "mail", "resolve", "rr", "wire", "zone"]),
    ("store", &["error", "source", "wire"]),
    (
        "publish",
        &[
            "cert",
            "dane",
            "error",
            "json_text",
            "limits",
            "mail",
            "resolve",
            "rollover",
            "rr",
            "wire",
            "zone",
        ],
    ),
    ("revision", &["error", "limits", "source", "wire"]),
    ("difference", &["error", "wire", "zone"]),
    ("horizon", &["cert", "dnssec", "limits", "resolve", "rr", "wire", "zone"]),
    (
        "facts",
        &[
            "cert", "dane", "dnssec", "fault", "limits", "mail", "policy", "rollover", "rr", "source",
            "wire", "workers", "zone", "resolve",
        ],
    ),
    (
        "rule",
        &[
            "dane", "dnssec", "facts", "fault", "finding", "limits", "mail", "policy", "rollover", "rr",
            "source", "wire", "zone", "resolve",
        ],
    ),
    (
        "rules",
        &[
            "cert", "dane", "dnssec", "facts", "fault", "finding", "limits", "mail", "policy", "rollover",
            "rr", "rule", "source", "wire", "zone", "resolve",
        ],
    ),
    (
        "engine",
        &[
            "dane", "dnssec", "error", "facts", "fault", "finding", "limits", "mail", "policy", "reader",
            "report", "rollover", "rr", "rule", "rules", "source", "wire", "workers", "zone", "resolve",
        ],
    ),
    (
        "render",
        &[
            "dane",
            "difference",
            "dnssec",
            "error",
            "finding",
            "horizon",
            "json_text",
            "posture",
            "publish",
            "report",
            "rollover",
            "rr",
            "rule",
            "source",
            "wire",
            "workers",
            "zone",
        ],
    ),
    (
        "session",
        &[
            "cert", "dane", "dnssec", "engine", "error", "finding", "limits", "mail", "parse", "policy",
            "reader", "report", "rollover", "source", "wire", "workers", "zone", "resolve",
        ],
    ),
    ("linter", &["engine", "report", "session", "source", "workers"]),
    (
        "cli",
        &[
            "cert",
            "config",
            "dane",
            "difference",
            "dnssec",
            "engine",
            "error",
            "horizon",
            "limits",
            "linter",
            "mail",
            "parse",
            "posture",
            "publish",
            "reader",
            "render",
            "report",
            "resolve",
            "revision",
            "rollover",
            "rules",
            "session",
            "source",
            "store",
            "wire",
            "zone",
        ],
    ),
    ("main", &["cli"]),
];

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

/// Group and file name of each rule's source, in name form: `alias/cname-loop`.
fn rule_files() -> BTreeSet<String> {
    let files = rust_files("src/rules").into_iter().map(|path| below(&path, "src/rules"));
    let files = files.filter(|path| path.contains('/') && !path.ends_with("/mod.rs"));
    files.map(|path| path.trim_end_matches(".rs").replace('_', "-")).collect()
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
        // Mail has a family for each kind of record.
        assert!(of_group == family || rule.group == "mail", "group {} has two families", rule.group);
        let of_family = *groups.entry(family).or_insert(rule.group);
        assert_eq!(of_family, rule.group, "family {family} is in two groups");
    }
}

/// The modules that the code of one file names: `crate::x` and `crate::{x, y}`.
fn used(lines: &[String]) -> BTreeSet<String> {
    let text = lines.join("\n");
    let mut used = BTreeSet::new();
    for rest in text.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(list) => {
                let (mut depth, mut at_name) = (1, true);
                let mut name = String::new();
                for c in list.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        ',' if depth == 1 => at_name = true,
                        _ => {}
                    }
                    if depth == 1 && at_name && (c.is_ascii_lowercase() || c == '_') {
                        name.push(c);
                    } else if !name.is_empty() {
                        used.insert(std::mem::take(&mut name));
                        at_name = false;
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
            None => {
                used.insert(rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect());
            }
        }
    }
    // Macros live at the root of the crate.
    used.remove("declare_rule");
    used.remove("");
    used
}

#[test]
fn modules_use_only_what_is_below_them() {
    for path in rust_files("src") {
        let shown = below(&path, "src");
        let module = shown.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
        if module == "lib" {
            continue;
        }
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module) else {
            panic!("module {module} is not in MAY_USE of {}", file!());
        };
        for name in used(&code(&path)) {
            assert!(
                name == module || allowed.contains(&name.as_str()),
                "src/{shown} uses crate::{name}, which {module} may not"
            );
        }
    }
}

#[test]
fn allowed_uses_have_no_circle() {
    let mut left: BTreeMap<&str, BTreeSet<&str>> =
        MAY_USE.iter().map(|(name, uses)| (*name, uses.iter().copied().collect())).collect();
    while let Some(leaf) = left.iter().find(|(_, uses)| uses.is_empty()).map(|(name, _)| *name) {
        left.remove(leaf);
        left.values_mut().for_each(|uses| {
            uses.remove(leaf);
        });
    }
    assert!(left.is_empty(), "these modules may use each other in a circle: {:?}", left.keys());
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

#[test]
fn files_are_short_and_open_with_what_they_own() {
    for path in ["src", "tests", "xtask/src"].into_iter().flat_map(rust_files) {
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
    for path in ["src", "tests", "xtask/src"].into_iter().flat_map(rust_files) {
        assert!(
            !code(&path).iter().any(|line| line.contains(&word)),
            "{} has an ignored test",
            path.display()
        );
    }
}

#[test]
fn uses_are_found_in_lists_and_paths() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let found = |text: &str| used(&lines(text)).into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!(found("use crate::rr::{types, Rtype};\nlet x = crate::wire::u32_of(1);"), "rr wire");
    assert_eq!(found("use crate::{rr::{self, types}, wire::Name,\n    zone};"), "rr wire zone");
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
