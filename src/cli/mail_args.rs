//! What the user says of mail beside zones: `--mta-sts`, and `[mta-sts]` in `danelaw.toml`. Reads the files
//! that are named; judges nothing.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use clap::Args;

use super::Env;
use crate::error::Problem;
use crate::limits::Limits;
use crate::mail::domain::sort_policies;
use crate::mail::mta_sts::PolicyFile;
use crate::source::{describe, key_material, name_of, read_limited};
use crate::wire::Name;

/// Options about mail.
#[derive(Debug, Args, Default)]
pub struct MailInputArgs {
    /// A domain and the MTA-STS policy file that it serves; repeatable
    #[arg(long, value_name = "DOMAIN=FILE")]
    mta_sts: Vec<String>,
}

impl MailInputArgs {
    /// The domains of `--mta-sts`, each with its file.
    pub fn named(&self) -> impl Iterator<Item = (Name, &str)> {
        let pairs = self.mta_sts.iter().filter_map(|text| text.split_once('='));
        pairs.filter_map(|(domain, path)| {
            Some((Name::absolute(domain).ok()?.borrow_name().to_lowercase(), path))
        })
    }
}

/// The policy files of options and configuration, one for a domain; options win. What cannot be understood or
/// read is added to `problems`.
pub fn policy_files(
    args: &MailInputArgs,
    configured: &BTreeMap<String, PathBuf>,
    env: &mut Env<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<PolicyFile> {
    let mut found: Vec<PolicyFile> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    let mut add = |option: String, domain: &str, path: &Path, named: bool, problems: &mut Vec<Problem>| {
        match Name::absolute(domain) {
            Ok(domain) if known.contains(&domain.to_string().to_ascii_lowercase()) => {}
            Ok(domain) => match read(&domain, path, env) {
                // The text of a file that an option names may be shown, whatever it is.
                Ok(file) if !named && file.policy.is_empty() => problems.push(Problem::new(
                    file.name,
                    "has no line of an MTA-STS policy: none of its text is shown",
                )),
                Ok(file) => {
                    known.insert(file.domain.to_string().to_ascii_lowercase());
                    found.push(file);
                }
                Err(problem) => problems.push(problem),
            },
            Err(_) => problems.push(Problem::new(option, "the domain is not a domain name")),
        }
    };
    for text in &args.mta_sts {
        match text.split_once('=').filter(|(_, path)| !path.is_empty()) {
            Some((domain, path)) => {
                add(format!("--mta-sts `{text}`"), domain, Path::new(path), true, problems)
            }
            None => problems.push(Problem::new(
                format!("--mta-sts `{text}`"),
                "is not DOMAIN=FILE, as in example.org=mta-sts.txt",
            )),
        }
    }
    for (domain, path) in configured {
        add(format!("mta-sts `{domain}` in {}", crate::config::FILE_NAME), domain, path, false, problems);
    }
    sort_policies(&mut found);
    found
}

fn read(domain: &Name, path: &Path, env: &mut Env<'_>) -> Result<PolicyFile, Problem> {
    let limits = Limits::default();
    let most = limits.policy_octets;
    let (name, read) = if path == Path::new("-") {
        ("<stdin>".to_owned(), read_limited(&mut *env.stdin, 0, most))
    } else {
        (name_of(path), env.files.read(path, most))
    };
    let octets = read.map_err(|error| {
        let is_large = error.kind() == std::io::ErrorKind::FileTooLarge;
        let message = if is_large {
            format!("has more than {most} octets, the most that senders read of a policy")
        } else {
            describe(&error)
        };
        Problem::new(&name, message)
    })?;
    match key_material(&octets) {
        Some(what) => Err(Problem::new(name, format!("this is {what}, not an MTA-STS policy"))),
        None => Ok(PolicyFile::new(domain, name, octets, &limits)),
    }
}
