use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A record of a known type is written as `\# length hex`, and its octets are not what the type consists
    /// of.
    ///
    /// ## Why it breaks
    /// RFC 3597 section 5 allows the form for every type. The octets still have to be the fields of that
    /// type.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   A  \# 3 C00002
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A  \# 4 C0000201
    /// ```
    code: "SYN029",
    name: "generic-mismatch",
    summary: "generic data do not fit the type",
    breaks: "name servers refuse the file, or serve a record that resolvers drop (RFC 3597 section 5)",
    severity: Severity::Error,
    rfcs: &["RFC 3597 section 5"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::GenericMismatch], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("not the fields of this type")
            .help("write the record in the text form of its type");
    });
}
