use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// The TTL of a record or of `$TTL` cannot be read.
    ///
    /// ## Why it breaks
    /// A TTL is a number of seconds up to 2147483647. Most name servers also read `1h30m`; no other letter is
    /// a unit.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   1y   A  192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   1w  A  192.0.2.1
    /// ```
    code: "SYN007",
    name: "ttl-syntax",
    summary: "TTL is not a duration",
    breaks: "name servers refuse the file: a TTL is seconds, or numbers with the units w, d, h, m and s",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1", "RFC 2308 section 4"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::TtlSyntax], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("not a duration")
            .help("write seconds such as `3600`, or units such as `1h`");
    });
}
