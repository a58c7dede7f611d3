//! `danelaw mail`: what a domain publishes for its mail. Arguments only; the work is in the modules below.

mod generate;

use clap::{Args, Subcommand};

use super::{Env, Exit};

/// Make the mail records of a domain.
#[derive(Debug, Args)]
pub struct MailArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(Box<generate::GenerateArgs>),
}

/// Runs `danelaw mail`.
pub fn run(args: &MailArgs, env: &mut Env<'_>) -> Exit {
    match &args.command {
        Command::Generate(args) => generate::run(args, env),
    }
}
