use crate::finding::Severity;
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;

declare_rule! {
    /// A DMARC tag has the next one in its value: a semicolon is missing, or something else stands for it.
    ///
    /// ## Why it breaks
    /// Tags are told apart by semicolons only. `p=reject rua=mailto:...` has a single tag whose value is no
    /// policy, and `v=DMARC1 p=reject` is no record at all.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC004",
    name: "dmarc-semicolon-missing",
    summary: "missing semicolon between DMARC tags",
    breaks: "receivers read two tags as one value: policy or reports are not what was written (RFC 9989 \
        section 4.8)",
    severity: Severity::Error,
    rfcs: &["RFC 9989 section 4.8", "RFC 7489 section 6.4"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, slot) in dmarc_records::slots(mail) {
        let several = slot.exact().nth(1).is_some();
        for said in slot.texts.iter().filter(|said| !(several && said.is_exact)) {
            let Some(fault) = dmarc_records::glued(&said.said) else { continue };
            cx.report_on(said.record, said.part(fault.at), |finding| {
                finding.message(format!("DMARC record of `{}`: {}", domain.name, fault.detail));
                let fixed = fault.suggestion.as_deref().unwrap_or("; ");
                finding.help(format!("write `{}`", excerpt(fixed.as_bytes(), 90)));
            });
        }
    }
}
