use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A `CDS` or `CDNSKEY` that asks for the removal of the DS is written as RFC 8078 first printed it, and cannot be
    /// read.
    ///
    /// ## Why it breaks
    /// RFC 8078 section 4 has `CDS 0 0 0 0` and `CDNSKEY 0 3 0 0`; its erratum 5049 corrects them. A digest is written
    /// in pairs of hexadecimal digits, a key in base64.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @     CDS      0 0 0 0
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A        192.0.2.1
    /// ```
    code: "CDS020",
    name: "cds-delete-literal",
    summary: "CDS or CDNSKEY of removal misspelt",
    breaks: "name servers refuse the file: half an octet, or base64 without its padding (RFC 8078 erratum \
        5049)",
    severity: Severity::Error,
    rfcs: &["RFC 8078 section 4", "RFC 8078 erratum 5049"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::RemovalRecord], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    // `... where `0 0 0 00` asks for removal`.
    let form = fault.note.rsplit('`').nth(1).unwrap_or_default().to_owned();
    cx.report(span, |finding| {
        finding.message(fault.note.clone());
        finding.help(format!("write `{form}` to have the DS removed, or delete the record to stay signed"));
    });
}
