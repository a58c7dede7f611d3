use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A backslash stands before nothing, before one or two digits, or before a number above 255.
    ///
    /// ## Why it breaks
    /// `\X` is the character X without a meaning of its own, `\DDD` the octet with that decimal number.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   TXT  "\256"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   TXT  "\255" "\"" "\\"
    /// ```
    code: "SYN035",
    name: "escape-syntax",
    summary: "backslash without a character",
    breaks: "name servers refuse the file: a backslash needs a character or three digits up to 255 (RFC 1035 \
        section 5.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::Escape], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("not an escape")
            .help("write `\\\\` for a backslash, or three digits up to 255");
    });
}
