use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A part of a name between two dots is longer than 63 octets.
    ///
    /// ## Why it breaks
    /// A label starts with its length in six bits. A longer one cannot be written into a message.
    ///
    /// ## Bad
    /// ```zone,bad
    /// xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx  A  192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx  A  192.0.2.1
    /// ```
    code: "SYN010",
    name: "label-too-long",
    summary: "label longer than 63 octets",
    breaks: "name servers refuse the file: a label has at most 63 octets (RFC 1035 section 2.3.4)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 2.3.4", "RFC 1035 section 3.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::LabelTooLong], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("more than 63 octets")
            .help("shorten the label, or put a dot into it");
    });
}
