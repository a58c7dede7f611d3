//! NSD's `nsd.conf`, and the `auth-zone:` and `rpz:` of Unbound, which are written alike: words, those that
//! end with a colon being keys. Looks for no file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Entry;
use super::load::Loader;
use crate::wire::{excerpt, u32_of};

/// What begins a section.
const SECTIONS: [&str; 14] = [
    "server",
    "zone",
    "pattern",
    "auth-zone",
    "rpz",
    "key",
    "tls-auth",
    "remote-control",
    "verify",
    "dnstap",
    "forward-zone",
    "stub-zone",
    "view",
    "include",
];
/// How many patterns include each other.
const PATTERNS: usize = 16;

/// Whether a text begins as an `nsd.conf` does.
pub(super) fn is_like(text: &str) -> bool {
    let words = words(text);
    words.first().is_some_and(|word| key_of(word).is_some_and(|key| SECTIONS.contains(&key)))
}

struct Word {
    text: String,
    is_quoted: bool,
    line: u32,
}

/// The words of a text without its comments.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let number = u32_of(number + 1);
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let (text, left, is_quoted) = match first {
                '#' => break,
                '"' | '\'' => {
                    let inner = rest.get(1..).unwrap_or_default();
                    let (text, left) = inner.split_once(first).unwrap_or((inner, ""));
                    (text, left, true)
                }
                _ => {
                    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                    // `name:"example.org"`.
                    let end = rest.find(":\"").map_or(end, |at| end.min(at + 1));
                    let (text, left) = rest.split_at_checked(end).unwrap_or((rest, ""));
                    (text, left, false)
                }
            };
            words.push(Word { text: text.to_owned(), is_quoted, line: number });
            rest = left.trim_start();
        }
    }
    words
}

/// The key that a word is: `zonefile:`.
fn key_of(word: &Word) -> Option<&str> {
    let key = word.text.strip_suffix(':').filter(|_| !word.is_quoted)?;
    let is_plain = key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    (is_plain && key.starts_with(|c: char| c.is_ascii_lowercase())).then_some(key)
}

/// One `zone:` or `pattern:`.
#[derive(Default, Clone)]
struct Section {
    name: Option<String>,
    file: Option<(String, u32)>,
    patterns: Vec<String>,
    is_secondary: bool,
    is_policy: bool,
    place: (PathBuf, u32),
}

struct Keyed<'l, 'a> {
    loader: &'l mut Loader<'a>,
    /// The section that is being read, and whether it is a pattern.
    open: Option<(Section, bool)>,
    /// What section other keys are of.
    section: String,
    zones: Vec<Section>,
    patterns: BTreeMap<String, Section>,
    directory: Option<PathBuf>,
}

/// Reads an `nsd.conf`.
pub(super) fn read(path: &Path, text: &str, loader: &mut Loader<'_>) {
    let mut keyed = Keyed {
        loader,
        open: None,
        section: String::new(),
        zones: Vec::new(),
        patterns: BTreeMap::new(),
        directory: None,
    };
    keyed.text(path, text);
    keyed.close();
    keyed.finish();
}

impl Keyed<'_, '_> {
    fn text(&mut self, path: &Path, text: &str) {
        let words = words(text);
        let mut at = words.iter().peekable();
        while let Some(word) = at.next() {
            let Some(key) = key_of(word) else {
                let shown = excerpt(word.text.as_bytes(), 60);
                self.loader.fault(path, word.line, &format!("`{shown}` stands where a `key:` belongs"));
                // What follows up to the next key is of the same slip.
                while at.next_if(|word| key_of(word).is_none()).is_some() {}
                continue;
            };
            let mut values = Vec::new();
            while let Some(value) = at.next_if(|word| key_of(word).is_none()) {
                values.push(value.text.as_str());
            }
            self.key((path, word.line), key, values.first().copied());
        }
        self.loader.close();
    }

