use crate::finding::Severity;
use crate::mail::dmarc::DmarcFault;
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A text at `_dmarc` does not start with exactly `v=DMARC1`.
    ///
    /// ## Why it breaks
    /// A DMARC record starts with `v=DMARC1`, in capitals, without a blank before it. Receivers take any
    /// other text for something else, and the domain has no DMARC.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=dmarc1; p=reject; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC003",
    name: "dmarc-version-wrong",
    summary: "DMARC version not first or not DMARC1",
    breaks: "receivers ignore the record: the domain has no DMARC (RFC 9989 section 4.7)",
    severity: Severity::Error,
    rfcs: &["RFC 9989 section 4.7", "RFC 7489 section 6.3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, slot) in dmarc_records::slots(mail) {
        for said in slot.near().filter(|said| dmarc_records::glued(&said.said).is_none()) {
            let Some(fault) = said.said.faults.first_of(&DmarcFault::Version) else { continue };
            cx.report_on(said.record, said.part(fault.at), |finding| {
                finding.message(format!("DMARC record of `{}`: {}", domain.name, fault.detail));
                finding.help("start the record with `v=DMARC1;`");
            });
        }
    }
}
