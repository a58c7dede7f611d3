//! The pages for users, README.md and docs/: what they show is real, what they name exists, and every page is
//! found from the index.

#![allow(clippy::panic, reason = "a test says what it found and stops")]

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use support::{cli::danelaw, root};

/// Octets that the README may have.
const README_OCTETS: usize = 15_000;

/// README.md and the pages below docs/.
fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = std::fs::read_dir(root().join("docs"))
        .expect("a folder of pages")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.push(root().join("README.md"));
    pages.sort();
    pages
}

fn text_of(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A path from the repository on.
fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// A fenced block of a page.
struct Block<'t> {
    /// Line of its first line of text, from 1.
    line: usize,
    language: &'t str,
    text: &'t str,
    /// Octet of the page where its text starts.
    start: usize,
}

/// The fenced blocks of a page, and its text without them. A fence is closed by one of the same length, so that a
/// block with fences in it has longer ones.
fn blocks(page: &str) -> (Vec<Block<'_>>, String) {
    let (mut blocks, mut prose) = (Vec::new(), String::new());
    let mut open: Option<(usize, Block<'_>)> = None;
    let mut at = 0;
    for (number, line) in page.split_inclusive('\n').enumerate() {
        let language = line.trim_end().trim_start_matches('`');
        let marks = line.trim_end().len() - language.len();
        open = match open.take() {
            Some((length, block)) if marks == length && language.is_empty() => {
                blocks.push(Block { text: page.get(block.start..at).expect("lines"), ..block });
                None
            }
            None if marks >= 3 => {
                Some((marks, Block { line: number + 2, language, text: "", start: at + line.len() }))
            }
            None => {
                prose.push_str(line);
                None
            }
            open => open,
        };
        at += line.len();
    }
    assert!(open.is_none(), "the last block is not closed");
    (blocks, prose)
}

/// Words of a command line: blanks separate, single quotes join.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().expect("one word at least").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The arguments of `danelaw` in a shown command; `None` for commands of other programs.
fn arguments(command: &str) -> Option<Vec<String>> {
    let words = words(command);
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["danelaw", rest @ ..] | ["cargo", "run", "--release", "--", rest @ ..] => {
            Some(rest.iter().map(|word| (*word).to_owned()).collect())
        }
        _ => None,
    }
}

/// Times differ from run to run.
fn without_seconds(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let cut = line.rfind(" in ").filter(|_| line.ends_with(" s")).unwrap_or(line.len());
        out.push_str(line[..cut].trim_end());
        out.push('\n');
    }
    out
}

/// A `console` block run again: each command with its output behind it.
fn replayed(block: &Block<'_>, page: &Path) -> String {
    let mut out = String::new();
    for command in block.text.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let args = arguments(command).unwrap_or_else(|| {
            panic!("{}:{}: only danelaw's commands can be run: {command}", shown(page), block.line)
        });
        out.push_str(&format!("$ {command}\n{}", danelaw(&args, b"").both));
    }
    assert!(!out.is_empty(), "{}:{}: a console block without a command", shown(page), block.line);
    out
}

#[test]
fn shown_output_is_real() {
    let (mut seen, mut stale) = (0, Vec::new());
    for path in pages() {
        let text = text_of(&path);
        let (blocks, _) = blocks(&text);
        let (mut rewritten, mut kept) = (String::new(), 0);
        for block in blocks.iter().filter(|block| block.language == "console") {
            seen += 1;
            let now = replayed(block, &path);
            if without_seconds(&now) != without_seconds(block.text) {
                stale.push(format!("{}:{}\n{now}", shown(&path), block.line));
                rewritten.push_str(&format!("{}{now}", text.get(kept..block.start).expect("lines")));
                kept = block.start + block.text.len();
            }
        }
        rewritten.push_str(text.get(kept..).expect("lines"));
        if std::env::var_os("DANELAW_BLESS").is_some() && rewritten != text {
            std::fs::write(&path, &rewritten).expect("a writable page");
        }
    }
    assert!(seen > 20, "the pages show {seen} blocks of commands");
    if std::env::var_os("DANELAW_BLESS").is_none() {
        let all = stale.join("\n");
        assert!(stale.is_empty(), "run `cargo xtask bless` and read the difference; now printed:\n{all}");
    }
}

