use crate::finding::Severity;
use crate::mail::dmarc::{Policies, Policy, Receiver};
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A DMARC record has `t=y` beside a policy.
    ///
    /// ## Why it breaks
    /// `t=y` asks receivers to apply one level less: `quarantine` for `reject`, nothing for `quarantine`.
    /// Receivers that follow RFC 7489 do not know the tag and apply the policy as it is written.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject; t=y; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; t=n; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC008",
    name: "dmarc-testing",
    summary: "DMARC record in test mode",
    breaks: "receivers that follow RFC 9989 apply one level less than those that follow RFC 7489 (RFC 9989 \
        section 4.7, appendix A.6)",
    severity: Severity::Info,
    rfcs: &["RFC 9989 section 4.7", "RFC 9989 appendix A.6"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::applied(mail) {
        let Some(t) = found.dmarc().t.as_ref().filter(|t| t.value == Some(true)) else { continue };
        let (Some(new), Some(old)) = (found.policies(Receiver::Rfc9989), found.policies(Receiver::Rfc7489))
        else {
            continue;
        };
        let strongest = |policies: Policies| policies.domain.max(policies.subdomains);
        let (new, old): (Policy, Policy) = (strongest(new), strongest(old));
        if new == old {
            continue;
        }
        cx.report_on(found.said.record, found.said.part(t.at), |finding| {
            finding.message(format!(
                "DMARC of `{}` is in test mode: `{}` by RFC 9989, `{}` by RFC 7489",
                found.domain.name,
                new.word(),
                old.word()
            ));
            finding.help(format!("remove `t=y` when the test is over, or write `p={}`", new.word()));
        });
    }
}
