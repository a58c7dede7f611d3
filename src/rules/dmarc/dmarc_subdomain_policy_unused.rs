use crate::finding::Severity;
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A DMARC record has `sp` or `np`, and its domain is below another with a DMARC record.
    ///
    /// ## Why it breaks
    /// For mail from a name without a record of its own receivers go to the organizational domain. Its `sp`
    /// and `np` apply, those of a record between are not read.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// _dmarc.sub TXT "v=DMARC1; p=reject; sp=reject; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// _dmarc.sub TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC021",
    name: "dmarc-subdomain-policy-unused",
    summary: "sp or np below the organizational domain",
    breaks: "receivers take `sp` and `np` from the organizational domain only (RFC 9989 section 4.7)",
    severity: Severity::Info,
    rfcs: &["RFC 9989 section 4.7", "RFC 9989 section 4.10.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::readable(mail) {
        let dmarc = found.dmarc();
        let Some((tag, at)) =
            dmarc.sp.as_ref().map(|sp| ("sp", sp.at)).or(dmarc.np.as_ref().map(|np| ("np", np.at)))
        else {
            continue;
        };
        if dmarc_records::is_organizational(mail, found.domain, cx.limits) {
            continue;
        }
        cx.report_on(found.said.record, found.said.part(at), |finding| {
            finding.message(format!(
                "`{tag}` of `_dmarc.{}` is not read: a domain above has DMARC",
                found.domain.name
            ));
            finding.help(format!("remove `{tag}`, or publish a record at each name below"));
        });
    }
}
