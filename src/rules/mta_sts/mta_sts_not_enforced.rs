//! The rule `mta-sts-not-enforced`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::held;
use crate::mail::mta_sts::{Mode, PolicyFile};
use crate::rule::{Check, Cx};

declare_rule! {
    /// The mode of an MTA-STS policy is `testing` or `none`.
    ///
    /// With `--mta-sts DOMAIN=FILE`, or `[mta-sts]` in `danelaw.toml`, the policy file of a domain is held
    /// against its zone.
    ///
    /// ## Why it breaks
    /// Nothing fails. In mode `testing` senders report what would fail and deliver all the same; in mode
    /// `none` they forget the policy they know.
    ///
    /// ```text
    /// version: STSv1
    /// mode: testing
    /// mx: mx1.example
    /// mx: mx2.example
    /// max_age: 604800
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
    code: "STS009",
    name: "mta-sts-not-enforced",
    summary: "MTA-STS policy that is not enforced",
    breaks: "senders deliver without TLS, or to another host, all the same (RFC 8461 section 5)",
    severity: Severity::Info,
    rfcs: &["RFC 8461 section 5"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for held in held::held(mail) {
        let (word, help) = match held.file.policy.mode {
            None | Some((Mode::Enforce, _)) => continue,
            Some((Mode::Testing, _)) => {
                ("testing", "write `mode: enforce` once reports show no failures, and change the `id`")
            }
            Some((Mode::None, _)) => {
                ("none", "remove the record and the host once senders have seen this policy")
            }
        };
        let Some((_, at)) = held.file.policy.mode else { continue };
        cx.report(PolicyFile::span(held.source, at), |finding| {
            finding
                .message(format!("the MTA-STS policy of `{}` is in mode `{word}`", held.domain.name))
                .help(help);
        });
    }
}
