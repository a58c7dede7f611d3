use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A word stands where a number or one of a few known words should, such as `RSASHA256`.
    ///
    /// ## Why it breaks
    /// Name servers refuse the file.
    ///
    /// ## Bad
    /// ```zone,bad
    /// sub   DS  1 RSASHA0 2 E2D3C916F6DEEAC73294E8268FB5885044A833FC5459588F4A9184CFC41A5766
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// key   CERT  PKIX 1 RSASHA256 AAAA
    /// ```
    code: "SYN039",
    name: "mnemonic-unknown",
    summary: "word that its field does not know",
    breaks: "name servers refuse the file: the word stands for no number in this field",
    severity: Severity::Error,
    rfcs: &["RFC 4034 appendix A.1", "RFC 4398 section 2.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::Mnemonic], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("not known here").help("write the number");
    });
}
