//! Developer tasks of danelaw, run as `cargo xtask TASK`: picks the task, and leaves the work to one file per
//! task.
//!
//! It must never depend on the danelaw library, part of which it generates: tasks run the danelaw binary
//! instead.

mod bench;
mod bless;
mod codegen;
mod confirm;
mod conformance;
mod fixtures;
mod gen_zone;
mod new_rule;

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What every task returns: nothing, or the sentence to print before failing.
pub(crate) type Outcome = Result<(), Box<dyn Error>>;

/// Developer tasks of danelaw.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Write the files of a new rule, with an example that fails
    NewRule(new_rule::Args),
    /// Write module tables, docs/rules.md and the rules' pages
    Codegen(codegen::Args),
    /// Write the fixtures' expected.txt
    Bless,
    /// Write the fixtures that have a recipe.toml
    Fixtures(fixtures::Args),
    /// Write a large deterministic zone, for benches and scale tests
    GenZone(gen_zone::Args),
    /// Time danelaw against other zone checkers on the same inputs
    Bench(bench::Args),
    /// Record which programs written elsewhere refuse the fixtures of rules of severity error
    Confirm(confirm::Args),
    /// Compare danelaw with what other implementations' test zones expect
    Conformance(conformance::Args),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().task {
        Task::NewRule(args) => new_rule::run(&args),
        Task::Codegen(args) => codegen::run(&args),
        Task::Bless => bless::run(),
        Task::Fixtures(args) => fixtures::run(&args),
        Task::GenZone(args) => gen_zone::run(&args),
        Task::Bench(args) => bench::run(&args),
        Task::Confirm(args) => confirm::run(&args),
        Task::Conformance(args) => conformance::run(&args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
