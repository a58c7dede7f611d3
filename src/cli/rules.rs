//! `danelaw rule` and `danelaw rules`: the documentation that is compiled in.

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::document::write_document;
use super::presets::presets;
use super::{Env, Exit, printed, tell};
use crate::engine::{PRESETS, Selection, enabled};
use crate::error::Problem;
use crate::finding::Severity;
use crate::rule::Rule;
use crate::rules;

/// Show one rule's documentation.
#[derive(Debug, Args)]
pub struct RuleArgs {
    /// The rule's name or code
    #[arg(value_name = "NAME|CODE")]
    rule: String,
    /// How it is written
    #[arg(long, value_enum, default_value = "text", visible_alias = "format")]
    output_format: Format,
}

/// List the rules.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// Only what this preset asks, at the severities it gives; repeatable, for what any of them asks
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    preset: Vec<String>,
    /// List the presets instead
    #[arg(long, conflicts_with_all = ["preset", "output_format"])]
    presets: bool,
    /// How they are written
    #[arg(long, value_enum, default_value = "text", visible_alias = "format")]
    output_format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
}

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

/// Runs `danelaw rule`.
pub fn run_one(args: &RuleArgs, env: &mut Env<'_>) -> Exit {
    let found =
        rules::ALL.iter().find(|rule| rule.name == args.rule || rule.code.eq_ignore_ascii_case(&args.rule));
    let Some(rule) = found else {
        tell(
            env,
            &Problem::new(args.rule.clone(), "no rule has this name or code; `danelaw rules` lists them"),
        );
        return Exit::Failed;
    };
    let written = write_document(None, env, |out| match args.output_format {
        Format::Json => json(out, &Described::of(rule, rule.severity)),
        Format::Text => out.write_all(text(rule).as_bytes()),
        Format::Markdown => out.write_all(markdown(rule, rule.severity).as_bytes()),
    });
    printed(written, env)
}

/// Runs `danelaw rules`.
pub fn run_all(args: &RulesArgs, env: &mut Env<'_>) -> Exit {
    if args.presets {
        let lines: String =
            PRESETS.iter().map(|preset| format!("{:<16}  {}\n", preset.name, preset.summary)).collect();
        let written = write_document(None, env, |out| out.write_all(lines.as_bytes()));
        return printed(written, env);
    }
    let listed = presets(&args.preset).and_then(|presets| {
        // Without a preset those on request are listed, too.
        let extend_select = if presets.is_empty() { vec!["ALL".to_owned()] } else { Vec::new() };
        enabled(&Selection { presets, extend_select, ..Selection::default() })
            .map_err(|unknown| Problem::new(unknown.text, "no rule has this name or code"))
    });
    let mut sorted = match listed {
        Ok(listed) => listed,
        Err(problem) => {
            tell(env, &problem);
            return Exit::Failed;
        }
    };
    sorted.sort_by_key(|(rule, _)| rule.code);
    let written = write_document(None, env, |out| match args.output_format {
        Format::Json => json(
            out,
            &sorted.iter().map(|&(rule, severity)| Described::of(rule, severity)).collect::<Vec<_>>(),
        ),
        Format::Text => {
            let lines: String = sorted.iter().map(|(rule, severity)| line(rule, *severity)).collect();
            out.write_all(lines.as_bytes())
        }
        Format::Markdown => {
            let pages: Vec<String> =
                sorted.iter().map(|&(rule, severity)| markdown(rule, severity)).collect();
            out.write_all(pages.join("\n").as_bytes())
        }
    });
    printed(written, env)
}

fn line(rule: &Rule, severity: Severity) -> String {
    let asked = if rule.on_request { " (on request)" } else { "" };
    format!("{:<8}  {severity:<7}  {:<34}  {}{asked}\n", rule.code, rule.name, rule.summary)
}

fn json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    out.write_all(crate::json_text::pretty(value)?.as_bytes())?;
    writeln!(out)
}

fn text(rule: &Rule) -> String {
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

fn markdown(rule: &Rule, severity: Severity) -> String {
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
