//! The rule `mta-sts-policy-key-repeated`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::mta_sts::{PolicyFault, PolicyFile};
use crate::rule::{Check, Cx};

declare_rule! {
    /// A key stands twice in an MTA-STS policy file.
    ///
    /// With `--mta-sts DOMAIN=FILE`, or `[mta-sts]` in `danelaw.toml`, the policy file of a domain is held
    /// against its zone.
    ///
    /// ## Why it breaks
    /// Senders take the first `version`, `mode` and `max_age` and pass over the others, which whoever wrote
    /// them does not expect.
    ///
    /// ```text
    /// version: STSv1
    /// mode: testing
    /// mode: enforce
    /// mx: mx1.example
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
    code: "STS101",
    name: "mta-sts-policy-key-repeated",
    summary: "key twice in an MTA-STS policy",
    breaks: "senders take the first and pass over the others (RFC 8461 section 3.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 8461 section 3.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for &(source, file) in &mail.policies {
        for fault in file.policy.faults.iter().filter(|fault| fault.kind == PolicyFault::Repeated) {
            cx.report(PolicyFile::span(source, fault.at), |finding| {
                finding
                    .message(format!("MTA-STS policy: {}", fault.detail))
                    .help("keep the line that is meant, and remove the other");
            });
        }
    }
}
