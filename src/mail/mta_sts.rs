//! MTA-STS: the TXT record and the policy file, RFC 8461 section 3.

use std::collections::BTreeSet;

use super::tags::{self, TagFault, TagList, Version};
use super::text::{Extent, Faults, Text, TextFault};
use crate::limits::Limits;
use crate::source::{SourceId, Span};
use crate::wire::{Name, NameRef, excerpt};

/// What is wrong with a TXT record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StsFault {
    /// It does not start with `v=STSv1;`: senders pass it over.
    Version,
    /// The list of fields.
    Tags(TagFault),
    /// No `id`.
    NoId,
    /// The `id` is not 1 to 32 letters and digits.
    Id,
}

/// A TXT record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sts {
    /// All fields.
    pub list: TagList,
    /// `id`: the first, and where it stands.
    pub id: Option<(String, Extent)>,
    /// Fields that nobody knows.
    pub unknown: Vec<tags::Tag>,
    /// What is wrong; none in a record that senders use.
    pub faults: Faults<StsFault>,
}

/// Whether a text is an MTA-STS record by its grammar, which allows a blank before the first semicolon. Where
/// there are several TXT records, senders discard those that do not begin with `v=STSv1;` literally (section
/// 3.1).
#[must_use]
pub fn select(text: &[u8]) -> Version {
    tags::version_anywhere(text, "STSv1", &tags::SMTP_TLS)
}

/// Reads a text as an MTA-STS record.
#[must_use]
pub fn parse(text: &Text, limits: &Limits) -> Sts {
    let octets = text.octets();
    let list = tags::parse(text, &tags::SMTP_TLS, limits.text_faults);
    let mut faults = Faults::new(limits.text_faults);
    if let Version::Near(fault) = select(octets) {
        faults.add(TextFault {
            kind: StsFault::Version,
            at: fault.at,
            detail: fault.detail,
            suggestion: fault.suggestion,
        });
    }
    for fault in list.faults.iter() {
        faults.add(TextFault {
            kind: StsFault::Tags(fault.kind),
            at: fault.at,
            detail: fault.detail.clone(),
            suggestion: fault.suggestion.clone(),
        });
    }
    let id = list.get("id").map(|tag| (text.show(tag.value, 64), tag.value));
    match &id {
        None => faults.push(StsFault::NoId, text.whole(), "no `id` field"),
        Some((shown, at)) => {
            let value = at.of(octets);
            // That it is empty is told as a fault of the list.
            if value.len() > 32 {
                faults.push(
                    StsFault::Id,
                    *at,
                    format!("the `id` has {} characters, 1 to 32 fit", value.len()),
                );
            } else if let Some(bad) = value.iter().position(|byte| !byte.is_ascii_alphanumeric()) {
                let plain: String = shown.chars().filter(char::is_ascii_alphanumeric).collect();
                let detail = format!(
                    "`{}` in the `id`, which has letters and digits only",
                    excerpt(value.get(bad..=bad).unwrap_or_default(), 8)
                );
                faults.suggest(StsFault::Id, at.within(bad, bad + 1), detail, format!("id={plain}"));
            }
        }
    }
    Sts { id, unknown: list.others(&["v", "id"]).cloned().collect(), list, faults }
}

/// `mode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mode {
    /// Senders do not deliver where the policy is not met.
    Enforce,
    /// Senders deliver and report.
    Testing,
    /// There is no policy any more.
    None,
}

/// What is wrong with a policy file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PolicyFault {
    /// It is not a policy at all: HTML, UTF-16, a byte order mark, nothing.
    Format,
    /// A line that is no `key: value`.
    Line,
    /// A key that is missing.
    Missing,
    /// A key with a value that does not fit.
    Value,
    /// A key for the second time; the first counts.
    Repeated,
    /// An `mx` that is no pattern.
    Mx,
    /// A key in other letters than its own, as `Mode`, and no other: senders take it for an extension.
    Case,
}

