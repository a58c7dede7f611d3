use crate::finding::Severity;
use crate::mail::dmarc::{Policy, Receiver};
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A DMARC record has a `pct` below 100.
    ///
    /// ## Why it breaks
    /// RFC 9989 has no `pct`: receivers that follow it ignore the tag and apply the policy to all mail. Those
    /// that follow RFC 7489 apply it to that part of the mail, and one level less to the rest.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject; pct=25; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC009",
    name: "dmarc-percentage-ignored",
    summary: "DMARC pct below 100",
    breaks: "receivers that follow RFC 9989 apply the policy to all mail, others to a part (RFC 9989 \
        appendix A.6)",
    severity: Severity::Info,
    rfcs: &["RFC 9989 appendix A.6", "RFC 9989 section 9.3", "RFC 7489 section 6.3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::applied(mail) {
        let Some(pct) = &found.dmarc().pct else { continue };
        let Some(policies) = found.policies(Receiver::Rfc7489).filter(|policies| policies.percent < 100)
        else {
            continue;
        };
        // Of nothing it is nothing.
        if policies.domain == Policy::None && policies.subdomains == Policy::None {
            continue;
        }
        let percent = policies.percent;
        cx.report_on(found.said.record, found.said.part(pct.at), |finding| {
            finding.message(format!(
                "DMARC of `{}` has `pct={percent}`, which RFC 9989 receivers ignore",
                found.domain.name
            ));
            finding.help(if percent == 0 {
                "write `t=y` instead of `pct=0`"
            } else {
                "remove `pct`, or write `p=none` until all senders pass"
            });
        });
    }
}
