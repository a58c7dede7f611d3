use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A name has two dots in a row, or starts with one.
    ///
    /// ## Why it breaks
    /// The empty label ends a name on the wire, so nothing can follow it.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www..shop  A  192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www.shop  A  192.0.2.1
    /// ```
    code: "SYN012",
    name: "empty-label",
    summary: "empty label",
    breaks: "name servers refuse the file: only the root has an empty label (RFC 1035 section 3.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 3.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::EmptyLabel], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("nothing before this dot").help("remove one of the dots");
    });
}