/// An `mx` of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Where it stands in the file.
    pub at: Extent,
    /// The pattern as it is written, in lower case.
    pub text: String,
    /// The name that hosts are held against, in lower case; `None` where the pattern can match none.
    name: Option<Name>,
    /// Whether `*.` stands before that name.
    has_star: bool,
}

/// A policy file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// `version`: where it stands, where it is `STSv1`.
    pub version: Option<Extent>,
    /// `mode`.
    pub mode: Option<(Mode, Extent)>,
    /// `max_age` in seconds.
    pub max_age_s: Option<(u64, Extent)>,
    /// `mx`, in order.
    pub mx: Vec<Pattern>,
    /// What is wrong. Extents count octets of the file.
    pub faults: Faults<PolicyFault>,
    /// The names of `mx`: whole ones, and those behind `*.`.
    names: BTreeSet<(bool, Box<[u8]>)>,
}

/// A policy file that the user gave for a domain.
#[derive(Debug, Clone)]
pub struct PolicyFile {
    /// The domain, in lower case.
    pub domain: Name,
    /// What messages call the file.
    pub name: String,
    /// Its octets.
    pub octets: Vec<u8>,
    /// What it says.
    pub policy: Policy,
}

impl PolicyFile {
    /// Reads a file for a domain.
    #[must_use]
    pub fn new(domain: &Name, name: String, octets: Vec<u8>, limits: &Limits) -> PolicyFile {
        let policy = parse_policy(&octets, limits);
        PolicyFile { domain: domain.borrow_name().to_lowercase(), name, octets, policy }
    }

    /// Octets of the file, to point at.
    #[must_use]
    pub fn span(source: SourceId, at: Extent) -> Span {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span::new(source, offset(at.from), offset(at.to))
    }
}

/// The longest `max_age`: a year.
pub const MAX_AGE_S: u64 = 31_557_600;

/// Reads a policy file.
#[must_use]
pub fn parse_policy(file: &[u8], limits: &Limits) -> Policy {
    let faults = Faults::new(limits.text_faults);
    let policy =
        Policy { version: None, mode: None, max_age_s: None, mx: Vec::new(), faults, names: BTreeSet::new() };
    let mut reader = Reader { file, policy, seen: Vec::new(), cased: Vec::new() };
    let marked = if file.starts_with(MARK) { MARK.len() } else { 0 };
    let body = Extent::new(marked, file.len());
    if reader.is_text() {
        let lines: Vec<Extent> = body.split(file, b'\n').map(|line| without_cr(file, line)).collect();
        let last = lines.len().saturating_sub(1);
        for (at, line) in lines.into_iter().enumerate() {
            // One line end may end the file.
            if !(line.is_empty() && at == last) {
                reader.line(line);
            }
        }
        reader.finish(body);
    }
    reader.policy
}

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The keys that mean something, and what one might write.
const KEYS: [(&str, &str); 4] = [
    ("version", "version: STSv1"),
    ("mode", "mode: testing"),
    ("max_age", "max_age: 604800"),
    ("mx", "mx: mail.example.com"),
];

fn without_cr(file: &[u8], line: Extent) -> Extent {
    if line.of(file).last() == Some(&b'\r') { line.within(0, line.len() - 1) } else { line }
}

/// A policy file that is being read.
struct Reader<'f> {
    file: &'f [u8],
    policy: Policy,
    seen: Vec<&'static str>,
    /// Keys in other letters than their own, which matter only where the key itself is missing.
    cased: Vec<(&'static str, TextFault<PolicyFault>)>,
}

