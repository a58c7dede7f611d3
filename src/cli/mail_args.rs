//! What the user says of mail beside zones: `--mta-sts`, and `[mta-sts]` in `danelaw.toml`. Reads no
//! file itself; judges nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::config::FILE_NAME;
use crate::error::Problem;
use crate::session::Session;
use crate::wire::Name;

/// Options about mail.
#[derive(Debug, Args, Default)]
pub struct MailInputArgs {
    /// A domain and the MTA-STS policy file that it serves; repeatable
    #[arg(long, value_name = "DOMAIN=FILE")]
    mta_sts: Vec<String>,
}

/// Adds the policy files of options and configuration to a session, one for a domain; options win. What
/// cannot be understood or read is a problem.
pub(super) fn add_policy_files(
    session: &mut Session<'_>,
    args: &MailInputArgs,
    configured: &BTreeMap<String, PathBuf>,
) {
    for text in &args.mta_sts {
        match text.split_once('=').filter(|(_, path)| !path.is_empty()) {
            // The text of a file that an option names may be shown, whatever it is.
            Some((domain, path)) => {
                add(session, &format!("--mta-sts `{text}`"), domain, Path::new(path), Some(path.to_owned()));
            }
            None => session.add_problem(Problem::new(
                format!("--mta-sts `{text}`"),
                "is not DOMAIN=FILE, as in example.org=mta-sts.txt",
            )),
        }
    }
    for (domain, path) in configured {
        add(session, &format!("mta-sts `{domain}` in {FILE_NAME}"), domain, path, None);
    }
}

fn add(session: &mut Session<'_>, option: &str, domain: &str, path: &Path, what: Option<String>) {
    match Name::absolute(domain) {
        Ok(domain) => session.add_policy_file(what, &domain, path),
        Err(_) => session.add_problem(Problem::new(option, "the domain is not a domain name")),
    }
}
