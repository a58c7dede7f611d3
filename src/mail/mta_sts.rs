//! MTA-STS: the TXT record and the policy file, RFC 8461 section 3.

use super::tags::{self, TagFault, TagList, Version};
use super::text::{Extent, Fault, Faults, Text};
use crate::limits::Limits;
use crate::source::{SourceId, Span};
use crate::wire::{Name, NameRef, excerpt};

/// What is wrong with a TXT record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// Whether a text is an MTA-STS record. Senders discard what does not begin with `v=STSv1;` literally (section 3.1), so that
/// a blank before the semicolon makes it another text to some; the grammar allows it, and so do we.
#[must_use]
pub fn select(text: &[u8]) -> Version {
    tags::version(text, "STSv1", &tags::SMTP_TLS)
}

/// Reads a text as an MTA-STS record.
#[must_use]
pub fn parse(text: &Text, limits: &Limits) -> Sts {
    let octets = text.octets();
    let list = tags::parse(text, &tags::SMTP_TLS, limits.text_faults);
    let mut faults = Faults::new(limits.text_faults);
    if let Version::Near(fault) = select(octets) {
        faults.add(Fault { kind: StsFault::Version, at: fault.at, detail: fault.detail, suggestion: fault.suggestion });
    }
    for fault in list.faults.iter() {
        faults.add(Fault { kind: StsFault::Tags(fault.kind), at: fault.at, detail: fault.detail.clone(), suggestion: fault.suggestion.clone() });
    }
    let id = list.get("id").map(|tag| (text.show(tag.value, 64), tag.value));
    match &id {
        None => faults.push(StsFault::NoId, text.whole(), "no `id` field"),
        Some((shown, at)) => {
            let value = at.of(octets);
            if !(1..=32).contains(&value.len()) {
                faults.push(StsFault::Id, *at, format!("the `id` has {} characters, 1 to 32 fit", value.len()));
            } else if let Some(bad) = value.iter().position(|byte| !byte.is_ascii_alphanumeric()) {
                let plain: String = shown.chars().filter(char::is_ascii_alphanumeric).collect();
                let detail = format!("`{}` in the `id`, which has letters and digits only", excerpt(value.get(bad..=bad).unwrap_or_default(), 8));
                faults.suggest(StsFault::Id, at.within(bad, bad + 1), detail, format!("id={plain}"));
            }
        }
    }
    Sts { id, unknown: list.others(&["v", "id"]).cloned().collect(), list, faults }
}

/// `mode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// A key in other letters than its own, as `Mode`; senders take it for an extension.
    Case,
}

/// An `mx` of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Where it stands in the file.
    pub at: Extent,
    /// The pattern as it is written, in lower case, without a final dot.
    pub text: String,
    /// Whether it is one that can match.
    pub is_valid: bool,
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
    let mut policy = Policy { version: None, mode: None, max_age_s: None, mx: Vec::new(), faults: Faults::new(limits.text_faults) };
    let whole = Extent::new(0, file.len());
    let head = Extent::new(0, file.len().min(16));
    let lead = file.trim_ascii_start();
    match file {
        [0xef, 0xbb, 0xbf, ..] => policy.faults.push(PolicyFault::Format, Extent::new(0, 3), "a byte order mark before the first key"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => policy.faults.push(PolicyFault::Format, head, "the file is UTF-16; a policy is ASCII or UTF-8"),
        _ if lead.is_empty() => policy.faults.push(PolicyFault::Format, whole, "the file is empty"),
        _ if lead.first() == Some(&b'<') => policy.faults.push(PolicyFault::Format, head, "the file is HTML or XML, not a policy"),
        _ => {}
    }
    if policy.faults.is_empty() || file.starts_with(b"\xef\xbb\xbf") {
        let mut seen = Vec::new();
        let lines = whole.split(file, b'\n').map(|line| without_cr(file, line));
        let lines: Vec<Extent> = lines.collect();
        let last = lines.len().saturating_sub(1);
        for (at, line) in lines.into_iter().enumerate() {
            // One line end may end the file.
            if !(line.is_empty() && at == last) {
                policy.line(file, line, &mut seen);
            }
        }
        policy.finish(whole);
    }
    policy
}

fn without_cr(file: &[u8], line: Extent) -> Extent {
    if line.of(file).last() == Some(&b'\r') { line.within(0, line.len() - 1) } else { line }
}

