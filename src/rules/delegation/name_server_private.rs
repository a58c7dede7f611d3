use crate::finding::Severity;
use crate::record::private::Network;
use crate::resolve::delegation::{Delegations, is_private};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

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
    let mut records = delegations.addresses.iter().flat_map(|rrset| rrset.records());
    let is_inner = |record: &Record<'_>| Network::of(record.rdata()).is_some();
    if !records.any(|record| is_inner(&record)) || is_private(delegations) {
        return;
    }
    for record in delegations.addresses.iter().flat_map(|rrset| rrset.records()) {
        let Some(network) = Network::of(record.rdata()) else { continue };
        // Loopback and link-local addresses have rules of their own.
        if network != Network::Private {
            continue;
        }
        cx.report_on(record, Part::Field(types::a::ADDRESS), |finding| {
            finding
                .message(format!(
                    "name server `{}` has the {network} address `{}`",
                    record.owner(),
                    record.present()
                ))
                .help("write the address that resolvers reach it at, or name another server");
        });
    }
}
