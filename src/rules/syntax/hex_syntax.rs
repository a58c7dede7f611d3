use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A hexadecimal field has another character in it, or an odd count of digits.
    ///
    /// ## Why it breaks
    /// Name servers refuse the file, or drop half an octet and publish a digest that matches nothing.
    ///
    /// ## Bad
    /// ```zone,bad
    /// sub  DS  1 13 2 abc
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// sub  TYPE65280  \# 2 abcd
    /// ```
    code: "SYN021",
    name: "hex-syntax",
    summary: "not hexadecimal",
    breaks: "name servers refuse the file: the digest or data cannot be decoded",
    severity: Severity::Error,
    rfcs: &["RFC 4034 section 5.3", "RFC 4648 section 8"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::Hex], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("not hexadecimal")
            .help("copy the field again: two hex digits an octet");
    });
}
