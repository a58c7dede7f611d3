use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;
use crate::wire::excerpt;

declare_rule! {
    /// An `$ORIGIN` was written without the dot at its end and repeats the origin before it.
    ///
    /// ## Why it breaks
    /// An origin without a dot at its end is relative to the one before. `$ORIGIN example.com` in the zone
    /// `example.com.` makes every name behind it end with `example.com.example.com.`.
    ///
    /// ## Bad
    /// ```zone,bad
    /// $ORIGIN sub.example
    /// www     TXT  "a"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// $ORIGIN sub.example.
    /// www     TXT  "a"
    /// $ORIGIN other.example.
    /// www     TXT  "a"
    /// ```
    code: "NAM011",
    name: "origin-missing-trailing-dot",
    summary: "$ORIGIN without the dot at its end",
    breaks: "every name behind it is not the one that is meant, and nobody finds it (RFC 1035 section 5.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::RelativeOrigin], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    let written = excerpt(cx.zone.text(span), 60);
    cx.report(span, |finding| {
        finding
            .message(format!("$ORIGIN {}", fault.text()))
            .here("no dot at the end")
            .help(format!("write `{written}.`"));
    });
}
