use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// Lines end with CR LF, as on Windows.
    ///
    /// ## Why it breaks
    /// BIND and NSD take CR for a blank. Knot DNS refuses the file.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   A    192.0.2.1 ;~ cr-lf␍
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A    192.0.2.1
    /// ```
    code: "SYN027",
    name: "cr-lf",
    summary: "lines end with CR LF",
    breaks: "kzonecheck and Knot DNS refuse the file; others take it",
    severity: Severity::Info,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::CrLf], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("CR LF").help("convert the file with `dos2unix`");
    });
}
