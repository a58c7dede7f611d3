use crate::finding::Severity;
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// There is more than one DMARC record at `_dmarc`.
    ///
    /// ## Why it breaks
    /// Receivers look at the records that start with `v=DMARC1`. Where there are several they use none of
    /// them, and the domain is as open to forgers as without DMARC.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// _dmarc TXT "v=DMARC1; p=none; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC002",
    name: "dmarc-several-records",
    summary: "several DMARC records at one name",
    breaks: "receivers discard all of them: the domain has no DMARC (RFC 9989 section 4.10)",
    severity: Severity::Error,
    rfcs: &["RFC 9989 section 4.10", "RFC 7489 section 6.6.3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, slot) in dmarc_records::slots(mail) {
        let mut exact = slot.exact();
        let (Some(first), Some(second)) = (exact.next(), exact.next()) else { continue };
        let count = 2 + exact.count();
        cx.report_on(second.record, Part::Owner, |finding| {
            finding
                .message(format!("`{}` has {count} DMARC records, receivers use none of them", domain.name));
            finding
                .label(first.record.whole(), "the first DMARC record")
                .help("keep one of the records and remove the others");
        });
    }
}
