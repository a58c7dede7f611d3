//! BIND's `named.conf`, which PowerDNS' bind backend reads too: statements, blocks, views. Looks for no file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::Entry;
use super::load::Loader;
use crate::wire::{excerpt, u32_of};

/// How deep blocks nest.
const DEPTH: usize = 64;
/// What statements of the outermost level begin with.
const STATEMENTS: [&str; 24] = [
    "acl",
    "controls",
    "dlz",
    "dnssec-policy",
    "http",
    "include",
    "key",
    "key-store",
    "logging",
    "managed-keys",
    "masters",
    "options",
    "parental-agents",
    "plugin",
    "primaries",
    "remote-servers",
    "server",
    "statistics-channels",
    "template",
    "tls",
    "trust-anchors",
    "trusted-keys",
    "view",
    "zone",
];
/// Statements that end behind their block.
const CLOSED: [&str; 5] = ["zone", "view", "options", "template", "acl"];

/// Whether a text begins as a `named.conf` does.
pub(super) fn is_like(text: &str) -> bool {
    let (tokens, _) = tokens(text);
    let mut tokens = tokens.into_iter().map(|(token, _)| token);
    let Some(Token::Word(first, false)) = tokens.next() else { return false };
    let first = first.to_ascii_lowercase();
    if !STATEMENTS.contains(&first.as_str()) {
        return false;
    }
    let rest: Vec<Token> = tokens.take(4).collect();
    match first.as_str() {
        "include" => {
            matches!(rest.as_slice(), [Token::Word(_, true), Token::End, ..] | [Token::Word(_, true)])
        }
        "options"
        | "logging"
        | "controls"
        | "statistics-channels"
        | "trusted-keys"
        | "managed-keys"
        | "trust-anchors" => matches!(rest.first(), Some(Token::Open)),
        _ => {
            rest.contains(&Token::Open)
                && !rest.iter().take_while(|&t| *t != Token::Open).any(|t| *t == Token::End)
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// A word, and whether it was quoted.
    Word(String, bool),
    Open,
    Close,
    End,
}

/// One statement: its words, those behind the block included, and its block.
#[derive(Debug, Clone)]
struct Statement {
    line: u32,
    words: Vec<String>,
    block: Option<Vec<Statement>>,
}

impl Statement {
    fn keyword(&self) -> String {
        self.word(0).unwrap_or_default().to_ascii_lowercase()
    }

    fn word(&self, at: usize) -> Option<&str> {
        self.words.get(at).map(String::as_str)
    }
}

/// What is wrong, by line.
type Faults = Vec<(u32, String)>;

/// The tokens of a text, each with its line.
fn tokens(text: &str) -> (Vec<(Token, u32)>, Faults) {
    let (mut tokens, mut faults) = (Vec::new(), Vec::new());
    let (mut rest, mut line) = (text.strip_prefix('\u{feff}').unwrap_or(text), 1u32);
    let lines = |text: &str| u32_of(text.matches('\n').count());
    while let Some(c) = rest.chars().next() {
        let mut take = c.len_utf8();
        match c {
            '{' => tokens.push((Token::Open, line)),
            '}' => tokens.push((Token::Close, line)),
            ';' => tokens.push((Token::End, line)),
            '#' => take = rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("//") => take = rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => {
                take = rest.find("*/").map_or(rest.len(), |at| at + 2);
                if take == rest.len() && !rest.ends_with("*/") {
                    faults.push((line, "`*/` is missing: this comment does not end".to_owned()));
                }
            }
            '"' => {
                let (word, len, is_closed) = quoted(rest);
                if !is_closed {
                    faults.push((line, "`\"` is missing: this string does not end".to_owned()));
                }
                tokens.push((Token::Word(word, true), line));
                take = len;
            }
            _ if c.is_whitespace() => {}
            _ => {
                let is_end = |c: char| c.is_whitespace() || "{};\"".contains(c);
                take = rest.find(is_end).unwrap_or(rest.len());
                let word = rest.get(..take).unwrap_or_default();
                take = word.find("/*").filter(|&at| at > 0).unwrap_or(take);
                let word = word.get(..take).unwrap_or_default().to_owned();
                tokens.push((Token::Word(word, false), line));
            }
        }
        line = line.saturating_add(lines(rest.get(..take).unwrap_or_default()));
        rest = rest.get(take..).unwrap_or_default();
    }
    (tokens, faults)
}

/// A quoted string: its text, its octets with the quotes, and whether it ends.
fn quoted(text: &str) -> (String, usize, bool) {
    let mut word = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (word, at + 1, true),
            '\\' => word.extend(chars.next().map(|(_, c)| c)),
            '\n' => return (word, at, false),
            _ => word.push(c),
        }
    }
    (word, text.len(), false)
}