impl Reader<'_> {
    /// Whether the file is text with lines; notes why it is not.
    fn is_text(&mut self) -> bool {
        let file = self.file;
        let (whole, head) = (Extent::new(0, file.len()), Extent::new(0, file.len().min(16)));
        let lead = file.trim_ascii_start();
        let (at, detail) = match file {
            [0xef, 0xbb, 0xbf, ..] => {
                self.policy.faults.push(
                    PolicyFault::Format,
                    Extent::new(0, MARK.len()),
                    "a byte order mark before the first key",
                );
                return true;
            }
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..] => {
                (head, "the file is UTF-16, and a policy is ASCII or UTF-8")
            }
            _ if lead.is_empty() => (whole, "the file is empty"),
            _ if lead.first() == Some(&b'<') => (head, "the file is HTML or XML, not a policy"),
            _ if !file.contains(&b'\n') && file.trim_ascii_end().contains(&b'\r') => {
                (head, "lines end with CR alone, and LF or CRLF ends a line")
            }
            _ => return true,
        };
        self.policy.faults.push(PolicyFault::Format, at, detail);
        false
    }

    fn line(&mut self, line: Extent) {
        let (file, policy) = (self.file, &mut self.policy);
        let text = line.of(file);
        if text.iter().all(u8::is_ascii_whitespace) {
            let shown = Extent::new(line.from, (line.to + 1).min(file.len()));
            policy.faults.push(PolicyFault::Line, shown, "an empty line, and each line is `key: value`");
            return;
        }
        let Some(colon) = text.iter().position(|&byte| byte == b':') else {
            policy.faults.push(
                PolicyFault::Line,
                line,
                format!("`{}` is no `key: value`", excerpt(text, 40)),
            );
            return;
        };
        let (name, value) = (line.within(0, colon), line.within(colon + 1, line.len()).trimmed(file));
        let Some((key, _)) = KEYS.into_iter().find(|(key, _)| key.as_bytes() == name.of(file)) else {
            self.other(name, value);
            return;
        };
        if key != "mx" && self.seen.contains(&key) {
            policy.faults.push(
                PolicyFault::Repeated,
                line,
                format!("`{key}` stands here a second time, and the first counts"),
            );
            return;
        }
        if !self.seen.contains(&key) {
            self.seen.push(key);
        }
        let shown = excerpt(value.of(file), 40);
        match key {
            "version" if value.of(file) == b"STSv1" => policy.version = Some(value),
            "version" => policy.faults.suggest(
                PolicyFault::Value,
                line,
                format!("version is `{shown}` and not `STSv1`"),
                "version: STSv1",
            ),
            "mode" => match value.of(file) {
                b"enforce" => policy.mode = Some((Mode::Enforce, value)),
                b"testing" => policy.mode = Some((Mode::Testing, value)),
                b"none" => policy.mode = Some((Mode::None, value)),
                _ => {
                    let detail = format!("mode is `{shown}`, and `enforce`, `testing` or `none` fit");
                    policy.faults.suggest(PolicyFault::Value, line, detail, mode_meant(value.of(file)));
                }
            },
            "max_age" => policy.max_age(file, line, value),
            _ => policy.pattern(file, line, value),
        }
    }

    /// An extension: a name of 1 to 32 letters, digits, `_`, `-` and `.`, and a value.
    fn other(&mut self, name: Extent, value: Extent) {
        let (file, word) = (self.file, name.of(self.file));
        let known = KEYS.into_iter().find(|(key, _)| key.as_bytes().eq_ignore_ascii_case(word.trim_ascii()));
        if let Some((key, _)) = known {
            let detail =
                format!("key `{}`, which is written `{key}` with the colon right behind", excerpt(word, 40));
            let suggestion = Some(format!("{key}: {}", excerpt(value.of(file), 60)));
            if !self.cased.iter().any(|(cased, _)| *cased == key) {
                self.cased.push((key, TextFault { kind: PolicyFault::Case, at: name, detail, suggestion }));
            }
            return;
        }
        let faults = &mut self.policy.faults;
        let starts = word.first().is_some_and(u8::is_ascii_alphanumeric);
        if !starts
            || word.len() > 32
            || !word.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(byte))
        {
            let at = if name.is_empty() { Extent::new(name.from, name.to + 1) } else { name };
            faults.push(PolicyFault::Line, at, format!("`{}` is no key", excerpt(word, 40)));
        } else if value.is_empty() {
            faults.push(PolicyFault::Line, name, format!("key `{}` has no value", excerpt(word, 40)));
        } else if value.of(file).iter().any(u8::is_ascii_control)
            || std::str::from_utf8(value.of(file)).is_err()
        {
            faults.push(
                PolicyFault::Line,
                value,
                format!("value of `{}` has a control character or is not UTF-8", excerpt(word, 40)),
            );
        }
    }

    fn finish(&mut self, body: Extent) {
        let at = Extent::new(body.from, (body.from + 1).min(body.to));
        let needs_mx = matches!(self.policy.mode, Some((Mode::Enforce | Mode::Testing, _)));
        for (key, line) in KEYS.into_iter().filter(|(key, _)| *key != "mx" || needs_mx) {
            if self.seen.contains(&key) {
                continue;
            }
            match self.cased.iter().find(|(cased, _)| *cased == key) {
                Some((_, fault)) => self.policy.faults.add(fault.clone()),
                None if key == "mx" => {
                    self.policy.faults.suggest(
                        PolicyFault::Missing,
                        at,
                        "no `mx` key, which `enforce` and `testing` need",
                        line,
                    );
                }
                None => self.policy.faults.suggest(PolicyFault::Missing, at, format!("no `{key}` key"), line),
            }
        }
    }
}

