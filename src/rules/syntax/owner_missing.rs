use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// The first record of a file starts with a blank.
    ///
    /// ## Why it breaks
    /// A blank in the first column means "the same owner as before". Before the first record of a zone there
    /// is none.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// $TTL 3600
    ///       NS   ns1.example.net.
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    ///       NS   ns1.example.net.
    ///       NS   ns2.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    ///       NS   ns1.example.net.
    ///       NS   ns2.example.net.
    /// ```
    code: "SYN034",
    name: "owner-missing",
    summary: "no owner to inherit",
    breaks: "name servers refuse the file: a record without an owner takes that of the record before it (RFC \
        1035 section 5.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::NoOwner], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("no owner").help("write the owner, or `@` for the origin");
    });
}
