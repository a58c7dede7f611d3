//! The rule `mta-sts-id-unchanged`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::published_sts;
use crate::rule::{Check, Cx};

declare_rule! {
    /// MX hosts are new, and the `id` of the MTA-STS record is the published one.
    ///
    /// Asked of zones that are held against what is published: with `--published` or `--since`. Nothing is
    /// said where the policy at hand allows a new host by a pattern that allows one of the published hosts
    /// too.
    ///
    /// ## Why it breaks
    /// Senders fetch a policy again when the `id` has changed. A policy that was changed together with the MX
    /// records stays unknown to those who have the older one, until that is too old. Where the policy and the
    /// `id` were changed in an earlier step, as they should be, nothing fails.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ MX 30 mx3
    /// _mta-sts TXT "v=STSv1; id=20261201000000"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ MX 30 mx3
    /// _mta-sts TXT "v=STSv1; id=20261202000000"
    /// ```
    code: "STS014",
    name: "mta-sts-id-unchanged",
    summary: "new MX host under the old id of MTA-STS",
    breaks: "senders with the older policy do not fetch the one that allows the new host (RFC 8461 section \
        3.1)",
    severity: Severity::Info,
    rfcs: &["RFC 8461 section 3.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let Some(published) = cx.given.published(mail.zone) else { return };
    // Where the policy shows that it was changed, another rule says so.
    for found in published_sts::kept(mail, published, cx.limits).iter().filter(|kept| kept.dropped.is_none())
    {
        let (record, host) = found.host;
        let fresh = published_sts::fresh_id(cx.now, found.id);
        cx.report_on(found.said.record, found.said.part(found.at), |finding| {
            finding
                .message(format!("MX host `{host}` is new, and `id={}` is the published one", found.id))
                .label(record.whole(), "not among the published MX hosts")
                .help(format!("write `id={fresh}` if the policy changes with the MX records"));
        });
    }
}
