use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A record ends before its last field, or before its type.
    ///
    /// ## Why it breaks
    /// Name servers refuse the file.
    ///
    /// ## Bad
    /// ```zone,bad
    /// mail  MX  10
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// mail  MX  10 mx.example.net.
    /// ```
    code: "SYN018",
    name: "missing-rdata",
    summary: "a field is missing",
    breaks: "name servers refuse the file: every field of a record has to be there (RFC 1035 section 5.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::MissingRdata], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    let help = fault.help.as_deref().unwrap_or("write what is missing, or remove the record");
    cx.report(span, |finding| {
        finding.message(fault.text()).here("ends here").help(help);
    });
}