/// Makes statements of tokens.
struct Parser {
    tokens: std::iter::Peekable<std::vec::IntoIter<(Token, u32)>>,
    faults: Faults,
    line: u32,
    /// Nothing that is open can be closed any more, which has been said.
    is_cut: bool,
}

impl Parser {
    fn next(&mut self) -> Option<Token> {
        let (token, line) = self.tokens.next()?;
        self.line = line;
        Some(token)
    }

    fn peek(&mut self) -> Option<&(Token, u32)> {
        self.tokens.peek()
    }

    /// The statements up to the end of the text or, in a block, to its `}`.
    fn statements(&mut self, depth: usize) -> Vec<Statement> {
        let mut statements = Vec::new();
        loop {
            match self.peek() {
                None => return statements,
                Some((Token::Close, _)) if depth > 0 => return statements,
                Some((Token::Close, line)) => {
                    let line = *line;
                    self.faults.push((line, "`}` without a `{`".to_owned()));
                    self.next();
                }
                Some((Token::End, _)) => {
                    self.next();
                }
                Some(_) => statements.push(self.statement(depth)),
            }
        }
    }

    fn statement(&mut self, depth: usize) -> Statement {
        let last = self.line;
        let line = self.peek().map_or(last, |(_, line)| *line);
        let mut statement = Statement { line, words: Vec::new(), block: None };
        loop {
            let next = self.peek().cloned();
            match next {
                None => {
                    self.faults.push((self.line, "`;` is missing at the end of the file".to_owned()));
                    return statement;
                }
                Some((Token::Close, line)) => {
                    self.faults.push((line, "`;` is missing before `}`".to_owned()));
                    return statement;
                }
                Some((Token::End, _)) => {
                    self.next();
                    return statement;
                }
                Some((Token::Word(word, _), line)) => {
                    if statement.block.is_some() && CLOSED.contains(&statement.keyword().as_str()) {
                        let word = excerpt(word.as_bytes(), 60);
                        self.faults.push((line, format!("`;` is missing before `{word}`")));
                        return statement;
                    }
                    self.next();
                    statement.words.push(word);
                }
                Some((Token::Open, line)) => {
                    self.next();
                    if depth >= DEPTH {
                        self.faults.push((line, format!("not checked: blocks nest deeper than {DEPTH}")));
                        self.tokens = Vec::new().into_iter().peekable();
                        self.is_cut = true;
                        return statement;
                    }
                    let block = self.statements(depth + 1);
                    if self.next().is_none() {
                        if !std::mem::replace(&mut self.is_cut, true) {
                            self.faults.push((line, "`}` is missing for this `{`".to_owned()));
                        }
                        statement.block = Some(block);
                        return statement;
                    }
                    statement.block.get_or_insert_with(Vec::new).extend(block);
                }
            }
        }
    }
}

/// The statements of a text, and what is wrong with it.
fn parse(text: &str) -> (Vec<Statement>, Faults) {
    let (tokens, mut faults) = tokens(text);
    let mut parser =
        Parser { tokens: tokens.into_iter().peekable(), faults: Vec::new(), line: 1, is_cut: false };
    let statements = parser.statements(0);
    faults.extend(parser.faults);
    faults.sort();
    (statements, faults)
}

/// One `zone` statement.
#[derive(Clone)]
struct Zone {
    name: String,
    view: Option<String>,
    place: (PathBuf, u32),
    block: Vec<Statement>,
}

impl Zone {
    /// What the first statement with this keyword says.
    fn value(&self, keyword: &str, templates: &BTreeMap<String, Vec<Statement>>) -> Option<(String, u32)> {
        let of = |block: &[Statement], keyword: &str| {
            let found = block.iter().find(|statement| statement.keyword() == keyword)?;
            Some((found.word(1)?.to_owned(), found.line))
        };
        of(&self.block, keyword).or_else(|| {
            let (template, _) = of(&self.block, "template")?;
            Some((of(templates.get(&template)?, keyword)?.0, self.place.1))
        })
    }
}