impl Policy {
    fn line(&mut self, file: &[u8], line: Extent, seen: &mut Vec<&'static str>) {
        let text = line.of(file);
        if text.iter().all(u8::is_ascii_whitespace) {
            let shown = Extent::new(line.from, (line.to + 1).min(file.len()));
            self.faults.push(PolicyFault::Line, shown, "an empty line between keys");
            return;
        }
        let Some(colon) = text.iter().position(|&byte| byte == b':') else {
            self.faults.push(PolicyFault::Line, line, format!("`{}` is no `key: value`", excerpt(text, 40)));
            return;
        };
        let (name, value) = (line.within(0, colon), line.within(colon + 1, line.len()).trimmed(file));
        let key = ["version", "mode", "max_age", "mx"].into_iter().find(|key| key.as_bytes() == name.of(file));
        let Some(key) = key else {
            self.other(file, name, value);
            return;
        };
        if key != "mx" && seen.contains(&key) {
            self.faults.push(PolicyFault::Repeated, line, format!("`{key}` stands here a second time; the first counts"));
            return;
        }
        seen.push(key);
        let shown = excerpt(value.of(file), 60);
        match key {
            "version" if value.of(file) == b"STSv1" => self.version = Some(value),
            "version" => self.faults.suggest(PolicyFault::Value, line, format!("version `{shown}` where `STSv1` should stand"), "version: STSv1"),
            "mode" => match value.of(file) {
                b"enforce" => self.mode = Some((Mode::Enforce, value)),
                b"testing" => self.mode = Some((Mode::Testing, value)),
                b"none" => self.mode = Some((Mode::None, value)),
                _ => self.faults.push(PolicyFault::Value, line, format!("mode `{shown}`; it is `enforce`, `testing` or `none`")),
            },
            "max_age" => self.max_age(file, line, value),
            _ => self.pattern(file, line, value),
        }
    }

    /// An extension: a name of 1 to 32 letters, digits, `_`, `-` and `.`, and a value.
    fn other(&mut self, file: &[u8], name: Extent, value: Extent) {
        let word = name.of(file);
        let known = ["version", "mode", "max_age", "mx"].into_iter().find(|key| key.as_bytes().eq_ignore_ascii_case(word.trim_ascii()));
        if let Some(key) = known {
            let detail = format!("`{}`, which is written `{key}` without blanks", excerpt(word, 40));
            self.faults.suggest(PolicyFault::Case, name, detail, format!("{key}: {}", excerpt(value.of(file), 60)));
            return;
        }
        let starts = word.first().is_some_and(u8::is_ascii_alphanumeric);
        if !starts || word.len() > 32 || !word.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(byte)) {
            let at = if name.is_empty() { Extent::new(name.from, name.to + 1) } else { name };
            self.faults.push(PolicyFault::Line, at, format!("`{}` is no key", excerpt(word, 40)));
        } else if value.is_empty() {
            self.faults.push(PolicyFault::Line, name, format!("key `{}` has no value", excerpt(word, 40)));
        } else if value.of(file).iter().any(u8::is_ascii_control) || std::str::from_utf8(value.of(file)).is_err() {
            self.faults.push(PolicyFault::Line, value, format!("the value of `{}` has a control character or is not UTF-8", excerpt(word, 40)));
        }
    }

    fn max_age(&mut self, file: &[u8], line: Extent, value: Extent) {
        let digits = value.of(file);
        let is_number = (1..=10).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
        let seconds = std::str::from_utf8(digits).ok().filter(|_| is_number).and_then(|digits| digits.parse::<u64>().ok());
        match seconds {
            None => {
                self.faults.push(
                    PolicyFault::Value,
                    line,
                    format!("max_age `{}`; it is a number of seconds of at most 10 digits", excerpt(digits, 40)),
                );
            }
            Some(seconds) => {
                if seconds > MAX_AGE_S {
                    self.faults.push(PolicyFault::Value, line, format!("max_age is {seconds} s, at most {MAX_AGE_S} s (1 year) fit"));
                }
                self.max_age_s = Some((seconds, value));
            }
        }
    }

    fn pattern(&mut self, file: &[u8], line: Extent, value: Extent) {
        let octets = value.of(file);
        let text = excerpt(octets, 260).to_ascii_lowercase();
        let bare = octets.strip_prefix(b"*.").unwrap_or(octets);
        let why = pattern_flaw(bare);
        if let Some(why) = &why {
            self.faults.push(PolicyFault::Mx, if value.is_empty() { line } else { value }, format!("mx `{}` {why}", excerpt(octets, 60)));
        }
        self.mx.push(Pattern { at: value, text: text.strip_suffix('.').unwrap_or(&text).to_owned(), is_valid: why.is_none() });
    }

    fn finish(&mut self, whole: Extent) {
        let at = Extent::new(0, whole.len().min(1));
        let has =
            |faults: &Faults<PolicyFault>, word: &str| faults.iter().any(|fault| fault.kind == PolicyFault::Value && fault.detail.starts_with(word));
        for (is_there, key) in [(self.version.is_some(), "version"), (self.mode.is_some(), "mode"), (self.max_age_s.is_some(), "max_age")] {
            if !is_there && !has(&self.faults, key) {
                self.faults.push(PolicyFault::Missing, at, format!("no `{key}` key"));
            }
        }
        if self.mx.is_empty() && matches!(self.mode, Some((Mode::Enforce | Mode::Testing, _))) {
            self.faults.push(PolicyFault::Missing, at, "no `mx` key, which `enforce` and `testing` need");
        }
    }

    /// Whether senders use the policy. What stands twice is passed over, and what is not known as well.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.faults.iter().all(|fault| matches!(fault.kind, PolicyFault::Repeated | PolicyFault::Case))
    }

    /// Whether a host may take mail: section 4.1. `*.` stands for exactly one label, the left-most.
    #[must_use]
    pub fn allows(&self, host: NameRef<'_>) -> bool {
        self.mx.iter().any(|pattern| pattern.matches(host))
    }
}

