use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A text without quotes has a `;`, or tags such as `p=reject` follow behind one: the rest of the line is a
    /// comment.
    ///
    /// What else is wrong with the record follows from it and is not reported.
    ///
    /// ## Why it breaks
    /// Outside quotes `;` begins a comment. The record is published without what stands behind: a DMARC or DKIM record
    /// without its policy or key, a CAA record without its restriction.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   TXT  k=v;x=y
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   TXT  "k=v;x=y"
    /// ```
    code: "SYN048",
    name: "unquoted-semicolon",
    summary: "unquoted semicolon in a text",
    breaks: "everything behind the semicolon is missing from the published record, and no name server says so",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::UnquotedSemicolon], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("a comment")
            .help("write the whole text in quotes, or a blank before the `;` of a comment");
    });
}