/// What was read of a configuration.
struct Named<'l, 'a> {
    loader: &'l mut Loader<'a>,
    directory: Option<PathBuf>,
    zones: Vec<Zone>,
    has_views: bool,
    templates: BTreeMap<String, Vec<Statement>>,
    /// The response policy zones, by view.
    policies: BTreeSet<(Option<String>, String)>,
}

/// Reads a `named.conf`.
pub(super) fn read(path: &Path, text: &str, loader: &mut Loader<'_>) {
    let mut named = Named {
        loader,
        directory: None,
        zones: Vec::new(),
        has_views: false,
        templates: BTreeMap::new(),
        policies: BTreeSet::new(),
    };
    named.text(path, text, None);
    named.finish();
}

/// A zone's name as it is compared.
fn key(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

impl Named<'_, '_> {
    fn text(&mut self, path: &Path, text: &str, view: Option<&str>) {
        let (statements, faults) = parse(text);
        for (line, message) in faults {
            self.loader.fault(path, line, &message);
        }
        self.walk(&statements, path, view);
        self.loader.close();
    }

    fn walk(&mut self, statements: &[Statement], path: &Path, view: Option<&str>) {
        for statement in statements {
            let block = statement.block.as_deref().unwrap_or_default();
            let word = statement.word(1);
            match (statement.keyword().as_str(), word) {
                ("include", Some(written)) => {
                    let base = self.directory.clone();
                    for file in self.loader.included(written, base.as_deref(), (path, statement.line)) {
                        if let Some(text) = self.loader.open(&file, path, statement.line) {
                            self.text(&file, &text, view);
                        }
                    }
                }
                ("options", _) => self.walk(block, path, view),
                ("directory", Some(directory)) => self.directory = Some(PathBuf::from(directory)),
                ("view", Some(name)) => {
                    self.has_views = true;
                    self.walk(block, path, Some(name));
                }
                ("template", Some(name)) => {
                    self.templates.insert(name.to_owned(), block.to_vec());
                }
                ("response-policy", _) => {
                    let zones = block.iter().filter(|zone| zone.keyword() == "zone");
                    let zones = zones.filter_map(|zone| Some((view.map(str::to_owned), key(zone.word(1)?))));
                    self.policies.extend(zones);
                }
                ("zone", Some(name)) => self.zones.push(Zone {
                    name: name.to_owned(),
                    view: view.map(str::to_owned),
                    place: (path.to_path_buf(), statement.line),
                    block: block.to_vec(),
                }),
                _ => {}
            }
        }
    }

    fn finish(mut self) {
        if let Some(directory) = &self.directory {
            self.loader.listing.directories.push(directory.clone());
        }
        let zones = std::mem::take(&mut self.zones);
        for zone in &zones {
            let (path, line) = (&zone.place.0, zone.place.1);
            if self.has_views && zone.view.is_none() {
                let shown = excerpt(zone.name.as_bytes(), 120);
                let message = format!("zone `{shown}` is outside of the views: `named` refuses the file");
                self.loader.problem(path, line, message);
            }
            if self.loader.define(zone.view.as_deref(), &zone.name, (path, line)) {
                self.zone(zone, &zones);
            }
        }
    }

    fn zone(&mut self, zone: &Zone, zones: &[Zone]) {
        let (path, line) = (&zone.place.0, zone.place.1);
        let joined = |statement: &&Statement| {
            ["type", "file"].contains(&statement.keyword().as_str()) && statement.words.len() > 2
        };
        if let Some((line, word)) =
            zone.block.iter().find(joined).and_then(|found| Some((found.line, found.word(2)?)))
        {
            let word = excerpt(word.as_bytes(), 60);
            self.loader.fault(path, line, &format!("`;` is missing before `{word}`"));
        }
        // The zone of another view, shown in this one.
        let home = zone.value("in-view", &self.templates).map(|(view, _)| {
            zones
                .iter()
                .find(|other| other.view.as_deref() == Some(&view) && key(&other.name) == key(&zone.name))
        });
        let source = match home {
            Some(None) => {
                self.loader.problem(path, line, "`in-view` names a view without this zone");
                return;
            }
            Some(Some(home)) => home,
            None => zone,
        };
        let kind = source.value("type", &self.templates).map(|(kind, _)| kind.to_ascii_lowercase());
        let is_secondary = match kind.as_deref() {
            Some("primary" | "master" | "native" | "producer") | None => false,
            Some("secondary" | "slave" | "mirror" | "consumer") => true,
            Some("hint") => return self.loader.listing.pass_over("of type hint"),
            Some("forward") => return self.loader.listing.pass_over("of type forward"),
            Some("stub" | "static-stub") => return self.loader.listing.pass_over("of type stub"),
            Some("redirect") => return self.loader.listing.pass_over("of type redirect"),
            Some("delegation-only") => return self.loader.listing.pass_over("of type delegation-only"),
            Some(other) => {
                let other = excerpt(other.as_bytes(), 60);
                return self.loader.fault(path, line, &format!("zone type `{other}` does not exist"));
            }
        };
        let Some((file, line)) = source.value("file", &self.templates) else {
            if is_secondary {
                self.loader.listing.pass_over("secondary without a file");
            } else if ["database", "dlz"].iter().any(|word| source.value(word, &self.templates).is_some()) {
                self.loader.listing.pass_over("in a database");
            } else {
                let name = excerpt(zone.name.as_bytes(), 120);
                self.loader.problem(path, line, format!("zone `{name}` has no `file`"));
            }
            return;
        };
        let policy = |view: &Option<String>| self.policies.contains(&(view.clone(), key(&zone.name)));
        let is_policy = policy(&zone.view) || policy(&None);
        let file = file
            .replace("$name", zone.name.trim_end_matches('.'))
            .replace("$type", kind.as_deref().unwrap_or("primary"))
            .replace("$view", zone.view.as_deref().unwrap_or("_default"));
        let line = if std::ptr::eq(source, zone) { line } else { zone.place.1 };
        Entry {
            name: &zone.name,
            view: zone.view.as_deref(),
            file: &file,
            base: self.directory.as_deref(),
            place: (path, line),
            is_secondary,
            is_policy,
        }
        .add(self.loader);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_is_told_from_a_zone() {
        for text in [
            "// local\nzone \"example.org\" { type primary; };",
            "/* all */ options {\n",
            "include \"/etc/bind/zones.conf\";\n",
            "# c\nzone example.org IN { type master; };",
            "key \"rndc\" { };",
            "view \"in\" {",
        ] {
            assert!(is_like(text), "{text}");
        }
        for text in [
            "zone A 192.0.2.1\n",
            "; comment\n@ SOA a b 1 2 3 4 5\n",
            "include A 192.0.2.1\n",
            "options IN TXT \"{\"\n",
            "",
            "The options { of prose",
        ] {
            assert!(!is_like(text), "{text}");
        }
    }

    #[test]
    fn statements_have_words_and_blocks() {
        let (statements, faults) = parse(
            "options { directory \"/a b\"; };\nresponse-policy { zone \"x\"; } qname-wait-recurse no;\n\
            zone \"y\" { // c\n  type primary; /* c */ file \"z\\\"\"; };",
        );
        assert_eq!(faults, []);
        let words: Vec<String> = statements.iter().map(|statement| statement.words.join(" ")).collect();
        assert_eq!(words, ["options", "response-policy qname-wait-recurse no", "zone y"]);
        let zone = statements.get(2).and_then(|zone| zone.block.clone()).expect("a block");
        assert_eq!(zone.get(1).and_then(|file| file.word(1)), Some("z\""));
        assert_eq!(zone.first().map(|first| first.line), Some(4));
    }

    #[test]
    fn what_is_wrong_has_its_line() {
        let faults = |text: &str| {
            let faults: Vec<String> =
                parse(text).1.iter().map(|(line, what)| format!("{line}: {what}")).collect();
            faults.join("; ")
        };
        assert_eq!(faults("zone \"a\" {\n type primary\n};"), "3: `;` is missing before `}`");
        assert_eq!(
            faults("zone \"a\" { type primary; }\nzone \"b\" { };"),
            "2: `;` is missing before `zone`"
        );
        assert_eq!(faults("options {\n"), "1: `}` is missing for this `{`");
        assert_eq!(faults("view a {\nzone b {\n"), "2: `}` is missing for this `{`");
        assert_eq!(faults(&"a {\n".repeat(99)), "65: not checked: blocks nest deeper than 64");
        assert_eq!(faults("options { };\n};"), "2: `}` without a `{`");
        assert_eq!(faults("options { directory \"/x\n; };"), "1: `\"` is missing: this string does not end");
        assert_eq!(faults("/* all"), "1: `*/` is missing: this comment does not end");
    }
}
