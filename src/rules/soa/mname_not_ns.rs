use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part, Zone};

declare_rule! {
    /// The primary name server of the `SOA` is not among the zone's `NS` records.
    ///
    /// ## Why it breaks
    /// A hidden primary is a good reason, and then this can be ignored. Otherwise it is a name that was left
    /// behind when the name servers moved, and dynamic updates go to it.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns0.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
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
    code: "SOA010",
    name: "mname-not-ns",
    summary: "SOA primary is no name server of the zone",
    breaks: "dynamic updates go to a server that may not have the zone (RFC 2136 section 4.3)",
    severity: Severity::Info,
    rfcs: &["RFC 1035 section 3.3.13", "RFC 2136 section 4.3"],
    since: "0.1.0",
    check: Check::Zone(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let Some((soa, ns)) = zone.soa().zip(zone.apex().and_then(|apex| apex.rrset(types::NS))) else { return };
    let Some(primary) = soa.name(types::soa::PRIMARY_NAME_SERVER).filter(|primary| !primary.is_root()) else {
        return;
    };
    let is_missing = matches!(zone.lookup(primary), Lookup::NxDomain);
    if is_missing || ns.records().any(|record| record.name(types::ns::NAME_SERVER) == Some(primary)) {
        return;
    }
    cx.report_on(soa, Part::Field(types::soa::PRIMARY_NAME_SERVER), |finding| {
        finding.message(format!("SOA primary `{primary}` is not among the NS of `{}`", zone.name()));
        for record in ns.records().take(3) {
            finding.label(record.span(Part::Field(types::ns::NAME_SERVER)), "a name server");
        }
        finding.help("name one of the name servers, unless this is a hidden primary");
    });
}
