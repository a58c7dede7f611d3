//! `danelaw mail`: what a domain publishes for its mail. Arguments only; the work is in the modules below.

mod generate;
mod page;

use clap::{Args, Subcommand};

use super::{Env, Exit};

/// Say how the mail of a domain stands, or make its records.
///
/// One page for each domain: hosts, DNSSEC, DANE, MTA-STS, TLS-RPT, SPF, DKIM, DMARC and BIMI; what is
/// published, what receivers and senders do with it, what Exchange Online answers, and what Microsoft 365
/// probably writes into the headers. Nothing outside the given files is asked; what they do not say is called
/// unknown. `danelaw check` says where faults stand and how to mend them.
///
/// Exit status: 0 nothing is broken, 1 something that is published does not work, 2 something could not be
/// read, or a service whose certificate is given could not be judged.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(after_help = "Examples:
  danelaw mail example.org --zone example.org.zone
  danelaw mail example.org --zone zones/ --mta-sts example.org=mta-sts.txt --cert \
  _25._tcp.mail.example.org=fullchain.pem
  danelaw mail example.org --zone zones/ --format json
  danelaw mail generate example.org --zone example.org.zone")]
pub struct MailArgs {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    page: page::PageArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(Box<generate::GenerateArgs>),
}

/// Runs `danelaw mail`.
pub fn run(args: &MailArgs, env: &mut Env<'_>) -> Exit {
    match &args.command {
        Some(Command::Generate(args)) => generate::run(args, env),
        None => page::run(&args.page, env),
    }
}
