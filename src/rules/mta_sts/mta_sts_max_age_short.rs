//! The rule `mta-sts-max-age-short`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::held;
use crate::mail::mta_sts::{Mode, PolicyFile};
use crate::rule::{Check, Cx};
use crate::wire::duration_text;

declare_rule! {
    /// An MTA-STS policy that is enforced is kept for less than a day.
    ///
    /// With `--mta-sts DOMAIN=FILE`, or `[mta-sts]` in `danelaw.toml`, the policy file of a domain is held
    /// against its zone.
    ///
    /// ## Why it breaks
    /// A sender that meets an attacker asks for the policy again when its own is too old, and the attacker
    /// keeps it from getting one. Weeks are what RFC 8461 expects. Nothing is said of policies in mode
    /// `testing` or `none`, which protect nothing.
    ///
    /// ```text
    /// version: STSv1
    /// mode: enforce
    /// mx: mx1.example
    /// mx: mx2.example
    /// max_age: 3600
    /// ```
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _mta-sts TXT "v=STSv1; id=20261201000000"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _mta-sts TXT "v=STSv1; id=20261201000000"
    /// ```
    code: "STS008",
    name: "mta-sts-max-age-short",
    summary: "max_age of an MTA-STS policy below a day",
    breaks: "an attacker who blocks the policy for so long gets mail without TLS (RFC 8461 section 10.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 8461 section 3.2", "RFC 8461 section 10.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

/// Below this a policy is gone before the next mail to many a domain.
const DAY_S: u64 = 86_400;

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for held in held::held(mail) {
        let policy = &held.file.policy;
        let (Some((Mode::Enforce, _)), Some((seconds, at))) = (policy.mode, policy.max_age_s) else {
            continue;
        };
        if seconds >= DAY_S {
            continue;
        }
        cx.report(PolicyFile::span(held.source, at), |finding| {
            finding
                .message(format!(
                    "max_age of the MTA-STS policy is {}, and weeks are expected",
                    duration_text(seconds)
                ))
                .help("write `max_age: 604800` or more");
        });
    }
}
