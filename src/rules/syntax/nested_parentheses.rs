use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// An entry has a second `(` before the first is closed.
    ///
    /// ## Why it breaks
    /// Parentheses only join lines, and one pair is enough. NSD ("nested parentheses") and Knot DNS ("too many left
    /// parentheses") read no second pair inside the first.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   TXT  ( "one"
    ///              ( "two" ) )
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   TXT  ( "one"
    ///              "two" )
    /// ```
    code: "SYN046",
    name: "nested-parentheses",
    summary: "parentheses inside parentheses",
    breaks: "NSD and Knot DNS refuse the file; BIND and PowerDNS count the parentheses",
    severity: Severity::Info,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::NestedParentheses], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("second parenthesis")
            .help("write one pair of parentheses around all lines of the record");
    });
}
