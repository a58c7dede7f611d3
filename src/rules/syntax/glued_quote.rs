use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A quoted string touches the word or the string beside it: `"a"b`, `a"b"`, `"a""b"`.
    ///
    /// `alpn="h2"` of SVCB and HTTPS is one word and not meant.
    ///
    /// ## Why it breaks
    /// Knot DNS refuses the file. BIND and NSD read two strings. Most often the quote should be part of the text and
    /// lacks its backslash.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   TXT  "one""two"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   TXT  "one" "two"
    /// ```
    code: "SYN053",
    name: "glued-quote",
    summary: "no blank beside a quote",
    breaks: "Knot DNS refuses the file, and others read two strings where one may be meant",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::GluedQuote], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("two strings")
            .help("write a blank between two strings, or `\\\"` for a quote inside one");
    });
}
