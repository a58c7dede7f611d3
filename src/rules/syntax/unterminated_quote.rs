use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A string starts with `"` and its line ends before a second one.
    ///
    /// ## Why it breaks
    /// BIND refuses the file. Others read on, to the next `"` some lines below, and lose the records between.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   TXT  "one
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   TXT  "one"
    /// ```
    code: "SYN002",
    name: "unterminated-quote",
    summary: "quote without its pair",
    breaks: "name servers refuse the file, or read the next lines as part of the string (RFC 1035 section \
        5.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::UnterminatedQuote], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("opened here").help("write `\"` where the string ends");
    });
}
