use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// The file has a control octet that no text has: not TAB, and not a line end.
    ///
    /// ## Why it breaks
    /// Editors do not show it. A name server takes it for a part of the word it touches. Each file is told
    /// about once.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   TXT  "a␛b"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   TXT  "a\027b"
    /// ```
    code: "SYN036",
    name: "control-octet",
    summary: "control octet in the text",
    breaks: "the octet becomes part of a name or value, which looks right and matches nothing",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::ControlOctet], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("control octet").help("remove the octet, or write it as `\\DDD`");
    });
}
