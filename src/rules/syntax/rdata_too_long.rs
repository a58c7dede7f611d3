use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// The data of one record are longer than a message can hold: 65512 octets behind its header.
    ///
    /// ## Why it breaks
    /// No message can hold them. Far shorter data are trouble already: an answer above 1232 octets needs TCP.
    ///
    /// ## Bad
    /// ```zone,bad
    /// $ORIGIN oooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo.oooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo.oooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo.oooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo.
    /// h.example.  HIP  ( 2 200100107B1A74DF365639CC39F1D578 AAAA
    ///             a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a
    ///             a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a
    ///             a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a
    ///             a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a
    ///             a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a
    ///             a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a
    ///             a )
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// h     HIP  2 200100107B1A74DF365639CC39F1D578 AAAA rvs.example.net.
    /// ```
    code: "SYN037",
    name: "rdata-too-long",
    summary: "rdata longer than a message",
    breaks: "name servers refuse the file: no message can hold the record (RFC 1035 section 4.2.2)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 3.2.1", "RFC 1035 section 4.2.2"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::RdataTooLong], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding
            .message(fault.text())
            .here("too long for any message")
            .help("split the data over several records, or publish a link to them");
    });
}
