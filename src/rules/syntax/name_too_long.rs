use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A name with its length octets, and the origin where it is relative, is longer than 255 octets.
    ///
    /// ## Why it breaks
    /// No message can hold it.
    ///
    /// ## Bad
    /// ```zone,bad
    /// xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx  A  192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx  A  192.0.2.1
    /// ```
    code: "SYN011",
    name: "name-too-long",
    summary: "name longer than 255 octets",
    breaks: "name servers refuse the file: a name has at most 255 octets (RFC 1035 section 2.3.4)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 2.3.4", "RFC 1035 section 3.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::NameTooLong], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("with the origin more than 255 octets")
            .help("shorten the name; a name without a dot at its end continues with the origin");
    });
}
