//! `danelaw rule` and `danelaw rules`: the documentation that is compiled in.

use clap::{Args, ValueEnum};

use super::document::write_document;
use super::presets::presets;
use super::{Env, Exit, printed, tell};
use crate::engine::{PRESETS, Selection, enabled};
use crate::error::Problem;
use crate::render::documentation;
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
        Format::Json => documentation::json(rule, out),
        Format::Text => out.write_all(documentation::text(rule).as_bytes()),
        Format::Markdown => out.write_all(documentation::markdown(rule, rule.severity).as_bytes()),
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
        Format::Json => documentation::json_list(&sorted, out),
        Format::Text => {
            let lines: String =
                sorted.iter().map(|(rule, severity)| documentation::line(rule, *severity)).collect();
            out.write_all(lines.as_bytes())
        }
        Format::Markdown => {
            let pages: Vec<String> =
                sorted.iter().map(|&(rule, severity)| documentation::markdown(rule, severity)).collect();
            out.write_all(pages.join("\n").as_bytes())
        }
    });
    printed(written, env)
}
