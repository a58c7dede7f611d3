//! How findings and rules are worded: rules of style that a machine can hold us to.

mod support;

use std::path::PathBuf;

use danelaw::finding::{Finding, Severity};
use danelaw::rr::Rtype;
use danelaw::rules;
use support::{check_file, folders, leaf, root};

/// Characters a message may have; it should have 80 with typical values.
const MESSAGE: usize = 100;
/// Characters a summary may have.
const SUMMARY: usize = 60;
/// Words that blame and do not tell.
const BLAMING: &[&str] = &["invalid", "bad", "illegal"];

/// The findings of every bad zone, with the zone's path.
fn findings() -> Vec<(PathBuf, Finding)> {
    let groups = folders(&root().join("testzones")).into_iter().filter(|path| !leaf(path).starts_with('_'));
    let mut zones = Vec::new();
    for folder in groups.flat_map(|group| folders(&group)) {
        let paths = std::fs::read_dir(&folder)
            .expect("a readable folder")
            .map(|entry| entry.expect("a readable entry").path());
        zones.extend(paths.filter(|path| leaf(path).starts_with("bad") && leaf(path).ends_with(".zone")));
    }
    zones.sort();
    let found = zones.into_iter().flat_map(|path| {
        let path = path.strip_prefix(root()).expect("a path inside").to_path_buf();
        check_file(&path).findings.into_iter().map(move |finding| (path.clone(), finding))
    });
    found.collect()
}

/// What our words and no value of the zone say: the text outside backquotes and quotes.
fn our_words(text: &str) -> String {
    let unquoted: Vec<&str> = text.split('`').step_by(2).collect();
    unquoted.join(" ").split('"').step_by(2).collect::<Vec<_>>().join(" ")
}

/// Whether one of our words is among `words`.
fn has_word(text: &str, words: &[&str]) -> bool {
    our_words(text)
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| words.iter().any(|of| of.eq_ignore_ascii_case(word)))
}

/// Whether a clause opens as one should: lower case, a backquote or quote, a digit, a mnemonic, an acronym or
/// a directive.
fn opens_well(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let Some(start) = first.chars().next() else { return false };
    // `NS`, `CNAMEs`, `RFC`, `NSEC3`: capitals that are not the start of a sentence.
    let capitals = first.trim_end_matches(|c: char| c.is_ascii_lowercase() || c.is_ascii_punctuation());
    let acronym = capitals.len() >= 2
        && capitals.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-');
    // Terms that are spelled with capitals.
    let term = ["AliasMode", "ServiceMode", "OpenPGP"].contains(&first);
    !start.is_uppercase() || acronym || term || Rtype::parse(first.as_bytes()).is_some()
}

#[test]
fn messages_are_one_short_clause() {
    for (path, finding) in findings() {
        let at = format!("{} of {}: {:?}", finding.name, path.display(), finding.message);
        assert!(!finding.message.is_empty(), "{at} is empty");
        assert!(!finding.message.ends_with('.'), "{at} ends with a full stop");
        assert!(!our_words(&finding.message).contains(". "), "{at} is more than one clause");
        assert!(opens_well(&finding.message), "{at} starts with a capital");
        assert!(finding.message.chars().count() <= MESSAGE, "{at} has more than {MESSAGE} characters");
        assert!(
            !has_word(&finding.message, BLAMING),
            "{at} says one of {BLAMING:?}: say what was found and what was expected"
        );
        assert!(!finding.message.contains(char::is_control), "{at} has a control character");
    }
}

#[test]
fn labels_are_short_remarks() {
    for (path, finding) in findings() {
        let texts = finding.related.iter().map(|label| &label.text).chain([&finding.label]);
        for text in texts.filter(|text| !text.is_empty()) {
            let at = format!("label of {} in {}: {text:?}", finding.name, path.display());
            assert!(!text.ends_with('.') || text.ends_with("..."), "{at} ends with a full stop");
            assert!(opens_well(text), "{at} starts with a capital");
            assert!(text.chars().count() <= MESSAGE, "{at} has more than {MESSAGE} characters");
            // Files are called what they are called.
            let words: Vec<&str> = text.split(' ').filter(|word| !word.contains('/')).collect();
            assert!(!has_word(&words.join(" "), BLAMING), "{at} says one of {BLAMING:?}");
        }
    }
}

