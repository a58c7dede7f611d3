//! The tables of rules: modules for the compiler, a table and a page a rule for people.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::HEADER;
use crate::confirm::{REPORTS, Stated, Witness, read_stated, read_witnesses};

type Files = Vec<(PathBuf, String)>;

/// Columns of a line of the table of all rules.
const COLUMNS: usize = 110;
/// What makes one table of the names of all rules.
const TABLE: &str = "
use crate::rule::Rule;

macro_rules! table {
    ($($group:ident: $($rule:ident)*;)*) => { &[$($(&$group::$rule::RULE),*),*] };
}
";
/// What `docs/rules.md` opens with, after the number of rules.
const RULES: &str = "\
Each name links to the rule's page: why the fault breaks something, a zone that has it, a zone that
has not. `danelaw rule NAME` prints the same. [Checking zones](checking.md#severities) explains the \
severities, *on
request*, and how to select rules.
";

/// `src/rules/mod.rs` and each group's `mod.rs`.
pub(super) fn module_tables(rules: &Path) -> Result<Files, Box<dyn Error>> {
    let mut files = Files::new();
    let (mut modules, mut all) = (String::new(), String::new());
    for group in sorted(rules, |path| path.is_dir())? {
        let group_name = stem(&group);
        let mut text = format!("//! {HEADER}\n\n");
        let mut line = format!("    {group_name}:");
        for file in sorted(&group, |path| {
            path.extension().is_some_and(|extension| extension == "rs") && stem(path) != "mod"
        })? {
            let name = stem(&file);
            writeln!(text, "pub mod {name};")?;
            if line.len() + name.len() >= COLUMNS {
                writeln!(all, "{line}")?;
                line = "       ".to_owned();
            }
            write!(line, " {name}")?;
        }
        writeln!(modules, "mod {group_name};")?;
        writeln!(all, "{line};")?;
        files.push((group.join("mod.rs"), text));
    }
    let table = format!(
        "//! Every rule, one file each. {HEADER}\n\n{modules}{TABLE}\n/// All rules, by group and \
        name.\npub static ALL: &[&Rule] = table![\n{all}];\n"
    );
    files.push((rules.join("mod.rs"), table));
    Ok(files)
}

fn sorted(folder: &Path, keep: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if keep(&path) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// `docs/rules.md`, and a page in each rule's fixture folder.
pub(super) fn pages(root: &Path) -> Result<Files, Box<dyn Error>> {
    let rules = described(root)?;
    let (witnesses, stated) = (read_witnesses(root)?, read_stated(root)?);
    let mut files = Files::new();
    let mut groups: BTreeMap<&str, (BTreeSet<&str>, String)> = BTreeMap::new();
    for rule in &rules {
        let field = |name: &str| rule.get(name).and_then(Value::as_str).unwrap_or_default();
        let folder = format!("testzones/{}/{}", field("group"), field("name"));
        let (families, rows) = groups.entry(field("group")).or_default();
        families.insert(field("code").trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('-'));
        writeln!(
            rows,
            "| {} | [`{}`](../{folder}/README.md) | {} | {} |",
            field("code"),
            field("name"),
            severity(rule),
            field("summary")
        )?;
        let mut text = page(rule, &field)?;
        if field("severity") == "error" {
            text.push_str(&confirmed(&field, &witnesses, &stated));
        }
        files.push((root.join(folder).join("README.md"), text));
    }
    let mut table = format!("<!-- {HEADER} -->\n# Rules\n\n{} rules. {RULES}", rules.len());
    for (group, (families, rows)) in groups {
        let families = families.into_iter().collect::<Vec<_>>().join(", ");
        write!(
            table,
            "\n## {group}: {families}\n\n| code | rule | severity | finds |\n|---|---|---|---|\n{rows}"
        )?;
    }
    files.push((root.join("docs/rules.md"), table));
    Ok(files)
}

fn page<'r>(rule: &'r Value, field: &impl Fn(&str) -> &'r str) -> Result<String, Box<dyn Error>> {
    let rfcs: Vec<&str> =
        rule.get("rfcs").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let mut text = format!("<!-- {HEADER} -->\n# {}\n\n", field("name"));
    writeln!(
        text,
        "`{}`, {}, since {}. {}\n",
        field("code"),
        severity(rule),
        field("since"),
        rfcs.join("; ")
    )?;
    writeln!(text, "Breaks: {}.\n", field("breaks"))?;
    text.push_str(field("explanation"));
    Ok(text)
}

/// Who else refuses what an error is about: a program that refuses the fixture, or whoever enforces the MUST.
fn confirmed<'r>(field: &impl Fn(&str) -> &'r str, witnesses: &[Witness], stated: &[Stated]) -> String {
    let (name, code) = (field("name"), field("code"));
    if let Some(Witness { fixture, program, words, .. }) = witnesses.iter().find(|one| one.rule == name) {
        let words = words.replace('`', "'");
        return match program == REPORTS {
            true => format!(
                "\n## Confirmed by\n`named-checkconf -z` reports of [{fixture}]({fixture}): `{words}`\n"
            ),
            false => format!("\n## Confirmed by\n`{program}` refuses [{fixture}]({fixture}): `{words}`\n"),
        };
    }
    match stated.iter().find(|one| one.is_of(name, code)) {
        Some(Stated { must, who, .. }) => format!("\n## Enforced by\n{who}. {must}.\n"),
        None => String::new(),
    }
}

/// How bad its findings are, and whether it is asked at all unless somebody names it.
fn severity(rule: &Value) -> String {
    let severity = rule.get("severity").and_then(Value::as_str).unwrap_or_default();
    let on_request = rule.get("on_request").and_then(Value::as_bool).unwrap_or_default();
    format!("{severity}{}", if on_request { ", on request" } else { "" })
}

/// The rules as the program itself describes them.
pub(crate) fn described(root: &Path) -> Result<Vec<Value>, Box<dyn Error>> {
    let output = Command::new(env!("CARGO"))
        .current_dir(root)
        .args(["run", "--quiet", "--package", "danelaw", "--", "rules", "--output-format", "json"])
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
