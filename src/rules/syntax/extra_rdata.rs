use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A record goes on behind its last field.
    ///
    /// ## Why it breaks
    /// Often a `;` before a comment is missing, or two addresses stand in one record. Name servers refuse the
    /// file.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   A  192.0.2.1 192.0.2.2
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A  192.0.2.1  ; not 192.0.2.2
    /// ```
    code: "SYN017",
    name: "extra-rdata",
    summary: "something stands behind the last field",
    breaks: "name servers refuse the file: nothing follows the last field of a record (RFC 1035 section 5.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::ExtraRdata], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("not part of this record")
            .help("write one record for each value, and `;` before a comment");
    });
}
