use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// The file starts with a UTF-8 byte order mark.
    ///
    /// ## Why it breaks
    /// Name servers take the mark for a part of the first word: BIND ("unexpected end of line"), NSD ("syntax
    /// error") and Knot DNS refuse the file.
    ///
    /// ## Bad
    /// ```zone,bad,bom
    /// www   A    192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A    192.0.2.1
    /// ```
    code: "SYN044",
    name: "byte-order-mark",
    summary: "byte order mark in front",
    breaks: "BIND, NSD and Knot DNS refuse the file: the mark is read as part of the first word",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::ByteOrderMark], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .help("save the file as UTF-8 without a byte order mark: `sed -i '1s/^\\xef\\xbb\\xbf//' FILE`");
    });
}
