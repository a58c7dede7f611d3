use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;
use crate::zone::Completeness;

declare_rule! {
    /// A record has no TTL, and nothing before it says one.
    ///
    /// ## Why it breaks
    /// A record takes its TTL from its own line, from `$TTL`, or from the record before it. BIND refuses the
    /// zone where none of them is there; other name servers take a value of their own.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// @     NS   ns1.example.net.
    /// @     3600 SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns2.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    code: "SYN006",
    name: "ttl-missing",
    summary: "no TTL",
    breaks: "BIND refuses the zone: nothing says how long the record may be cached",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1", "RFC 2308 section 4"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::NoTtl], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    // A key file is to be included where the zone says the TTL.
    if cx.zone.completeness() == Completeness::Fragment {
        return;
    }
    cx.report(span, |finding| {
        finding.message(fault.text()).help("write `$TTL 3600` before the first record");
    });
}
