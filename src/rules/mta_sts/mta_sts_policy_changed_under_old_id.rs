use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::published_sts;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The MTA-STS policy allows none of the published MX hosts that the zone replaces, and the `id` of the record
    /// is the published one.
    ///
    /// Reported for zones that are compared with what is published (`--published`, `--since`) and whose policy file
    /// is given and enforced. Whether the policy was changed in an earlier step cannot be seen where it allows old and
    /// new hosts: that is `mta-sts-id-unchanged`.
    ///
    /// ## Why it breaks
    /// Senders fetch a policy again when the `id` has changed. Those that have the older policy, which allowed the
    /// host that is published now, go on to use it until `max_age` is over, and refuse the new host.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _mta-sts TXT "v=STSv1; id=20261201000000"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _mta-sts TXT "v=STSv1; id=20261202000000"
    /// ```
    code: "STS104",
    name: "mta-sts-policy-changed-under-old-id",
    summary: "MTA-STS policy changed under its old id",
    breaks: "senders with the older policy refuse the new MX host until `max_age` is over (RFC 8461 section \
        3.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 8461 section 3.1", "RFC 8461 section 5.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let Some(published) = cx.given.published(mail.zone) else { return };
    for found in published_sts::kept(mail, published, cx.limits) {
        let Some(dropped) = found.dropped else { continue };
        let (record, host) = found.host;
        let fresh = published_sts::fresh_id(cx.now, found.id);
        cx.report_on(found.said.record, found.said.part(found.at), |finding| {
            finding
                .message(format!(
                    "MTA-STS policy no longer allows `{dropped}`, and `id={}` is kept",
                    found.id
                ))
                .label(record.whole(), format!("senders with the older policy refuse `{host}`"))
                .help(format!("write `id={fresh}`, and keep `mx: {dropped}` until `max_age` is over"));
        });
    }
}