/// The mode that a word was probably meant for.
fn mode_meant(word: &[u8]) -> &'static str {
    let word = word.to_ascii_lowercase();
    if word.starts_with(b"enforc") || word == b"on" {
        "mode: enforce"
    } else if word.starts_with(b"no") || word == b"off" {
        "mode: none"
    } else {
        "mode: testing"
    }
}

impl Policy {
    /// Whether nothing in the file is of a policy.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.version.is_none() && self.mode.is_none() && self.max_age_s.is_none() && self.mx.is_empty()
    }

    fn max_age(&mut self, file: &[u8], line: Extent, value: Extent) {
        let digits = value.of(file);
        let is_number = (1..=10).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
        let seconds = std::str::from_utf8(digits)
            .ok()
            .filter(|_| is_number)
            .and_then(|digits| digits.parse::<u64>().ok());
        match seconds {
            None => {
                let detail =
                    format!("max_age is `{}`, and seconds of at most 10 digits fit", excerpt(digits, 40));
                self.faults.suggest(PolicyFault::Value, line, detail, "max_age: 604800");
            }
            Some(seconds) => {
                if seconds > MAX_AGE_S {
                    let detail = format!("max_age is {seconds} s, and at most {MAX_AGE_S} s (1 year) fit");
                    self.faults.suggest(PolicyFault::Value, line, detail, format!("max_age: {MAX_AGE_S}"));
                }
                self.max_age_s = Some((seconds, value));
            }
        }
    }

    fn pattern(&mut self, file: &[u8], line: Extent, value: Extent) {
        let octets = value.of(file);
        let (bare, has_star) = octets.strip_prefix(b"*.").map_or((octets, false), |bare| (bare, true));
        let why = pattern_flaw(bare);
        let name = if why.is_none() {
            super::spf::name_of(bare).map(|name| name.borrow_name().to_lowercase())
        } else {
            None
        };
        if let Some(why) = why {
            let at = if value.is_empty() { line } else { value };
            let detail = format!("mx `{}` {why}", excerpt(octets, 60));
            match octets
                .strip_suffix(b".")
                .filter(|bare| pattern_flaw(bare.strip_prefix(b"*.").unwrap_or(bare)).is_none())
            {
                Some(bare) => {
                    self.faults.suggest(PolicyFault::Mx, at, detail, format!("mx: {}", excerpt(bare, 260)))
                }
                None => self.faults.push(PolicyFault::Mx, at, detail),
            }
        }
        if let Some(name) = &name {
            self.names.insert((has_star, name.borrow_name().wire().into()));
        }
        self.mx.push(Pattern { at: value, text: excerpt(octets, 260).to_ascii_lowercase(), name, has_star });
    }

    /// Whether senders use the policy. What stands twice is passed over, and what is not known as well.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.faults.dropped() == 0 && self.faults.iter().all(|fault| fault.kind == PolicyFault::Repeated)
    }

    /// Whether senders that use it deliver to no host that it or a certificate rules out.
    #[must_use]
    pub fn is_enforced(&self) -> bool {
        self.is_usable() && matches!(self.mode, Some((Mode::Enforce, _)))
    }

    /// Whether a host may take mail: section 4.1. `*.` stands for exactly one label, the left-most.
    #[must_use]
    pub fn allows(&self, host: NameRef<'_>) -> bool {
        let host = host.to_lowercase();
        let has = |has_star: bool, name: NameRef<'_>| self.names.contains(&(has_star, name.wire().into()));
        has(false, host.borrow_name()) || host.borrow_name().parent().is_some_and(|parent| has(true, parent))
    }
}

