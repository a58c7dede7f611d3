//! The MTA-STS policy: what it should say, and the file that holds one. RFC 8461 section 3.2.

use super::set::Proposal;
use super::situation::{Situation, without_dot};
use super::wishes::{Stage, Wishes};
use crate::error::Problem;
use crate::mail::mta_sts::{Mode, parse_policy};

/// How long senders keep a policy that is tried out: a day.
const TRIAL_S: u64 = 86_400;
/// How long they keep one that is enforced: two weeks.
const ENFORCED_S: u64 = 1_209_600;

/// The file that `--policy` names.
#[derive(Debug, Clone)]
pub struct PolicyFile {
    /// As messages call it.
    pub(super) name: String,
    /// What it holds; none where there is no such file.
    text: Option<Vec<u8>>,
}

impl PolicyFile {
    /// A file of this name and text; none where there is no such file.
    ///
    /// # Errors
    /// That it holds something else, which is not to be lost.
    pub fn new(name: String, text: Option<Vec<u8>>) -> Result<PolicyFile, Problem> {
        let is_other =
            text.as_ref().is_some_and(|text| !text.starts_with(b"version:") && !text.trim_ascii().is_empty());
        if is_other {
            let message = "holds something else than a policy, which would be lost";
            Err(Problem::new(format!("--policy {name}"), message))
        } else {
            Ok(PolicyFile { name, text })
        }
    }
}

/// The policy for a domain's MX hosts.
pub(super) fn propose(situation: &Situation<'_>, wishes: &Wishes, file: Option<&PolicyFile>) -> Proposal {
    let (mode, max_age_s) = match wishes.stage {
        Stage::Start => ("testing", TRIAL_S),
        Stage::Enforce => ("enforce", ENFORCED_S),
    };
    let hosts: String =
        situation.hosts.iter().map(|host| format!("mx: {}\n", without_dot(&host.name))).collect();
    let text = format!("version: STSv1\nmode: {mode}\n{hosts}max_age: {max_age_s}\n");
    let held = file.and_then(|file| file.text.as_deref());
    let is_kept = held.is_some_and(|held| is_sound(held, situation, wishes.stage));
    Proposal {
        url: format!("https://mta-sts.{}/.well-known/mta-sts.txt", situation.bare()),
        text: if is_kept {
            held.map_or(text, |held| String::from_utf8_lossy(held).into_owned())
        } else {
            text
        },
        file: file.map(|file| file.name.clone()),
        is_kept,
        is_changed: file.map(|_| !is_kept),
    }
}

/// Whether a policy is as strict as is wished, lets every MX host take mail and no other, and is kept for a
/// day or more.
fn is_sound(held: &[u8], situation: &Situation<'_>, stage: Stage) -> bool {
    let policy = parse_policy(held, situation.limits);
    let mode = policy.mode.map(|(mode, _)| mode);
    let is_strict = mode == Some(Mode::Enforce) || stage == Stage::Start && mode == Some(Mode::Testing);
    let lets_all = situation.hosts.iter().all(|host| policy.allows(host.name.borrow_name()));
    let is_needed = policy
        .mx
        .iter()
        .all(|pattern| situation.hosts.iter().any(|host| pattern.matches(host.name.borrow_name())));
    policy.faults.is_empty()
        && is_strict
        && lets_all
        && is_needed
        && policy.max_age_s.is_some_and(|(seconds, _)| seconds >= TRIAL_S)
}
