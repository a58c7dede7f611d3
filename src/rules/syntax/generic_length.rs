use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A record is written as `\# length hex`, and there are more or fewer octets than the length says.
    ///
    /// ## Why it breaks
    /// The length is there to find text that was cut off. Name servers refuse the file.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   TYPE65280  \# 3 C0000201
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   TYPE65280  \# 4 C0000201
    /// ```
    code: "SYN022",
    name: "generic-length",
    summary: "length and data differ",
    breaks: "name servers refuse the file: the length does not match the data (RFC 3597 section 5)",
    severity: Severity::Error,
    rfcs: &["RFC 3597 section 5"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::GenericLength], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("another length than the data")
            .help("write the count of octets, two hex digits each, or copy the data again");
    });
}
