use crate::facts::duplicate::duplicates;
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A record stands in the zone twice.
    ///
    /// Records that differ in the case of letters in a name are `duplicate-but-for-case`.
    ///
    /// ## Why it breaks
    /// RFC 2181 has servers drop the second one, so the answer is as if it were not there. What breaks is the
    /// intention: the second mail server or address that was to be added is not in the zone. Software that
    /// keeps both sends answers whose signatures do not verify.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   A    192.0.2.1
    /// www   A    192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A    192.0.2.1
    /// www   A    192.0.2.2
    /// ```
    code: "RRS001",
    name: "duplicate-record",
    summary: "record stands twice",
    breaks: "name servers drop one of the two; a record that was meant may be missing (RFC 2181 section 5)",
    severity: Severity::Warning,
    rfcs: &["RFC 2181 section 5", "RFC 4034 section 6.3"],
    since: "0.1.0",
    check: Check::Rrset(&[], check),
    applies_to: EVERY_ZONE,
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    if rrset.len() == 1 {
        return;
    }
    for duplicate in duplicates(rrset).into_iter().filter(|duplicate| !duplicate.differs_in_case) {
        cx.report_on(duplicate.record, Part::Rdata, |finding| {
            finding
                .message(format!("`{}` has the same {} record twice", rrset.owner(), rrset.rtype()))
                .label(duplicate.original.span(Part::Rdata), "the first one")
                .help("remove one of the two, or write the record that was meant");
        });
    }
}
