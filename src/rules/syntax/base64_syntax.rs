use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A key, signature or other base64 field cannot be decoded.
    ///
    /// ## Why it breaks
    /// Name servers refuse the file. The usual cause is text that was cut off when it was copied.
    ///
    /// ## Bad
    /// ```zone,bad
    /// mail  OPENPGPKEY  mQENBFVHm5sBCAC
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// *._openpgpkey  OPENPGPKEY  mQENBFVHm5sBCACD
    /// ```
    code: "SYN020",
    name: "base64-syntax",
    summary: "not base64",
    breaks: "name servers refuse the file: the key or signature cannot be decoded (RFC 4648 section 4)",
    severity: Severity::Error,
    rfcs: &["RFC 4648 section 4", "RFC 4034 section 2.2"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::Base64], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("not base64").help("copy the field again, with its padding (`=`)");
    });
}
