use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// The name behind `$ORIGIN`, or the origin behind `$INCLUDE`, has no dot at its end.
    ///
    /// RFC 1035 lets it be relative to the origin before. One that repeats the origin before it is
    /// `origin-missing-trailing-dot`.
    ///
    /// ## Why it breaks
    /// NSD ("requires absolute domain name") and Knot DNS refuse a relative origin, and PowerDNS reads it as
    /// absolute: the same file is another zone there.
    ///
    /// ## Bad
    /// ```zone,bad
    /// $ORIGIN shop
    /// www   A    192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// $ORIGIN shop.example.
    /// www   A    192.0.2.1
    /// ```
    code: "SYN045",
    name: "relative-origin",
    summary: "$ORIGIN without a final dot",
    breaks: "NSD and Knot DNS refuse the file, and PowerDNS takes the name for absolute; BIND appends the \
        origin before",
    severity: Severity::Info,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::OriginWithoutDot], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    // `became` is followed by the absolute name.
    let name = fault.note.rsplit(' ').next().unwrap_or_default().to_owned();
    cx.report(span, |finding| {
        finding
            .message(format!("relative origin: {}", fault.note))
            .here("no dot at the end")
            .help(format!("write {name}"));
    });
}
