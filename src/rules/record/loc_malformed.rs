use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A `LOC` record has a position, altitude or size that its form cannot hold.
    ///
    /// ## Why it breaks
    /// Latitude ends at 90 degrees, longitude at 180, minutes and seconds before 60. Name servers refuse the
    /// whole file over one such record.
    ///
    /// ## Bad
    /// ```zone,bad
    /// office  LOC  95 22 23.000 N 4 53 32.000 E -2.00m
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// office  LOC  52 22 23.000 N 4 53 32.000 E -2.00m
    /// ```
    code: "REC001",
    name: "loc-malformed",
    summary: "LOC field out of range",
    breaks: "name servers refuse the file: LOC cannot hold this value (RFC 1876 section 2)",
    severity: Severity::Error,
    rfcs: &["RFC 1876 sections 2 and 3"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::Loc], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(format!("LOC {}", fault.note))
            .help("write the position as in `52 22 23.000 N 4 53 32.000 E -2.00m`");
    });
}
