use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// The inception or expiration of a signature is not a time.
    ///
    /// ## Why it breaks
    /// Name servers refuse the file.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   RRSIG  A 13 2 3600 20260230000000 20260821141320 1 example. AAAA
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A  192.0.2.1
    /// ```
    code: "SYN040",
    name: "time-syntax",
    summary: "not a time",
    breaks: "name servers refuse the file: a time is YYYYMMDDHHmmSS in UTC or seconds (RFC 4034 section 3.2)",
    severity: Severity::Error,
    rfcs: &["RFC 4034 section 3.2"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::Time], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("no such time")
            .help("sign the zone again, or write YYYYMMDDHHmmSS in UTC");
    });
}
