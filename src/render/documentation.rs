//! The documentation of rules, which is compiled in: as text, Markdown and JSON.

use std::io::{self, Write};

use serde::Serialize;

use crate::finding::Severity;
use crate::rule::Rule;

/// A rule as other programs read it.
#[derive(Serialize)]
struct Described {
    code: &'static str,
    name: &'static str,
    group: &'static str,
    summary: &'static str,
    breaks: &'static str,
    severity: &'static str,
    on_request: bool,
    rfcs: &'static [&'static str],
    since: &'static str,
    explanation: String,
    bad: Vec<String>,
    good: Vec<String>,
}

impl Described {
    fn of(rule: &Rule, severity: Severity) -> Described {
        Described {
            code: rule.code,
            name: rule.name,
            group: rule.group,
            summary: rule.summary,
            breaks: rule.breaks,
            severity: severity.as_str(),
            on_request: rule.on_request,
            rfcs: rule.rfcs,
            since: rule.since,
            explanation: explanation(rule),
            bad: examples(rule, "bad"),
            good: examples(rule, "good"),
        }
    }
}

/// One object for programs.
///
/// # Errors
/// What `out` says.
pub fn json(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    write_json(out, &Described::of(rule, rule.severity))
}

/// An array of such objects, each with the severity that is given.
///
/// # Errors
/// What `out` says.
pub fn json_list(rules: &[(&Rule, Severity)], out: &mut dyn Write) -> io::Result<()> {
    write_json(out, &rules.iter().map(|&(rule, severity)| Described::of(rule, severity)).collect::<Vec<_>>())
}

fn write_json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    out.write_all(crate::json_text::pretty(value)?.as_bytes())?;
    writeln!(out)
}

/// One line of a list.
#[must_use]
pub fn line(rule: &Rule, severity: Severity) -> String {
    let asked = if rule.on_request { " (on request)" } else { "" };
    format!("{:<8}  {severity:<7}  {:<34}  {}{asked}\n", rule.code, rule.name, rule.summary)
}

/// A page for people.
#[must_use]
pub fn text(rule: &Rule) -> String {
    format!(
        "{} {} ({})\n{}\n\nBreaks: {}\nStandards: {}\nSince: {}\n\n{}",
        rule.code,
        rule.name,
        rule.severity,
        rule.summary,
        rule.breaks,
        rule.rfcs.join(", "),
        rule.since,
        explanation(rule)
    )
}

/// A section of a Markdown document.
#[must_use]
pub fn markdown(rule: &Rule, severity: Severity) -> String {
    let standards = rule.rfcs.join(", ");
    let body = explanation(rule).replace("\n## ", "\n### ");
    format!(
        "## {}\n\n`{}` · {} · since {} · {standards}\n\n{body}",
        rule.name, rule.code, severity, rule.since
    )
}

/// The zones, or the parts of them that matter, that the documentation shows as `bad` or `good`.
fn examples(rule: &Rule, kind: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = rule.docs.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
    while let Some(line) = lines.next() {
        if line
            .strip_prefix("```zone,")
            .is_some_and(|attributes| attributes.split(',').any(|word| word == kind))
        {
            found.push(
                lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect(),
            );
        }
    }
    found
}

/// The documentation as Markdown: the space behind each `///` is gone, and fences carry no test attributes.
fn explanation(rule: &Rule) -> String {
    let mut out = String::new();
    for line in rule.docs.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        out.push_str(if line.starts_with("```zone") { "```zone" } else { line });
        out.push('\n');
    }
    out
}
