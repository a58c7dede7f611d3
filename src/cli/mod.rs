//! The command line: the only module that knows clap.

mod certificates;
mod change;
mod check;
mod choices;
mod configurations;
mod diff;
mod document;
mod ds;
mod env;
mod horizon;
mod inputs;
mod mail;
mod mail_args;
mod presets;
mod progress;
mod rollover;
mod rules;
mod services;
mod session;
mod settings;
mod timing;
pub mod tlsa;
mod whole_zone;

use std::io::IsTerminal;

use clap::{Parser, Subcommand};

pub use crate::report::Exit;
pub use env::{Env, Terminal};

use crate::error::Problem;
use crate::source::{Accounted, Disk};
use crate::wire::Timestamp;
use document::write_document;

/// Offline DNS zone linter and TLSA generator: says what will break before it is published.
#[derive(Debug, Parser)]
#[command(name = "danelaw", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(Box<check::CheckArgs>),
    Diff(diff::DiffArgs),
    Ds(ds::DsArgs),
    Horizon(horizon::HorizonArgs),
    Mail(Box<mail::MailArgs>),
    Rollover(rollover::RolloverArgs),
    Tlsa(tlsa::TlsaArgs),
    #[command(visible_alias = "explain")]
    Rule(rules::RuleArgs),
    Rules(rules::RulesArgs),
}

/// Runs what the arguments ask for.
pub fn run(env: &mut Env<'_>) -> Exit {
    let files = Accounted::new(env.files);
    run_with(&mut Env {
        args: env.args.clone(),
        variables: env.variables.clone(),
        stdin: &mut *env.stdin,
        stdout: &mut *env.stdout,
        stderr: &mut *env.stderr,
        now: env.now,
        files: &files,
        terminal: env.terminal,
    })
}

fn run_with(env: &mut Env<'_>) -> Exit {
    match Cli::try_parse_from(&env.args) {
        Ok(cli) => match cli.command {
            Command::Check(args) => check::run(&args, env),
            Command::Diff(args) => diff::run(&args, env),
            Command::Ds(args) => ds::run(&args, env),
            Command::Horizon(args) => horizon::run(&args, env),
            Command::Mail(args) => mail::run(&args, env),
            Command::Rollover(args) => rollover::run(&args, env),
            Command::Tlsa(args) => tlsa::run(&args, env),
            Command::Rule(args) => rules::run_one(&args, env),
            Command::Rules(args) => rules::run_all(&args, env),
        },
        Err(error) if error.use_stderr() => {
            let _ = write!(env.stderr, "{}", error.render());
            Exit::Failed
        }
        Err(error) => printed(write_document(None, env, |out| write!(out, "{}", error.render())), env),
    }
}

/// How a run ends that does nothing but print.
fn printed(written: Result<(), Problem>, env: &mut Env<'_>) -> Exit {
    match written {
        Ok(()) => Exit::Clean,
        Err(problem) => {
            tell(env, &problem);
            Exit::Failed
        }
    }
}

/// Runs with the process's own arguments, streams, clock and files.
#[must_use]
pub fn main() -> std::process::ExitCode {
    let seconds =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let (stdout, mut stderr) = (std::io::stdout(), std::io::stderr());
    let terminal = Terminal {
        stdout: stdout.is_terminal(),
        stderr: stderr.is_terminal(),
        width: std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok()).unwrap_or(100),
        plain: is_set("NO_COLOR") || std::env::var("TERM").is_ok_and(|term| term == "dumb"),
    };
    let mut env = Env {
        args: std::env::args_os().collect(),
        variables: std::env::vars_os().collect(),
        stdin: &mut std::io::stdin().lock(),
        stdout: &mut stdout.lock(),
        // Not locked: the progress bar of another thread writes there as well.
        stderr: &mut stderr,
        now: Timestamp(i64::try_from(seconds).unwrap_or(i64::MAX)),
        files: &Disk,
        terminal,
    };
    run(&mut env).status().into()
}

/// Says on standard error what somebody may not expect and is no problem.
fn note(env: &mut Env<'_>, remark: &str) {
    let _ = writeln!(env.stderr, "danelaw: {remark}");
}

/// Says on standard error what could not be done.
fn tell(env: &mut Env<'_>, problem: &Problem) {
    let _ = writeln!(env.stderr, "danelaw: {problem}");
}
