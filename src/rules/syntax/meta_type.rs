use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// The record type is one that no record has: `ANY`, `AXFR`, `OPT`, `TSIG` and the like.
    ///
    /// ## Why it breaks
    /// Such types stand in questions and messages. They are never stored.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   TYPE255  \# 0
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   TYPE65280  \# 0
    /// ```
    code: "SYN032",
    name: "meta-type",
    summary: "type of a question, not of a record",
    breaks: "name servers refuse the file: the type asks a question or frames a message (RFC 6895 section \
        3.1)",
    severity: Severity::Error,
    rfcs: &["RFC 6895 section 3.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::MetaType], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("not stored in zones")
            .help("remove the record, or write the type that is meant");
    });
}
