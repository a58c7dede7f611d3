//! `danelaw rollover`: changes of keys, certificates and TLSA records. Arguments only; the work is in the
//! modules below.

mod plan;
mod status;

use clap::{Args, Subcommand};

use super::{Env, Exit};

/// Plan changes of keys, certificates and TLSA records, so that nobody is refused on the way.
#[derive(Debug, Args)]
pub struct RolloverArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Status(Box<status::StatusArgs>),
    Plan(Box<plan::PlanArgs>),
}

/// Runs `danelaw rollover`.
pub fn run(args: &RolloverArgs, env: &mut Env<'_>) -> Exit {
    match &args.command {
        Command::Status(args) => status::run(args, env),
        Command::Plan(args) => plan::run(args, env),
    }
}
