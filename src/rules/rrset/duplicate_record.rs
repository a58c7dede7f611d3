use crate::finding::Severity;
use crate::record::duplicate::Duplicate;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

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
    check: Check::Duplicate(check),
    applies_to: EVERY_ZONE,
}

fn check(duplicate: &Duplicate<'_>, cx: &mut Cx<'_>) {
    let Duplicate { record, original, differs_in_case } = *duplicate;
    if differs_in_case {
        return;
    }
    cx.report_on(record, Part::Rdata, |finding| {
        finding
            .message(format!("`{}` has the same {} record twice", record.owner(), record.rtype()))
            .label(original.span(Part::Rdata), "the first one")
            .help("remove one of the two, or write the record that was meant");
    });
}
