use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A no-break space, a typographic quote, a dash or a character that nobody sees stands where a blank, `"` or `-`
    /// is meant, and the entry cannot be read for it.
    ///
    /// ## Why it breaks
    /// Word processors, web pages and chat programs put such characters in. On the screen they are a blank or a quote,
    /// to a name server they are a part of the word.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   A 192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A 192.0.2.1
    /// ```
    code: "SYN049",
    name: "lookalike-character",
    summary: "character that looks like another",
    breaks: "name servers refuse the file: the character is part of the word it stands in",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::Lookalike], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("not ASCII").help(fault.help.as_deref().unwrap_or_default());
    });
}
