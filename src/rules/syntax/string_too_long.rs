use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A character-string is longer than 255 octets.
    ///
    /// ## Why it breaks
    /// A string starts with its length in one octet. Longer text has to be split; whoever reads TXT for SPF
    /// or DKIM joins the strings without blanks.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   TXT  "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   TXT  "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss" "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"
    /// ```
    code: "SYN014",
    name: "string-too-long",
    summary: "string longer than 255 octets",
    breaks: "name servers refuse the file: a string has at most 255 octets (RFC 1035 section 3.3)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 3.3"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::StringTooLong], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("more than 255 octets")
            .help("split the text into strings: `\"...\" \"...\"`");
    });
}