impl Pattern {
    /// Whether the pattern is this host's.
    #[must_use]
    pub fn matches(&self, host: NameRef<'_>) -> bool {
        let other = if self.has_star { host.parent() } else { Some(host) };
        let Some(name) = &self.name else { return false };
        other.is_some_and(|other| other == name.borrow_name())
    }

    /// The name that hosts, or with `*.` the names above them, are held against.
    #[must_use]
    pub fn name(&self) -> Option<(&Name, bool)> {
        self.name.as_ref().map(|name| (name, self.has_star))
    }
}

/// What keeps text behind `*.` from being a host name.
fn pattern_flaw(name: &[u8]) -> Option<String> {
    if name.is_empty() {
        return Some("is empty".to_owned());
    }
    if let Some(star) = name.iter().position(|&byte| byte == b'*') {
        return Some(format!("has `*` at character {}; only `*.` at the front is a wildcard", star + 1));
    }
    if !name.is_ascii() {
        return Some("is not ASCII; write the A-label (xn--)".to_owned());
    }
    if name.ends_with(b".") {
        return Some("ends with a dot, which no MX pattern has".to_owned());
    }
    let label_flaw = |label: &[u8]| {
        let is_plain = label.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
        !is_plain || label.is_empty() || label.len() > 63 || label.starts_with(b"-") || label.ends_with(b"-")
    };
    let found = name.split(|&byte| byte == b'.').find(|label| label_flaw(label));
    found.map(|label| format!("has label `{}`, which no host name has", excerpt(label, 40)))
}

/// The line of an offset, from 1.
#[must_use]
pub fn line_of(file: &[u8], at: usize) -> usize {
    file.get(..at).unwrap_or(file).iter().fold(1, |rows, &byte| rows + usize::from(byte == b'\n'))
}

