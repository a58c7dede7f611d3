use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A `(` is never closed, or a `)` closes nothing.
    ///
    /// ## Why it breaks
    /// Parentheses join lines to one record. Without its pair one joins all that follows, to the end of the
    /// file.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   TXT  ( "one"
    ///            "two"
    /// mail  A    192.0.2.2
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   TXT  ( "one"
    ///            "two" )
    /// mail  A    192.0.2.2
    /// ```
    code: "SYN001",
    name: "unbalanced-parenthesis",
    summary: "parenthesis without its pair",
    breaks: "name servers refuse the file, or take the records behind it for a part of this one (RFC 1035 \
        section 5.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::UnbalancedParenthesis], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    let (here, help) = match fault.note.as_bytes() {
        [b'`', b'(', ..] => ("opened here", "write `)` behind the last field of this record"),
        [b'`', b';', ..] => ("a comment", "write the text in quotes"),
        _ => (
            "closes nothing",
            "remove the `)`, or write `(` before the field where the record goes on over several lines",
        ),
    };
    cx.report(span, |finding| {
        finding.message(fault.text()).here(here).help(help);
    });
}
