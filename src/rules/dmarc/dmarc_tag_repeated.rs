use crate::finding::Severity;
use crate::mail::dmarc::DmarcFault;
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::mail::tags::TagFault;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A DMARC record has the same tag twice.
    ///
    /// ## Why it breaks
    /// DMARC has its lists of tags from DKIM, where a list with a tag twice is void as a whole. Some
    /// receivers take the first of them, some the last, some none.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject; p=none; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC016",
    name: "dmarc-tag-repeated",
    summary: "DMARC tag that stands twice",
    breaks: "receivers take the list of tags for void: the domain has no DMARC with them (RFC 6376 section \
        3.2)",
    severity: Severity::Error,
    rfcs: &["RFC 9989 section 4.7", "RFC 6376 section 3.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::records(mail).filter(|found| dmarc_records::glued(found.dmarc()).is_none()) {
        let Some(fault) = found.dmarc().faults.first_of(&DmarcFault::Tags(TagFault::Repeated)) else {
            continue;
        };
        cx.report_on(found.said.record, found.said.part(fault.at), |finding| {
            finding
                .message(format!("DMARC of `{}`: {}", found.domain.name, fault.detail))
                .help("keep one of the tags");
        });
    }
}
