use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A TTL is above 2147483647 seconds.
    ///
    /// ## Why it breaks
    /// The top bit of a TTL is always zero. Resolvers that receive a TTL with that bit treat it as 0 and
    /// cache nothing, others cap it.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   2147483648  A  192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   604800  A  192.0.2.1
    /// ```
    code: "SYN008",
    name: "ttl-above-maximum",
    summary: "TTL above 2147483647 s",
    breaks: "resolvers treat such a TTL as 0 and ask for every query anew (RFC 2181 section 8)",
    severity: Severity::Warning,
    rfcs: &["RFC 2181 section 8"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::TtlAboveMaximum], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("above 2^31 - 1")
            .help("write at most `2147483647`, or a day: `86400`");
    });
}
