//! The rule `mta-sts-mx-not-in-testing-policy`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::held;
use crate::mail::mta_sts;
use crate::mail::mta_sts::{Mode, PolicyFile};
use crate::rule::{Check, Cx};

declare_rule! {
    /// An MX host of a domain is none that its MTA-STS policy allows, whose mode is `testing`.
    ///
    /// With `--mta-sts DOMAIN=FILE`, or `[mta-sts]` in `danelaw.toml`, the policy file of a domain is held
    /// against its zone. `*.` in a pattern stands for exactly one label.
    ///
    /// ## Why it breaks
    /// Mail arrives, and senders report each delivery to this host as a failure. Once the mode is `enforce`
    /// they do not deliver to it.
    ///
    /// ```text
    /// version: STSv1
    /// mode: testing
    /// mx: mx1.example
    /// max_age: 604800
    /// ```
    ///
    /// ## Bad
    /// ```zone,bad,also=mta-sts-not-enforced,from=bad.zone
    /// @ MX 10 mx1
    /// @ MX 20 mx2
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ MX 10 mx1
    /// @ MX 20 mx2
    /// ```
    code: "STS102",
    name: "mta-sts-mx-not-in-testing-policy",
    summary: "MX host that the testing MTA-STS policy lacks",
    breaks: "senders report failures, and will not deliver to the host once the mode is `enforce` (RFC 8461 \
        section 5)",
    severity: Severity::Warning,
    rfcs: &["RFC 8461 section 4.1", "RFC 8461 section 5"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for held in held::held(mail) {
        let Some((Mode::Testing, at)) = held.file.policy.mode else { continue };
        for (record, host) in held.mx.iter().filter(|(_, host)| !held.file.policy.allows(*host)) {
            cx.report(PolicyFile::span(held.source, at), |finding| {
                finding
                    .message(format!("MX host `{host}` matches no `mx` of the MTA-STS policy"))
                    .label(record.whole(), "this host")
                    .help(format!(
                        "add the line `mx: {}`, then change the `id` at `_mta-sts.{}`",
                        mta_sts::bare(*host),
                        held.domain.name
                    ));
            });
        }
    }
}
