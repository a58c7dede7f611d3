//! Every rule's fixture folder and documentation: the marks in a bad zone are its findings, a good zone has
//! none.

#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test says what it found and stops")]

mod support;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use danelaw::render::{self, Format, Style};
use danelaw::report::Checked;
use danelaw::rule::Rule;
use danelaw::rules;
use danelaw::source::{Memory, Source};
use danelaw::workers::Serial;
use support::{Beside, check_beside, check_file, folders, leaf, root, row, rows, selection_of};

/// What stands before an example that is not a whole zone.
const PRELUDE: &str = "\
$ORIGIN example.
$TTL 3600
@ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
";

/// What examples marked `published` are held against; they bring their own SOA and NS.
const PUBLISHED: &str = "\
$ORIGIN example.
$TTL 3600
@ SOA ns1.example.net. hostmaster.example.net. 7 14400 3600 1209600 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
www A 192.0.2.1
";

/// What stands before an example marked `mail` besides: all that a domain should have for its mail but SPF,
/// and but MX where the example is marked `mx`.
const MAIL: &str = "\
mx1 A 192.0.2.25
mx1 TXT \"v=spf1 a -all\"
mx2 A 198.51.100.25
mx2 TXT \"v=spf1 a -all\"
_dmarc TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example\"
s1._domainkey TXT (\"v=DKIM1; k=rsa; \
p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA5wSs9xqv4RZ+Vlma85n01V0a63nlZ49hfagyPwrDqnKo25/R2tqdR2OKAogWYOoWpA6BNWy4aq/XrPZv+SLx0dQ9zR35oMRCotLZyQSezgDFOsnKO0eTHsBL2KmjASex8YaWCvVrrZ9eWEeY8D4EKIfpGf9B\"
   \"+XwN4tohDCZCfnEQc76q9Yj22t9lzIbIIyAZpR9Kq8p8wonqO/8czSjJohLCObA8MbsD1dbVryEU51ZLSEYLJ60G0cnaV8b6jTeSMly+yKzQIVdhirUVSSA/Ye/Gsthc24ZclxD2xbUV23qy8b8amfOfWWzJBTapX84BdltqOFT2nXIFF339i6BCiwIDAQAB\")
_mta-sts TXT \"v=STSv1; id=20261201000000\"
mta-sts A 192.0.2.80
_smtp._tls TXT \"v=TLSRPTv1; rua=mailto:tls@example,https://reports.example.net/tls\"
";

/// The zones of a fixture folder whose names start with `kind`, as paths from the repository.
fn zones(folder: &Path, kind: &str) -> Vec<PathBuf> {
    let mut zones: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a readable folder")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| leaf(path).starts_with(kind) && leaf(path).ends_with(".zone"))
        .map(|path| path.strip_prefix(root()).expect("a path inside").to_path_buf())
        .collect();
    zones.sort();
    zones
}

/// Folders `<group>/<rule-name>` of the fixtures.
fn fixtures() -> Vec<PathBuf> {
    let groups = folders(&root().join("testzones")).into_iter().filter(|path| !leaf(path).starts_with('_'));
    groups.flat_map(|group| folders(&group)).collect()
}

/// Whether in the policy file beside the zone, the row, and the rule.
type Mark = (bool, usize, String);

/// The rows and rules that `;~ name`, `;~^ name` and, of the policy file, `;~@ROW name` promise.
fn marks(text: &[u8]) -> Vec<Mark> {
    let text = String::from_utf8_lossy(text);
    let mut marks = Vec::new();
    for (at, line) in text.split('\n').enumerate() {
        for mark in line.split(";~").skip(1) {
            if let Some((row, names)) = mark.strip_prefix('@').and_then(|rest| rest.split_once(' ')) {
                let row: usize = row.parse().expect("a row of the policy file");
                marks.extend(names.split_whitespace().map(|name| (true, row, name.to_owned())));
                continue;
            }
            let (up, names) = mark.strip_prefix('^').map_or((0, mark), |rest| (1, rest));
            marks.extend(names.split_whitespace().map(|name| (false, at + 1 - up, name.to_owned())));
        }
    }
    marks.sort();
    marks
}

/// Where the findings of a zone are, and which rules'.
fn places(checked: &Checked) -> Vec<Mark> {
    let is_policy =
        |at: u32| checked.sources[usize::try_from(at).expect("a small number")].name.ends_with("policy.txt");
    let found = checked
        .findings
        .iter()
        .map(|finding| (is_policy(finding.span.source.0), row(checked, finding), finding.name.to_owned()));
    let mut found: Vec<Mark> = found.collect();
    found.sort();
    found
}

#[test]
fn marks_are_the_findings_of_all_rules() {
    let mut wrong = String::new();
    for folder in fixtures() {
        let bad = zones(&folder, "bad");
        assert!(!bad.is_empty(), "{} has no bad zone", folder.display());
        let mut own = 0;
        for path in bad {
            let checked = check_file(&path);
            let found = places(&checked);
            let bytes = std::fs::read(root().join(&path)).expect("a readable zone");
            let marks = marks(&bytes);
            if found != marks {
                let _ = writeln!(
                    wrong,
                    "{}: found {found:?}, marked {marks:?}; problems: {:?}",
                    path.display(),
                    checked.problems
                );
            }
            own += found.iter().filter(|(.., name)| *name == leaf(&folder)).count();
        }
        if own == 0 {
            let _ = writeln!(wrong, "{} never fires its own rule", folder.display());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn good_zones_have_no_finding() {
    let mut wrong = String::new();
    for folder in fixtures() {
        let good = zones(&folder, "good");
        assert!(!good.is_empty(), "{} has no good zone", folder.display());
        for path in good {
            let checked = check_file(&path);
            if !checked.findings.is_empty() || !checked.problems.is_empty() {
                let _ = writeln!(wrong, "{}: {:?} {:?}", path.display(), rows(&checked), checked.problems);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn rendered_findings_are_as_blessed() {
    let bless = std::env::var_os("DANELAW_BLESS").is_some();
    let style = Style { color: false, unicode: true, width: 120 };
    for folder in fixtures() {
        let mut text = String::new();
        for path in zones(&folder, "bad") {
            let checked = check_file(&path);
            let part = render::findings(&checked, Format::Human, &style);
            let _ = writeln!(text, "{}", part.text());
        }
        let expected = folder.join("expected.txt");
        if bless {
            std::fs::write(&expected, &text).expect("a writable fixture folder");
        }
        let blessed = std::fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(text, blessed, "{}: run `cargo xtask bless` and read the difference", expected.display());
    }
}

/// The fenced zones of a rule's documentation: attributes and text.
fn examples(docs: &str) -> Vec<(String, String)> {
    let mut examples = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in docs.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(attributes)) if attributes.starts_with("zone") => {
                open = Some((attributes.to_owned(), String::new()))
            }
            (Some(_), Some(_)) => examples.extend(open.take()),
            (Some((_, text)), None) => {
                text.push_str(line);
                text.push('\n');
            }
            _ => {}
        }
    }
    examples
}

/// Checks an example. `file=NAME` gives it a name and takes its origin away; `zones/example.zone` it is
/// otherwise.
fn check_example(rule: &Rule, attributes: &str, text: &str) -> Checked {
    let bytes = zone_of(attributes, text);
    let file = attributes.split(',').find_map(|word| word.strip_prefix("file="));
    let path = PathBuf::from("zones").join(file.unwrap_or("example.zone"));
    let mut files = Memory::default();
    files.insert(path.clone(), bytes.clone());
    files.insert("/Cargo.toml", "");
    let source = Source::new(path.to_string_lossy(), Some(path.clone()), bytes);
    let published =
        attributes.contains("published").then(|| Source::new("<published>", None, PUBLISHED.into()));
    let selection = selection_of(rule.group, rule.name);
    let beside = Beside { selection, published: published.into_iter().collect(), ..Beside::default() };
    check_beside(&beside, source, &files, file.is_none().then_some("example."), &Serial)
}

/// Checks the fixture that an example of signed data is an excerpt of: its lines stand there in this order,
/// `…` for anything.
fn check_excerpt(path: &Path, text: &str) -> Checked {
    let zone = std::fs::read_to_string(root().join(path))
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut lines = zone.lines().map(words);
    for wanted in text.lines().map(words).filter(|line| !line.is_empty()) {
        assert!(
            lines.any(|line| is_excerpt(&wanted, &line)),
            "{}: `{wanted}` does not stand there, or not in this order",
            path.display()
        );
    }
    check_file(path)
}

/// Whether `line` is `wanted` with anything in place of each `…`.
fn is_excerpt(wanted: &str, line: &str) -> bool {
    let mut rest = line;
    wanted.split('…').enumerate().all(|(at, piece)| {
        let found = if at == 0 { rest.starts_with(piece).then_some(0) } else { rest.find(piece) };
        found.map(|start| rest = &rest[start + piece.len()..]).is_some()
    })
}

/// An example as a zone: `␍` stands for CR, `␛` for ESC, `␄` for the end, and `whole` for "nothing before
/// it".
fn zone_of(attributes: &str, text: &str) -> Vec<u8> {
    let text = text.replace('␍', "\r").replace('␛', "\u{1b}");
    let text = text.split('␄').next().unwrap_or_default();
    let prelude = match attributes {
        attributes if attributes.contains("whole") => "",
        attributes if attributes.contains("published") => "$ORIGIN example.\n$TTL 3600\n",
        _ => PRELUDE,
    };
    let has = |word: &str| attributes.split(',').any(|attribute| attribute == word);
    let mail = match (has("mail"), has("mx")) {
        (true, false) => format!("@ MX 10 mx1\n@ MX 20 mx2\n{MAIL}"),
        (_, true) => MAIL.to_owned(),
        (false, false) => String::new(),
    };
    let mark = if attributes.contains("bom") { "\u{feff}" } else { "" };
    format!("{mark}{prelude}{mail}{text}").into_bytes()
}

#[test]
fn documented_examples_do_what_they_say() {
    let mut wrong = String::new();
    for rule in rules::ALL {
        let examples = examples(rule.docs);
        for (kind, most) in [("bad", 1), ("good", 0)] {
            let of_kind: Vec<_> = examples
                .iter()
                .filter(|(attributes, _)| attributes.split(',').any(|word| word == kind))
                .collect();
            assert!(!of_kind.is_empty(), "{} documents no {kind} zone", rule.name);
            for (attributes, text) in of_kind {
                let checked = match attributes.split(',').find_map(|word| word.strip_prefix("from=")) {
                    Some(file) => check_excerpt(
                        &Path::new("testzones").join(rule.group).join(rule.name).join(file),
                        text,
                    ),
                    None => check_example(rule, attributes, text),
                };
                let mut names: Vec<_> = checked.findings.iter().map(|finding| finding.name).collect();
                names.sort_unstable();
                // A fault of a set as a whole may be made of faults that other rules tell: `also=NAME`, once
                // for each.
                let also = attributes.split(',').filter_map(|word| word.strip_prefix("also="));
                let mut expected: Vec<_> = vec![rule.name; most].into_iter().chain(also).collect();
                expected.sort_unstable();
                if names != expected {
                    let _ = writeln!(
                        wrong,
                        "{}: {kind} example has {names:?}, not {expected:?}; problems: {:?}",
                        rule.name, checked.problems
                    );
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
