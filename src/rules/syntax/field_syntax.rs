use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A field of a record does not have the form that the type defines: quotes around an address, a
    /// malformed tag, and the like.
    ///
    /// ## Why it breaks
    /// Quotes belong around strings only. BIND refuses a file with `A "192.0.2.1"`.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   A    "192.0.2.1"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A    192.0.2.1
    /// ```
    code: "SYN041",
    name: "field-syntax",
    summary: "field not in the form of its type",
    breaks: "name servers refuse the file: the field does not have the form that its type defines",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::FieldSyntax], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("not in the form of this field")
            .help("write the field as its type defines it");
    });
}
