//! Knot DNS' `knot.conf`: sections, items, templates. Looks for no file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Entry;
use super::load::Loader;
use crate::wire::{excerpt, u32_of};

/// What sections are called that other configurations do not have, or have with other items.
const SECTIONS: [&str; 14] = [
    "server",
    "zone",
    "template",
    "key",
    "acl",
    "remote",
    "remotes",
    "log",
    "control",
    "policy",
    "database",
    "statistics",
    "submission",
    "keystore",
];

/// Whether a text begins as a `knot.conf` does.
pub(super) fn is_like(text: &str) -> bool {
    let mut lines = text.lines().filter_map(|line| Line::of(line, 0));
    let Some(first) = lines.next() else { return false };
    let is_section = first.indent == 0
        && (SECTIONS.contains(&first.key) && first.value.is_empty()
            || first.key == "include"
            || first.key.starts_with("mod-"));
    // NSD has no items, and no such keys.
    let is_of_knot = |line: &Line<'_>| {
        line.is_item && ["domain", "id", "target"].contains(&line.key)
            || ["listen", "rundir", "storage", "domain"].contains(&line.key)
    };
    is_section && (is_of_knot(&first) || lines.any(|line| is_of_knot(&line)))
}

/// `  - key: value`.
struct Line<'t> {
    indent: usize,
    is_item: bool,
    key: &'t str,
    value: String,
    number: u32,
}

impl<'t> Line<'t> {
    /// What a line says; `None` where there is nothing but a comment, or no key.
    fn of(line: &'t str, number: u32) -> Option<Line<'t>> {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        let (is_item, text) = match text.strip_prefix("- ") {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text),
        };
        if text.starts_with('#') {
            return None;
        }
        let (key, value) = text.split_once(':')?;
        let key = key.trim_end();
        let is_plain = !key.is_empty()
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        is_plain.then(|| Line { indent, is_item, key, value: value_of(value), number })
    }
}

/// A value without quotes and comment.
fn value_of(text: &str) -> String {
    let text = text.trim_start();
    match text.strip_prefix('"') {
        Some(inner) => inner.split('"').next().unwrap_or_default().to_owned(),
        None => {
            let end = text.find(" #").or_else(|| text.find("\t#")).unwrap_or(text.len());
            let text = text.get(..end).unwrap_or_default();
            if text.starts_with('#') { String::new() } else { text.trim_end().to_owned() }
        }
    }
}

/// One item: its values by key, and where it begins.
#[derive(Default, Clone)]
struct Item {
    values: BTreeMap<String, (String, u32)>,
    place: (PathBuf, u32),
}

struct Knot<'l, 'a> {
    loader: &'l mut Loader<'a>,
    section: String,
    zones: Vec<Item>,
    templates: BTreeMap<String, Item>,
    open: Option<Item>,
}

/// Reads a `knot.conf`.
pub(super) fn read(path: &Path, text: &str, loader: &mut Loader<'_>) {
    let mut knot =
        Knot { loader, section: String::new(), zones: Vec::new(), templates: BTreeMap::new(), open: None };
    knot.text(path, text);
    knot.close();
    knot.finish();
}

impl Knot<'_, '_> {
    fn text(&mut self, path: &Path, text: &str) {
        for (number, written) in text.lines().enumerate() {
            let number = u32_of(number + 1);
            let Some(line) = Line::of(written, number) else {
                let text = written.trim();
                let is_nothing = text.is_empty() || text.starts_with(['#', '%', '-', '[', ']', '"', '\'']);
                if !is_nothing && ["zone", "template"].contains(&self.section.as_str()) {
                    let shown = excerpt(text.as_bytes(), 60);
                    self.loader.fault(path, number, &format!("`{shown}` is not `key: value`"));
                }
                continue;
            };
            if line.key == "include" && line.indent == 0 {
                self.close();
                for file in self.loader.included(&line.value, None, (path, line.number)) {
                    if let Some(text) = self.loader.open(&file, path, line.number) {
                        self.text(&file, &text);
                        self.close();
                        self.section.clear();
                    }
                }
            } else if line.indent == 0 && !line.is_item {
                self.close();
                line.key.clone_into(&mut self.section);
            } else {
                self.line(path, line);
            }
        }
        self.loader.close();
    }

    fn line(&mut self, path: &Path, line: Line<'_>) {
        let is_identifier = ["domain", "id"].contains(&line.key);
        if line.is_item || is_identifier {
            self.close();
            self.open = Some(Item { place: (path.to_path_buf(), line.number), ..Item::default() });
        }
        if let Some(item) = &mut self.open {
            item.values.insert(line.key.to_owned(), (line.value, line.number));
        }
    }

