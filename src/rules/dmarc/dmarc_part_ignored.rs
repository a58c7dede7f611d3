use crate::finding::Severity;
use crate::mail::dmarc::DmarcFault;
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::mail::tags::TagFault;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A DMARC tag has a value that it cannot have, or is no `name=value` at all.
    ///
    /// ## Why it breaks
    /// What does not fit the grammar is left out: `adkim=strict` is relaxed alignment, as strict alignment is
    /// written `adkim=s`.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject; adkim=strict; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; adkim=s; fo=1:d; ruf=mailto:dmarc@example; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC106",
    name: "dmarc-part-ignored",
    summary: "part of a DMARC record that receivers ignore",
    breaks: "receivers ignore the tag and take its default (RFC 9989 section 4.8)",
    severity: Severity::Warning,
    rfcs: &["RFC 9989 section 4.7", "RFC 9989 section 4.8", "RFC 7489 section 6.3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::readable(mail) {
        for fault in found.dmarc().faults.iter() {
            let help = match fault.kind {
                DmarcFault::Value => "write one of the values the tag may have, or leave the tag out",
                DmarcFault::Tags(TagFault::NoEquals) => {
                    "write `name=value` with a tag that receivers know, or remove it"
                }
                _ => continue,
            };
            cx.report_on(found.said.record, found.said.part(fault.at), |finding| {
                finding.message(format!("DMARC of `{}`: {}", found.domain.name, fault.detail)).help(help);
            });
        }
    }
}
