use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// `$INCLUDE` names a file that is not there or cannot be read.
    ///
    /// ## Why it breaks
    /// A path is looked up from the directory of the file, then from that of the first file, then from each
    /// `--include-root`.
    ///
    /// ## Bad
    /// ```zone,bad
    /// $INCLUDE missing.zone
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A  192.0.2.1
    /// ```
    code: "SYN023",
    name: "include-unreadable",
    summary: "included file cannot be read",
    breaks: "name servers refuse the file, and so every record of the zone is gone (RFC 1035 section 5.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::IncludeUnreadable], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("not found")
            .help("correct the path, or say where it starts with `--include-root DIR`");
    });
}
