use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// An IPv4 address cannot be read.
    ///
    /// ## Why it breaks
    /// Name servers refuse the whole file for it.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   A  192.0.2.300
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A  192.0.2.30
    /// ```
    code: "SYN015",
    name: "ipv4-syntax",
    summary: "not an IPv4 address",
    breaks: "name servers refuse the file: an IPv4 address is four numbers up to 255 (RFC 1035 section \
        3.4.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 3.4.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::Ipv4], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("not an IPv4 address")
            .help("write four numbers from 0 to 255 with dots between them");
    });
}
