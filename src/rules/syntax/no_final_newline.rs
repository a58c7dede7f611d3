use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// The file does not end with a line end.
    ///
    /// ## Why it breaks
    /// Name servers read it. A script that appends a record writes it onto the last line, and a cut-off copy
    /// looks the same.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   A    192.0.2.1  ;~ no-final-newline␄
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A    192.0.2.1
    /// ```
    code: "SYN026",
    name: "no-final-newline",
    summary: "last line does not end",
    breaks: "the first record of what is appended or included next joins the last line",
    severity: Severity::Info,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::NoFinalNewline], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("no line end").help("end the last line");
    });
}