    /// Keeps the item that was read last.
    fn close(&mut self) {
        let Some(item) = self.open.take() else { return };
        let text = |key: &str| item.values.get(key).map(|(text, _)| text.clone());
        match self.section.as_str() {
            "zone" => self.zones.push(item),
            "template" => {
                if let Some(id) = text("id") {
                    self.templates.insert(id, item);
                }
            }
            _ => {}
        }
    }

    fn finish(mut self) {
        for zone in std::mem::take(&mut self.zones) {
            let (path, line) = &zone.place;
            let template = zone.values.get("template").map_or("default", |(name, _)| name.as_str());
            let over = self.templates.get(template).cloned();
            if over.is_none() && template != "default" {
                let shown = excerpt(template.as_bytes(), 60);
                self.loader.problem(path, *line, format!("there is no template `{shown}`"));
                continue;
            }
            let Some((names, _)) = zone.values.get("domain") else {
                self.loader.problem(path, *line, "a zone without `domain:`");
                continue;
            };
            let value = |key: &str| {
                zone.values.get(key).or_else(|| over.as_ref()?.values.get(key)).map(|(text, _)| text.clone())
            };
            for name in names.trim_matches(['[', ']']).split(',').map(|name| name.trim().trim_matches('"')) {
                if !self.loader.define(None, name, (path, *line)) {
                    continue;
                }
                let is_secondary = value("master").is_some();
                if value("catalog-role").is_some_and(|role| role == "generate")
                    || value("zonefile-load").is_some_and(|load| load == "none")
                {
                    self.loader.listing.pass_over("without a file");
                    continue;
                }
                let file = value("file").unwrap_or_else(|| "%s.zone".to_owned());
                Entry {
                    name,
                    view: None,
                    file: &filled(&file, name),
                    base: Some(Path::new(value("storage").as_deref().unwrap_or("/var/lib/knot"))),
                    place: (path, zone.values.get("file").map_or(*line, |(_, line)| *line)),
                    is_secondary,
                    is_policy: false,
                }
                .add(self.loader);
            }
        }
    }
}

/// The name of a file for a zone: `%s` is the zone's name, `%c[N]` and `%c[N-M]` its characters, `%l[N]` its
/// label counted from the last.
fn filled(file: &str, zone: &str) -> String {
    let zone = zone.trim_end_matches('.').to_ascii_lowercase();
    let mut out = String::new();
    let mut rest = file;
    while let Some((before, behind)) = rest.split_once('%') {
        out.push_str(before);
        let range = |text: &str| {
            let (inner, left) = text.strip_prefix('[')?.split_once(']')?;
            let (from, to) = inner.split_once('-').unwrap_or((inner, inner));
            Some((from.parse::<usize>().ok()?, to.parse::<usize>().ok()?, left.len()))
        };
        let mut chars = behind.chars();
        let kind = chars.next();
        let (text, left) = match (kind, range(chars.as_str())) {
            (Some('s'), _) => (zone.clone(), chars.as_str()),
            (Some('%'), _) => ("%".to_owned(), chars.as_str()),
            (Some('c'), Some((from, to, left))) => {
                let count = (to + 1).saturating_sub(from);
                let text = zone.chars().skip(from).take(count).collect();
                (text, behind.get(behind.len() - left..).unwrap_or_default())
            }
            (Some('l'), Some((at, _, left))) => {
                let label = zone.rsplit('.').nth(at).unwrap_or_default().to_owned();
                (label, behind.get(behind.len() - left..).unwrap_or_default())
            }
            _ => ("%".to_owned(), behind),
        };
        out.push_str(&text);
        rest = left;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_is_told_from_a_zone_and_from_nsd() {
        assert!(is_like("# Knot\nserver:\n    listen: 127.0.0.1@53\n"));
        assert!(is_like("zone:\n  - domain: example.org\n"));
        assert!(!is_like("server:\n  zonesdir: \"/z\"\nzone:\n  name: \"example.org\"\n"));
        assert!(!is_like("; zone\n@ SOA a b 1 2 3 4 5\n") && !is_like(""));
    }

    #[test]
    fn names_of_files_are_filled_in() {
        assert_eq!(filled("%l[0]/%c[0-1]/%s.zone", "Example.org."), "org/ex/example.org.zone");
        assert_eq!(filled("100%%/%q%c[0", "a"), "100%/%q%c[0");
    }

    #[test]
    fn values_have_no_quotes_and_no_comments() {
        for (text, value) in
            [(" \"a b\" # c", "a b"), (" a # c", "a"), ("", ""), (" # c", ""), (" a#b", "a#b")]
        {
            assert_eq!(value_of(text), value, "{text}");
        }
    }
}
