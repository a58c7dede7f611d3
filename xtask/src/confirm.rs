//! `cargo xtask confirm`: for each rule of severity error, a program written elsewhere that refuses its `bad`
//! fixture and takes its `good` one, with the program's words; for the others, who enforces which MUST.
//!
//! It must never take danelaw's own word for a fault.

mod programs;
mod table;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Outcome;
use crate::codegen::{described, root};
pub(crate) use programs::REPORTS;
use programs::{PROGRAMS, Program, Said};
pub(crate) use table::{Stated, Witness, read_stated, read_witnesses};

/// Arguments of `confirm`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing; fail where a rule has no witness and no statement, and where a witness no longer
    /// refuses
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let rules = described(&root())?;
    let missing: Vec<&str> =
        PROGRAMS.iter().filter(|program| !program.is_installed()).map(|program| program.name).collect();
    if !missing.is_empty() {
        let text = format!("not installed: {}", missing.join(", "));
        if !args.check {
            return Err(format!("{text}; the table needs all of them").into());
        }
        println!("{text}: what they confirm is not checked");
    }
    let (known, stated) = (read_witnesses(&root())?, read_stated(&root())?);
    let errors: Vec<Rule<'_>> =
        rules.iter().filter_map(Rule::of).filter(|rule| rule.severity == "error").collect();
    let names: Vec<&str> = errors.iter().map(|rule| rule.name).collect();
    let is_missing = |old: &Witness| missing.contains(&old.program.as_str());
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for rule in &errors {
        match witness(rule, &names)? {
            Some(witness) => found.push(witness),
            None if known.iter().any(|old| old.rule == rule.name && is_missing(old)) => {}
            None if stated.iter().any(|one| one.is_of(rule.name, rule.code)) => {}
            None => wrong.push(format!(
                "{}: no program refuses its fixtures: say in xtask/src/confirm/stated.tsv who enforces it",
                rule.name
            )),
        }
    }
    println!("{} rules of severity error: {} confirmed by a program", errors.len(), found.len());
    if args.check {
        let is_there =
            |old: &&Witness| found.iter().any(|new| new.rule == old.rule && new.fixture == old.fixture);
        wrong.extend(known.iter().filter(|old| !is_missing(old)).filter(|old| !is_there(old)).map(|old| {
            format!(
                "{}: {} no longer refuses {}, or the rule is no error",
                old.rule, old.program, old.fixture
            )
        }));
    } else {
        fs::write(table::witnesses(&root()), table::text(&found))?;
        println!("written: xtask/src/confirm/witnesses.tsv; then: cargo xtask codegen");
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// What is needed of a rule.
struct Rule<'r> {
    name: &'r str,
    code: &'r str,
    group: &'r str,
    severity: &'r str,
}

impl<'r> Rule<'r> {
    fn of(rule: &'r Value) -> Option<Rule<'r>> {
        let field = |name: &str| rule.get(name).and_then(Value::as_str);
        Some(Rule {
            name: field("name")?,
            code: field("code")?,
            group: field("group")?,
            severity: field("severity")?,
        })
    }
}

/// The first program that refuses a `bad` fixture of which no other error is marked, and takes a `good` one.
fn witness(rule: &Rule<'_>, errors: &[&str]) -> Result<Option<Witness>, Box<dyn Error>> {
    if table::NOT_WITNESSED.contains(&rule.name) {
        return Ok(None);
    }
    let folder = root().join("testzones").join(rule.group).join(rule.name);
    let (bad, good) = (zones(&folder, "bad")?, zones(&folder, "good")?);
    for path in &bad {
        let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
        let marks = marks(&text);
        let is_other = |name: &&str| *name != rule.name && errors.contains(name);
        if !marks.contains(&rule.name) || marks.iter().any(is_other) {
            continue;
        }
        for program in PROGRAMS {
            let Some(Said { words }) = program.refuses(path, &text)? else { continue };
            if takes_one(program, &good)? {
                let fixture = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let (rule, program) = (rule.name.to_owned(), program.name.to_owned());
                return Ok(Some(Witness { rule, fixture, program, words }));
            }
        }
    }
    Ok(None)
}

/// Whether a program takes one of the fixtures: it refuses the others for their fault, then.
fn takes_one(program: &Program, good: &[PathBuf]) -> Result<bool, Box<dyn Error>> {
    for path in good {
        let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
        if program.refuses(path, &text)?.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The fixtures of a folder whose names begin so, in order.
fn zones(folder: &Path, start: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with(start) && name.ends_with(".zone") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The rules that `;~ name`, `;~^ name` and `;~@ROW name` name.
fn marks(text: &str) -> Vec<&str> {
    let marks = text.lines().flat_map(|line| line.split(";~").skip(1));
    marks.flat_map(|mark| mark.trim_start_matches(['^', '@']).split_whitespace()).collect()
}
