//! `danelaw mail`: what a domain publishes for its mail. Arguments only; the work is in the modules below.

mod page;

use clap::Args;

use super::{Env, Exit};

/// Say how the mail of a domain stands: hosts, DANE, MTA-STS, SPF, DKIM, DMARC, BIMI, and what others make of it.
///
/// One page for each domain: what is published, what receivers and senders do with it, what Exchange Online answers, and what
/// Microsoft 365 probably writes into the headers. Nothing outside the given files is asked; what they do not say is
/// called unknown. `danelaw check` says where faults stand and how to mend them.
///
/// Exit status: 0 nothing is broken, 1 something that is published does not work, 2 something could not be read.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  danelaw mail example.org --zone example.org.zone
  danelaw mail example.org --zone zones/ --mta-sts example.org=mta-sts.txt --cert _25._tcp.mail.example.org=fullchain.pem
  danelaw mail example.org --zone zones/ --format json")]
pub struct MailArgs {
    #[command(flatten)]
    page: page::PageArgs,
}

/// Runs `danelaw mail`.
pub fn run(args: &MailArgs, env: &mut Env<'_>) -> Exit {
    page::run(&args.page, env)
}
