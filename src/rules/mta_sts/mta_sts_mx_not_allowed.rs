//! The rule `mta-sts-mx-not-allowed`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::held;
use crate::mail::microsoft;
use crate::mail::mta_sts;
use crate::mail::mta_sts::{Mode, PolicyFile};
use crate::rule::{Check, Cx};
use crate::wire::NameRef;

declare_rule! {
    /// An MX host of a domain is none that its MTA-STS policy allows.
    ///
    /// With `--mta-sts DOMAIN=FILE`, or `[mta-sts]` in `danelaw.toml`, the policy file of a domain is held
    /// against its zone. `*.` in a pattern stands for exactly one label.
    ///
    /// ## Why it breaks
    /// A sender that knows the policy does not deliver to this host. Where no other host answers, mail comes
    /// back: Exchange Online says 5.4.8, and that the MX hosts failed MTA-STS validation.
    ///
    /// ```text
    /// version: STSv1
    /// mode: enforce
    /// mx: mx1.example
    /// max_age: 604800
    /// ```
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ MX 10 mx1
    /// @ MX 20 mx2
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ MX 10 mx1
    /// @ MX 20 MX2
    /// ```
    code: "STS006",
    name: "mta-sts-mx-not-allowed",
    summary: "MX host that the MTA-STS policy does not allow",
    breaks: "senders that honour MTA-STS do not deliver to the host, and Exchange Online returns the mail \
        with 5.4.8 (RFC 8461 section 5)",
    severity: Severity::Error,
    rfcs: &["RFC 8461 section 4.1", "RFC 8461 section 5"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for held in held::held(mail) {
        let Some((Mode::Enforce, at)) = held.file.policy.mode else { continue };
        // That a policy has the other name of Microsoft's hosts is told by a rule of its own.
        let is_told = held::other_name(&held).is_some();
        let left_out = |host: NameRef<'_>| {
            !(held.file.policy.allows(host) || is_told && microsoft::exchange(host).is_some())
        };
        for (record, host) in held.mx.iter().filter(|(_, host)| left_out(*host)) {
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
