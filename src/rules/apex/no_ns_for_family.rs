use crate::finding::Severity;
use crate::rr::{Rtype, types};
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part, Record, Rrset, Zone};

declare_rule! {
    /// The zone has addresses of a family that none of its name servers has.
    ///
    /// ## Why it breaks
    /// Whoever has only IPv6 cannot ask name servers that have only IPv4, and does not find the hosts with
    /// IPv6 addresses either; the same holds the other way round. Nothing is said where a name server is
    /// outside the zone.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA   ns1 hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS    ns1
    /// @     NS    ns2
    /// ns1   A     192.0.2.1
    /// ns2   A     198.51.100.1
    /// www   AAAA  2001:db8::80
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA   ns1 hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS    ns1
    /// @     NS    ns2
    /// ns1   A     192.0.2.1
    /// ns2   AAAA  2001:db8::1
    /// www   AAAA  2001:db8::80
    /// ```
    code: "APX010",
    name: "no-ns-for-family",
    summary: "no name server has addresses of a family that the zone uses",
    breaks: "hosts that have only one of IPv4 and IPv6 cannot resolve names whose addresses they could reach \
        (RFC 3901)",
    severity: Severity::Info,
    rfcs: &["RFC 3901"],
    since: "0.1.0",
    check: Check::Zone(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let Some(ns) = zone.apex().and_then(|apex| apex.rrset(types::NS)) else { return };
    for (family, name) in [(types::A, "IPv4"), (types::AAAA, "IPv6")] {
        if !zone.has_type(family) || !lacks(ns, family) {
            continue;
        }
        let Some(address) = first_address(zone, family) else { continue };
        cx.report_on(ns.first(), Part::Whole, |finding| {
            finding
                .message(format!(
                    "no name server of `{}` has an {name} address, but the zone has some",
                    zone.name()
                ))
                .label(address.whole(), format!("an {name} address"))
                .help(format!("add an {family} record for one of the name servers"));
        });
    }
}

/// Whether all name servers are in the zone with addresses, and none has one of this family.
fn lacks(ns: Rrset<'_>, family: Rtype) -> bool {
    ns.records().all(|record| {
        let Some(target) = record.name(types::ns::NAME_SERVER) else { return false };
        let node = match record.zone().lookup(target) {
            Lookup::Exists(node) => Some(node),
            Lookup::Delegated(_) => record.zone().node(target),
            _ => None,
        };
        node.is_some_and(|node| node.has(&[types::A, types::AAAA]) && !node.has(&[family]))
    })
}

/// The first address of this family that is not glue.
fn first_address(zone: &Zone, family: Rtype) -> Option<Record<'_>> {
    let nodes = zone.nodes().filter(|node| !node.is_cut() && !node.is_below_cut());
    nodes.filter_map(|node| node.rrset(family)).map(Rrset::first).next()
}
