//! The README's commands are run, and what they print is what it shows.

mod support;

use support::{cli::danelaw, root};

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
    let rest = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["danelaw", rest @ ..] | ["cargo", "run", "--release", "--", rest @ ..] => {
            rest.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()
        }
        _ => return None,
    };
    Some(rest)
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

/// A `console` block run again: commands as they stand, each with its output behind it.
fn replayed(block: &str) -> Option<String> {
    let mut out = String::new();
    let mut ran = false;
    for command in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let args = arguments(command)?;
        ran = true;
        out.push_str(&format!("$ {command}\n{}", danelaw(&args, b"").both));
    }
    ran.then_some(out)
}

#[test]
fn shown_output_is_real() {
    let path = root().join("README.md");
    let text = std::fs::read_to_string(&path).expect("a README");
    let mut rewritten = String::new();
    let mut rest = text.as_str();
    let mut seen = 0;
    while let Some((before, after)) = rest.split_once("```console\n") {
        let (block, behind) = after.split_once("```").expect("a closed block");
        let now = replayed(block).unwrap_or_else(|| block.to_owned());
        seen += usize::from(now != block || replayed(block).is_some());
        let keep = if without_seconds(&now) == without_seconds(block) { block } else { &now };
        rewritten.push_str(&format!("{before}```console\n{keep}```"));
        rest = behind;
    }
    rewritten.push_str(rest);
    assert!(seen > 3, "the README shows {seen} commands");
    if std::env::var_os("DANELAW_BLESS").is_some() {
        std::fs::write(&path, &rewritten).expect("a writable README");
        return;
    }
    assert_eq!(rewritten, text, "run `cargo xtask bless` and read the difference");
}
