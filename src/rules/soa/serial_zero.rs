use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The serial of the `SOA` is 0.
    ///
    /// ## Why it breaks
    /// RFC 2136 section 4.2 and RFC 1982 section 7 advise against the value: some programs use it for "no serial", so
    /// that a secondary may take the zone for one it does not have yet.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 0 14400 3600 1209600 3600
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
    code: "SOA020",
    name: "serial-zero",
    summary: "SOA serial is 0",
    breaks: "secondaries and tools take serial 0 for none, and RFC 2136 section 4.2 keeps it from use",
    severity: Severity::Info,
    rfcs: &["RFC 2136 section 4.2", "RFC 1982 section 7"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SOA], check),
}

fn check(soa: Rrset<'_>, cx: &mut Cx<'_>) {
    let record = soa.first();
    if record.u32(types::soa::SERIAL) != Some(0) {
        return;
    }
    cx.report_on(record, Part::Field(types::soa::SERIAL), |finding| {
        finding.message("SOA serial is 0").help("write a serial of at least `1`");
    });
}