#[test]
fn what_breaks_has_help() {
    for (path, finding) in findings() {
        let at = format!("{} of {}: help {:?}", finding.name, path.display(), finding.help);
        assert!(finding.severity == Severity::Info || !finding.help.is_empty(), "{at} is empty");
        assert!(!finding.help.ends_with('.'), "{at} ends with a full stop");
        assert!(finding.help.is_empty() || opens_well(&finding.help), "{at} starts with a capital");
    }
}

#[test]
fn rules_say_what_breaks_and_where_it_is_written() {
    for rule in rules::ALL {
        let name = rule.name;
        assert!(
            rule.breaks.chars().count() >= 20,
            "{name}: `breaks` does not name who fails and when: {:?}",
            rule.breaks
        );
        assert!(!rule.breaks.ends_with('.'), "{name}: `breaks` ends with a full stop: {:?}", rule.breaks);
        assert!(!rule.breaks.contains(". "), "{name}: `breaks` is more than one clause: {:?}", rule.breaks);
        assert!(
            opens_well(rule.breaks) || rule.breaks.starts_with(PROPER),
            "{name}: `breaks` starts with a capital: {:?}",
            rule.breaks
        );
        let summary = rule.summary.chars().count();
        assert!(
            (1..=SUMMARY).contains(&summary),
            "{name}: the summary has {summary} characters, {SUMMARY} are the most"
        );
        assert!(
            !rule.summary.ends_with('.') && opens_well(rule.summary),
            "{name}: the summary is no clause: {:?}",
            rule.summary
        );
        assert!(
            !has_word(rule.summary, BLAMING),
            "{name}: the summary says one of {BLAMING:?}: {:?}",
            rule.summary
        );
        assert!(!rule.rfcs.is_empty(), "{name}: no RFC");
        for reference in rule.rfcs {
            assert!(
                is_reference(reference),
                "{name}: {reference:?} is not like \"RFC 1035 section 5.2\", a registry or a draft"
            );
        }
        let numbers: Vec<&str> = rule.since.split('.').collect();
        assert!(
            numbers.len() == 3 && numbers.iter().all(|number| number.parse::<u32>().is_ok()),
            "{name}: since {:?}",
            rule.since
        );
    }
}

/// Names of software, which start with a capital anywhere.
const PROPER: [char; 4] = ['B', 'K', 'N', 'P'];

/// `RFC nnnn`, `RFC nnnn section n.n`, `IANA ... registry`, `draft-...` or another named document.
fn is_reference(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix("RFC ") {
        let (number, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        let place = rest.is_empty()
            || ["section ", "sections ", "appendix ", "erratum "].iter().any(|word| rest.starts_with(word));
        return number.len() <= 4 && number.parse::<u16>().is_ok() && place;
    }
    let named =
        ["draft-", "IANA ", "NIST ", "BIND ", "CVE-", "CA/Browser Forum ", "BCP ", "Unicode ", "Microsoft "];
    named.iter().any(|start| text.starts_with(start) && text.len() > start.len())
}

#[test]
fn documentation_has_its_headings_in_order() {
    for rule in rules::ALL {
        let headings: Vec<&str> =
            rule.docs.lines().map(str::trim).filter(|line| line.starts_with("## ")).collect();
        let fixed: Vec<&str> = headings
            .iter()
            .copied()
            .filter(|line| matches!(*line, "## Why it breaks" | "## Bad" | "## Good"))
            .collect();
        assert_eq!(fixed, ["## Why it breaks", "## Bad", "## Good"], "{}: headings {headings:?}", rule.name);
        let first = rule.docs.split("\n\n").next().unwrap_or_default().trim();
        assert!(
            !first.is_empty() && first.ends_with('.'),
            "{}: the first paragraph is no sentence: {first:?}",
            rule.name
        );
    }
}

#[test]
fn a_value_of_the_zone_is_not_our_wording() {
    assert!(has_word("Bad luck", BLAMING));
    assert!(!has_word("name `bad.example.` is \"bad\"", BLAMING));
    assert!(opens_well("NS target"));
    assert!(opens_well("CNAMEs of"));
    assert!(opens_well("`www` is"));
    assert!(opens_well("A record"));
    assert!(!opens_well("The zone"));
}
