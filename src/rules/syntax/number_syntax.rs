use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A number has something else in it than digits, or is larger than its field.
    ///
    /// ## Why it breaks
    /// A serial is 32 bits wide, a preference 16 bits. Some name servers refuse the file, some cut the number
    /// off and publish another one.
    ///
    /// ## Bad
    /// ```zone,bad
    /// mail  MX  65536 mx.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// mail  MX  65535 mx.example.net.
    /// ```
    code: "SYN019",
    name: "number-syntax",
    summary: "not a number that fits its field",
    breaks: "name servers refuse the file: the field cannot hold the value",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 3.3", "RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::Number], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("does not fit").help("write a number that fits the field");
    });
}