/// A host as a policy has it: without the dot at its end.
#[must_use]
pub fn bare(host: NameRef<'_>) -> String {
    let text = host.to_string();
    text.strip_suffix('.').map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Name;

    fn read(text: &str) -> Sts {
        parse(&Text::of_strings([text.as_bytes()]), &Limits::default())
    }

    fn policy(text: &[u8]) -> Policy {
        parse_policy(text, &Limits::default())
    }

    #[test]
    fn records_need_an_id() {
        assert_eq!(
            read("v=STSv1; id=20160831085700Z;").id.map(|(id, _)| id).as_deref(),
            Some("20160831085700Z")
        );
        for (text, kind) in [
            ("v=STSv1;", StsFault::NoId),
            ("v=STSv1; id=", StsFault::Tags(TagFault::NoValue)),
            ("v=STSv1; id=a-b", StsFault::Id),
            ("v=STSv1; id=012345678901234567890123456789012", StsFault::Id),
            ("v=STSv1; id=a;;", StsFault::Tags(TagFault::Empty)),
            ("v=STSv1 id=a", StsFault::Version),
            ("v=stsv1; id=a", StsFault::Version),
            ("id=a; v=STSv1", StsFault::Version),
        ] {
            assert_eq!(read(text).faults.iter().next().map(|fault| fault.kind), Some(kind), "{text}");
        }
        // Fields that are not `id` may stand twice, and of `id` the first counts: nothing forbids it.
        assert!(read("v=STSv1; id=a; id=b; x=1; x=2").faults.is_empty());
        assert!(read("v=STSv1 ; id=a").faults.is_empty());
    }

    #[test]
    fn policies_may_have_either_line_end() {
        let found = policy(
            b"version: STSv1\r\nmode:\tenforce\r\nmx: \
            *.Example.com \nmx:mx.example.net\nmax_age: 604800\nmore: ext e  ns\n",
        );
        assert!(found.is_usable(), "{:?}", found.faults);
        assert_eq!(found.max_age_s.map(|(seconds, _)| seconds), Some(604_800));
        let allows = |host: &str| found.allows(Name::absolute(host).expect("a name").borrow_name());
        assert_eq!(
            ["a.example.com.", "EXAMPLE.com", "a.b.example.com", "mx.example.net.", "x.mx.example.net"]
                .map(allows),
            [true, false, false, true, false]
        );
    }

    #[test]
    fn faults_say_which_line() {
        let first = |text: &[u8]| {
            let found = policy(text);
            let fault = found
                .faults
                .iter()
                .next()
                .unwrap_or_else(|| panic!("no fault in {}", String::from_utf8_lossy(text)));
            (fault.kind, line_of(text, fault.at.from))
        };
        assert_eq!(first(b""), (PolicyFault::Format, 1));
        assert_eq!(first(b"<!DOCTYPE html>\n<html>"), (PolicyFault::Format, 1));
        assert_eq!(first(b"\xff\xfev\0e\0"), (PolicyFault::Format, 1));
        assert_eq!(first(b"\xef\xbb\xbfversion: STSv1\nmode: none\nmax_age: 1"), (PolicyFault::Format, 1));
        assert_eq!(first(b"version: STSv1\nmode: enforced\nmax_age: 1"), (PolicyFault::Value, 2));
        assert_eq!(first(b"version: STSv1\nmode: enforce\nmax_age: 1"), (PolicyFault::Missing, 1));
        assert_eq!(first(b"version: STSv1\n\nmode: none\nmax_age: 1"), (PolicyFault::Line, 2));
        assert_eq!(first(b"version: STSv1\nmode: none\nmax_age: 31557601"), (PolicyFault::Value, 3));
        assert_eq!(first(b"version: STSv1\nmode: none\nmax_age: 12345678901"), (PolicyFault::Value, 3));
        assert_eq!(
            first(b"version: STSv1\nmode: testing\nmx: a.*.example\nmax_age: 1"),
            (PolicyFault::Mx, 3)
        );
        assert_eq!(first(b"version: STSv1\nmode: none\nmax_age: 1\nmode: none"), (PolicyFault::Repeated, 4));
        assert_eq!(
            first("version: STSv1\nmode: testing\nmx: b\u{fc}cher.example\nmax_age: 1".as_bytes()),
            (PolicyFault::Mx, 3)
        );
        assert_eq!(first(b"version: STSv1\nMode: none\nmax_age: 1"), (PolicyFault::Case, 2));
        assert_eq!(first(b"version: STSv1\rmode: none\rmax_age: 1\r"), (PolicyFault::Format, 1));
        assert_eq!(first(b"v\0e\0r\0"), (PolicyFault::Format, 1));
        // Of a key in other letters only the lack of the key itself is a fault, and each defect is told once.
        for (text, count) in [
            (b"version: STSv1\nMode: none\nmode: none\nmax_age: 1".as_slice(), 0),
            (b"version: STSv1\nMode : none\nmax_age: 1", 1),
            (b"\xef\xbb\xbfversion: STSv1\nmode: none\nmax_age: 1", 1),
            (b"version: STSv2\nmode: no\nmax_age: x", 3),
        ] {
            assert_eq!(policy(text).faults.iter().count(), count, "{}", String::from_utf8_lossy(text));
        }
    }
}
