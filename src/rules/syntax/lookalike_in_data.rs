use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A no-break space, a typographic quote, a dash or a character that nobody sees stands in a word without quotes,
    /// and the entry can be read all the same.
    ///
    /// What else is wrong with the record follows from it and is not reported.
    ///
    /// ## Why it breaks
    /// Typographic quotes join no words: the text becomes several strings that begin and end with a quotation mark. A
    /// name with a character that nobody sees is another name than the one that clients ask for.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   TXT  “one two”
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   TXT  "one two"
    /// ```
    code: "SYN050",
    name: "lookalike-in-data",
    summary: "character that looks like another is published",
    breaks: "the character is published as a part of the name or text, and Knot DNS refuses the file",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::LookalikeKept], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("not ASCII").help(fault.help.as_deref().unwrap_or_default());
    });
}
