use crate::finding::Severity;
use crate::record::missing_dot;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part, Zone};

declare_rule! {
    /// The primary name server of the `SOA` is a name of this zone that does not exist.
    ///
    /// ## Why it breaks
    /// Dynamic updates are sent to the primary that the SOA names, and secondaries are set up from it.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns0 hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// ns0   A    192.0.2.1
    /// ```
    code: "SOA011",
    name: "mname-missing",
    summary: "SOA primary does not exist",
    breaks: "dynamic updates fail: there is no server to send them to (RFC 2136 section 4.3)",
    severity: Severity::Info,
    rfcs: &["RFC 1035 section 3.3.13", "RFC 2136 section 4.3"],
    since: "0.1.0",
    check: Check::Zone(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let Some((soa, primary)) =
        zone.soa().and_then(|soa| Some((soa, soa.name(types::soa::PRIMARY_NAME_SERVER)?)))
    else {
        return;
    };
    // The root zones of laboratories lack most of the delegations that the real one has.
    if zone.name().is_root()
        || !matches!(zone.lookup(primary), Lookup::NxDomain)
        || missing_dot::in_field(soa, 0).is_some()
    {
        return;
    }
    cx.report_on(soa, Part::Field(types::soa::PRIMARY_NAME_SERVER), |finding| {
        finding
            .message(format!("SOA primary `{primary}` does not exist"))
            .here("no such name in this zone")
            .help(format!("name a server that has the zone, or add `{primary} A <address>`"));
    });
}