impl Pattern {
    /// Whether the pattern is this host's.
    #[must_use]
    pub fn matches(&self, host: NameRef<'_>) -> bool {
        let (name, has_star) = self.text.strip_prefix("*.").map_or((self.text.as_str(), false), |rest| (rest, true));
        let other = if has_star { host.parent() } else { Some(host) };
        let Some(name) = super::spf::name_of(name.as_bytes()).filter(|_| self.is_valid) else { return false };
        other.is_some_and(|other| other == name.borrow_name())
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
        assert_eq!(read("v=STSv1; id=20160831085700Z;").id.map(|(id, _)| id).as_deref(), Some("20160831085700Z"));
        for (text, kind) in [
            ("v=STSv1;", StsFault::NoId),
            ("v=STSv1; id=", StsFault::Tags(TagFault::NoValue)),
            ("v=STSv1; id=a-b", StsFault::Id),
            ("v=STSv1; id=012345678901234567890123456789012", StsFault::Id),
            ("v=STSv1; id=a;;", StsFault::Tags(TagFault::Empty)),
            ("v=STSv1 id=a", StsFault::Version),
            ("v=stsv1; id=a", StsFault::Version),
        ] {
            assert_eq!(read(text).faults.iter().next().map(|fault| fault.kind), Some(kind), "{text}");
        }
        // Fields that are not `id` may stand twice, and of `id` the first counts: nothing forbids it.
        assert!(read("v=STSv1; id=a; id=b; x=1; x=2").faults.is_empty());
    }

    #[test]
    fn policies_may_have_either_line_end() {
        let found = policy(b"version: STSv1\r\nmode:\tenforce\r\nmx: *.Example.com \nmx:mx.example.net\nmax_age: 604800\nmore: ext e  ns\n");
        assert!(found.is_usable(), "{:?}", found.faults);
        assert_eq!(found.max_age_s.map(|(seconds, _)| seconds), Some(604_800));
        let allows = |host: &str| found.allows(Name::absolute(host).expect("a name").borrow_name());
        assert_eq!(
            ["a.example.com.", "EXAMPLE.com", "a.b.example.com", "mx.example.net.", "x.mx.example.net"].map(allows),
            [true, false, false, true, false]
        );
    }

    #[test]
    fn faults_say_which_line() {
        let first = |text: &[u8]| {
            let found = policy(text);
            let fault = found.faults.iter().next().unwrap_or_else(|| panic!("no fault in {}", String::from_utf8_lossy(text)));
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
        assert_eq!(first(b"version: STSv1\nmode: testing\nmx: a.*.example\nmax_age: 1"), (PolicyFault::Mx, 3));
        assert_eq!(first(b"version: STSv1\nmode: none\nmax_age: 1\nmode: none"), (PolicyFault::Repeated, 4));
        assert_eq!(first("version: STSv1\nmode: testing\nmx: b\u{fc}cher.example\nmax_age: 1".as_bytes()), (PolicyFault::Mx, 3));
        assert_eq!(first(b"version: STSv1\nMode: none\nmode: none\nmax_age: 1"), (PolicyFault::Case, 2));
    }
}
