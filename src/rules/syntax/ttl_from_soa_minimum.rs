use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// The zone starts with an SOA without a TTL, and no `$TTL` stands before it.
    ///
    /// ## Why it breaks
    /// The last field of the SOA is how long resolvers remember that a name does not exist. RFC 2308 section
    /// 4 ended its use as a default TTL, and only some name servers still read it so: the same file gives
    /// other TTLs elsewhere.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
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
    code: "SYN028",
    name: "ttl-from-soa-minimum",
    summary: "SOA minimum used as TTL",
    breaks: "BIND uses the SOA minimum as TTL, other name servers a value of their own (RFC 2308 section 4)",
    severity: Severity::Info,
    rfcs: &["RFC 2308 section 4"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::TtlFromMinimum], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("no TTL before the type").help("write `$TTL 3600` before the SOA");
    });
}
