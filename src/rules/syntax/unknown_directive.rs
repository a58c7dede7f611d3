use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A line starts with `$` and a word that no zone file format defines.
    ///
    /// ## Why it breaks
    /// Name servers refuse the whole file, or skip the line and load a zone that is not the one meant.
    ///
    /// ## Bad
    /// ```zone,bad
    /// $TTLL 3600
    /// www   A   192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// $TTL  3600
    /// www   A   192.0.2.1
    /// ```
    code: "SYN003",
    name: "unknown-directive",
    summary: "unknown directive",
    breaks: "name servers refuse the file: RFC 1035 section 5.1 knows $ORIGIN and $INCLUDE, RFC 2308 adds \
        $TTL, BIND $GENERATE",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1", "RFC 2308 section 4"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::UnknownDirective], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.note.clone())
            .here("no such directive")
            .help("remove the line, or write the directive that is meant, such as `$TTL 3600`");
    });
}
