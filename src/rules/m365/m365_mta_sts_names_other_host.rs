//! The rule `m365-mta-sts-names-other-host`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::held;
use crate::mail::mta_sts;
use crate::mail::mta_sts::{Mode, PolicyFile};
use crate::rule::{Check, Cx};

declare_rule! {
    /// The MTA-STS policy allows one of the two names of Microsoft 365, and the `MX` record has the other.
    ///
    /// With `--mta-sts DOMAIN=FILE`, or `[mta-sts]` in `danelaw.toml`, the policy file of a domain is held
    /// against its zone.
    ///
    /// ## Why it breaks
    /// Hosts below `mail.protection.outlook.com` and below `mx.microsoft` are different hosts to a sender.
    /// The policy has to allow the new one before the MX record names it.
    ///
    /// ```text
    /// version: STSv1
    /// mode: enforce
    /// mx: *.mail.protection.outlook.com
    /// max_age: 604800
    /// ```
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ MX 0 example.n-v1.mx.microsoft.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ MX 0 example.n-v1.mx.microsoft.
    /// ```
    code: "M365-06",
    name: "m365-mta-sts-names-other-host",
    summary: "MTA-STS policy with the other name of Microsoft 365",
    breaks: "senders that honour MTA-STS do not deliver, and Exchange Online returns the mail with 5.4.8 \
        (RFC 8461 section 4.1)",
    severity: Severity::Error,
    rfcs: &["RFC 8461 section 4.1", "Microsoft Learn: Configure inbound SMTP DANE with DNSSEC"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for held in held::held(mail).filter(|held| matches!(held.file.policy.mode, Some((Mode::Enforce, _)))) {
        let Some((record, host, pattern)) = held::other_name(&held) else { continue };
        cx.report(PolicyFile::span(held.source, pattern.at), |finding| {
            finding
                .message(format!("MX host `{host}` is not of the name that the policy allows"))
                .here("the other name of Microsoft 365")
                .label(record.whole(), "mail goes here")
                .help(format!(
                    "write `mode: testing`, add `mx: {}`, change the `id`, and enforce again when mail goes \
                    there alone",
                    mta_sts::bare(host)
                ));
        });
    }
}
