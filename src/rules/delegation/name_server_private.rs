use crate::finding::{Severity, and_more};
use crate::record::private::Network;
use crate::resolve::delegation::{Delegations, is_private};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A host that an `NS` record names has an address for private use.
    ///
    /// Zones that have such addresses for other hosts, too, are for a private network, and are not looked at.
    /// Nor are the reverse zones of private addresses and names that are kept for private networks.
    ///
    /// ## Why it breaks
    /// Whoever is not in that network cannot ask this name server. If all name servers of a zone are so, it
    /// exists inside only; if one is, each resolver outside loses time with it.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @    NS  ns3
    /// ns3  A   10.0.0.53
    /// www  A   192.0.2.80
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @    NS  ns3
    /// ns3  A   192.0.2.53
    /// www  A   192.0.2.80
    /// ```
    code: "DEL004",
    name: "name-server-private",
    summary: "name server has a private address",
    breaks: "resolvers in other networks cannot reach this name server, or reach another host (RFC 1918 \
        section 3, RFC 4193)",
    severity: Severity::Info,
    rfcs: &["RFC 1918 section 3", "RFC 4193 section 1", "RFC 6890 section 2.2"],
    since: "0.1.0",
    check: Check::Delegations(check),
}

fn check(delegations: &Delegations<'_>, cx: &mut Cx<'_>) {
    let records = || delegations.addresses.iter().flat_map(|rrset| rrset.records());
    if !records().any(|record| Network::of(record.rdata()).is_some()) || is_private(delegations) {
        return;
    }
    // Loopback and link-local addresses have rules of their own.
    let private = records().filter(|record| Network::of(record.rdata()) == Some(Network::Private));
    let places: Vec<_> = private.map(|record| (record, Part::Field(types::a::ADDRESS))).collect();
    let Some(&(first, _)) = places.first() else { return };
    cx.report_once(&places, "a private address, too", |more, finding| {
        finding
            .message(format!(
                "private address `{}` of name server `{}`{}",
                first.present(),
                first.owner(),
                and_more(more)
            ))
            .help("write the address that resolvers reach it at, or name another server");
    });
}