#[test]
fn shown_configurations_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("danelaw.toml").display().to_string();
    for path in pages() {
        for block in blocks(&text_of(&path)).0.iter().filter(|block| block.language == "toml") {
            std::fs::write(&file, block.text).expect("a writable file");
            let zone = root().join("testzones/_scenarios/first-look").display().to_string();
            let output = danelaw(&["check", &zone, "--config", &file, "--show-files"], b"");
            assert_eq!(output.status, 0, "{}:{}: {}", shown(&path), block.line, output.both);
        }
    }
}

/// The options of a command and of those below it, as its help lists them.
fn options(command: &[&str], found: &mut BTreeSet<(String, String)>) {
    let help = danelaw(&[command, &["--help"]].concat(), b"").stdout;
    let mut in_commands = false;
    for line in help.lines() {
        let depth = line.len() - line.trim_start().len();
        let mut words = line.split_whitespace();
        in_commands = line == "Commands:" || in_commands && !line.is_empty();
        match words.next() {
            Some("help") => {}
            Some(name) if in_commands && depth == 2 => options(&[command, &[name]].concat(), found),
            Some(word) if word.starts_with('-') && depth <= 6 => {
                let long = if word.starts_with("--") { Some(word) } else { words.next() };
                found.extend(long.map(|option| (command.join(" "), option.to_owned())));
            }
            _ => {}
        }
    }
}

#[test]
fn every_option_is_on_a_page() {
    let mut found = BTreeSet::new();
    options(&[], &mut found);
    assert!(found.len() > 100, "{} options", found.len());
    let all: String = pages().iter().map(|path| text_of(path)).collect();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let named: BTreeSet<&str> = all.split(|c| !is_name(c)).filter(|word| word.starts_with("--")).collect();
    let missing: Vec<_> =
        found.iter().filter(|(_, option)| !named.contains(option.trim_end_matches(','))).collect();
    assert!(missing.is_empty(), "no page names these options: {missing:?}");
}

#[test]
fn the_readme_is_a_page() {
    let octets = text_of(&root().join("README.md")).len();
    assert!(octets <= README_OCTETS, "README.md has {octets} octets, {README_OCTETS} are the most");
}

/// The targets of links in a page's prose.
fn links(prose: &str) -> Vec<&str> {
    prose.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target).collect()
}

/// What a link to a heading says: lower case, hyphens for blanks, without marks.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|&c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

#[test]
fn links_lead_somewhere() {
    let others = ["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "testzones/README.md"];
    let mut seen = 0;
    for path in pages().into_iter().chain(others.map(|name| root().join(name))) {
        for link in links(&blocks(&text_of(&path)).1).into_iter().filter(|link| !link.contains(':')) {
            seen += 1;
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target =
                if file.is_empty() { path.clone() } else { path.parent().expect("a folder").join(file) };
            assert!(target.exists(), "{} links to {link}, which does not exist", shown(&path));
            if !heading.is_empty() {
                let text = text_of(&target);
                let (_, prose) = blocks(&text);
                let mut headings = prose.lines().filter(|line| line.starts_with('#'));
                assert!(
                    headings.any(|line| anchor(line.trim_start_matches('#')) == heading),
                    "{} links to {link}, and there is no such heading",
                    shown(&path)
                );
            }
        }
    }
    assert!(seen > 100, "{seen} links");
}

#[test]
fn the_index_links_every_page() {
    let index = text_of(&root().join("docs/README.md"));
    let linked: BTreeSet<&str> = links(&index).into_iter().collect();
    for path in pages().iter().filter(|path| path.parent() == Some(root().join("docs").as_path())) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        assert!(name == "README.md" || linked.contains(&*name), "docs/README.md does not link {name}");
    }
}
