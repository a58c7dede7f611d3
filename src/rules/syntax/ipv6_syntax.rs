use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// An IPv6 address cannot be read.
    ///
    /// ## Why it breaks
    /// Name servers refuse the whole file for it.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   AAAA  2001:db8::g
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   AAAA  2001:db8::6
    /// ```
    code: "SYN016",
    name: "ipv6-syntax",
    summary: "not an IPv6 address",
    breaks: "name servers refuse the file: an IPv6 address is eight groups of hex digits (RFC 3596 section \
        2.4)",
    severity: Severity::Error,
    rfcs: &["RFC 3596 section 2.4", "RFC 4291 section 2.2"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::Ipv6], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("not an IPv6 address")
            .help("write eight groups of up to four hex digits, `::` for a run of zeros");
    });
}