    fn key(&mut self, place: (&Path, u32), key: &str, value: Option<&str>) {
        if key == "include" || key == "include-toplevel" {
            let Some(written) = value else { return };
            let base = self.directory.clone();
            for file in self.loader.included(written, base.as_deref(), place) {
                if let Some(text) = self.loader.open(&file, place.0, place.1) {
                    self.text(&file, &text);
                }
            }
            return;
        }
        if value.is_none() && SECTIONS.contains(&key) {
            self.close();
            key.clone_into(&mut self.section);
            if ["zone", "pattern", "auth-zone", "rpz"].contains(&key) {
                let section = Section {
                    place: (place.0.to_path_buf(), place.1),
                    is_policy: key == "rpz",
                    ..Section::default()
                };
                self.open = Some((section, key == "pattern"));
            }
            return;
        }
        if self.section == "server" && ["zonesdir", "directory"].contains(&key) {
            self.directory = value.map(PathBuf::from);
        }
        let Some((section, _)) = &mut self.open else { return };
        match (key, value) {
            ("name", Some(name)) => section.name = Some(name.to_owned()),
            ("zonefile", Some(file)) => section.file = Some((file.to_owned(), place.1)),
            ("include-pattern", Some(pattern)) => section.patterns.push(pattern.to_owned()),
            ("request-xfr" | "primary" | "master" | "url", _) => section.is_secondary = true,
            _ => {}
        }
    }

    /// Keeps the section that was read last.
    fn close(&mut self) {
        let Some((section, is_pattern)) = self.open.take() else { return };
        match section.name.clone() {
            None => {
                let (path, line) = section.place;
                self.loader.problem(&path, line, "a zone without `name:`");
            }
            Some(name) if is_pattern => {
                self.patterns.insert(name, section);
            }
            Some(_) => self.zones.push(section),
        }
    }

    /// A zone with what its patterns say.
    fn with_patterns(&mut self, zone: &Section) -> Section {
        let mut whole = zone.clone();
        let (mut wanted, mut steps) = (zone.patterns.clone(), 0);
        while let Some(name) = wanted.pop() {
            steps += 1;
            let Some(pattern) = self.patterns.get(&name).filter(|_| steps <= PATTERNS) else {
                let shown = excerpt(name.as_bytes(), 60);
                let (path, line) = &zone.place;
                self.loader.problem(path, *line, format!("there is no pattern `{shown}`"));
                break;
            };
            whole.file = whole.file.or_else(|| pattern.file.clone().map(|(file, _)| (file, zone.place.1)));
            whole.is_secondary |= pattern.is_secondary;
            wanted.extend(pattern.patterns.iter().cloned());
        }
        whole
    }

    fn finish(mut self) {
        if let Some(directory) = &self.directory {
            self.loader.listing.directories.push(directory.clone());
        }
        for zone in std::mem::take(&mut self.zones) {
            let zone = self.with_patterns(&zone);
            let (path, line) = &zone.place;
            let name = zone.name.as_deref().unwrap_or_default();
            if !self.loader.define(None, name, (path, *line)) {
                continue;
            }
            let Some((file, line)) = zone.file.clone().filter(|(file, _)| !file.is_empty()) else {
                let why = if zone.is_secondary { "secondary without a file" } else { "without a file" };
                self.loader.listing.pass_over(why);
                continue;
            };
            Entry {
                name,
                view: None,
                file: &filled(&file, name),
                base: self.directory.as_deref(),
                place: (path, line),
                is_secondary: zone.is_secondary,
                is_policy: zone.is_policy,
            }
            .add(self.loader);
        }
    }
}

/// The name of a file for a zone: `%s` is the zone's name, `%1` to `%3` its characters, `%z`, `%y` and `%x`
/// its labels from the last on.
fn filled(file: &str, zone: &str) -> String {
    let zone = zone.trim_end_matches('.');
    let labels: Vec<&str> = zone.rsplit('.').collect();
    let label = |at: usize| labels.get(at).copied().unwrap_or(".").to_owned();
    let character = |at: usize| zone.chars().nth(at).map_or_else(|| ".".to_owned(), String::from);
    let mut out = String::new();
    let mut chars = file.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('s') => out.push_str(zone),
            Some('1') => out.push_str(&character(0)),
            Some('2') => out.push_str(&character(1)),
            Some('3') => out.push_str(&character(2)),
            Some('z') => out.push_str(&label(0)),
            Some('y') => out.push_str(&label(1)),
            Some('x') => out.push_str(&label(2)),
            Some(other) => out.extend(['%', other]),
            None => out.push('%'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_is_told_from_a_zone() {
        assert!(is_like("# NSD\nserver:\n  zonesdir: \"/z\"\n"));
        assert!(is_like("zone: name: \"example.org\" zonefile: \"a\"\n"));
        assert!(!is_like("server A 192.0.2.1\n") && !is_like("Note: this is prose\n") && !is_like(""));
    }

    #[test]
    fn names_of_files_are_filled_in() {
        assert_eq!(filled("%z/%y/%x/%s.zone", "www.example.org."), "org/example/www/www.example.org.zone");
        assert_eq!(filled("%1/%2%3/%s", "ab"), "a/b./ab");
        assert_eq!(filled("100%", "a"), "100%");
    }
}
