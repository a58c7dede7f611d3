use std::collections::BTreeSet;

use crate::facts::delegation::Delegations;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// A host that an `NS` record names has an address for private use, or one that means each host itself.
    ///
    /// Zones that have such addresses for other hosts, too, are for a private network, and are not looked at. Nor are
    /// the reverse zones of private addresses and names that are kept for private networks.
    ///
    /// ## Why it breaks
    /// Whoever is not in that network cannot ask this name server. If all name servers of a zone are so, it exists
    /// inside only; if one is, each resolver outside loses time with it.
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
    breaks: "resolvers in other networks cannot reach this name server, or reach another host (RFC 1918 section 3, RFC 4193)",
    severity: Severity::Info,
    rfcs: &["RFC 1918 section 3", "RFC 4193 section 1", "RFC 6890 section 2.2"],
    since: "0.1.0",
    check: Check::Delegations(check),
}

fn check(delegations: &Delegations<'_>, cx: &mut Cx<'_>) {
    let mut records = delegations.addresses.iter().flat_map(|rrset| rrset.records());
    let is_private = |record: &Record<'_>| kind(record.rdata()).is_some();
    if !records.any(|record| is_private(&record)) || is_inside(delegations) {
        return;
    }
    for record in delegations.addresses.iter().flat_map(|rrset| rrset.records()) {
        let Some(kind) = kind(record.rdata()) else { continue };
        // Loopback and link-local addresses of the zone's own hosts are told for all of them.
        if kind != PRIVATE && !delegations.zone.node(record.owner()).is_some_and(|node| node.is_cut() || node.is_below_cut()) {
            continue;
        }
        cx.report_on(record, Part::Field(0), |finding| {
            finding
                .message(format!("name server `{}` has the {kind} address `{}`", record.owner(), record.present()))
                .help("write the address that resolvers reach it at, or name another server");
        });
    }
}

const PRIVATE: &str = "private";

/// Addresses that do not mean the same host everywhere: RFC 1918, RFC 4193, RFC 6598 and RFC 6890.
fn kind(rdata: &[u8]) -> Option<&'static str> {
    match rdata {
        [10, _, _, _] | [172, 16..=31, _, _] | [192, 168, _, _] | [100, 64..=127, _, _] => Some(PRIVATE),
        [0xfc | 0xfd, _, _, _, _, ..] => Some(PRIVATE),
        [127, _, _, _] | [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1] => Some("loopback"),
        [169, 254, _, _] | [0xfe, 0x80..=0xbf, _, _, _, ..] => Some("link-local"),
        [0, _, _, _] | [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] => Some("unspecified"),
        _ => None,
    }
}

/// Whether the zone is for a private network by its name, or by the addresses of hosts that are no name servers.
fn is_inside(delegations: &Delegations<'_>) -> bool {
    let name = delegations.zone.name();
    let mut labels = name.labels().collect::<Vec<_>>();
    let last = labels.pop().unwrap_or_default();
    let local = ["internal", "local", "lan", "localhost", "test", "home", "corp", "intranet", "private"];
    let is_arpa = last.eq_ignore_ascii_case(b"arpa");
    if is_arpa || local.iter().any(|word| last.eq_ignore_ascii_case(word.as_bytes())) {
        return true;
    }
    let servers: BTreeSet<usize> = delegations.addresses.iter().map(|rrset| rrset.node().position()).collect();
    let hosts = delegations.zone.nodes().filter(|node| !node.is_below_cut() && !servers.contains(&node.position()));
    let mut addresses = hosts.flat_map(|node| [types::A, types::AAAA].map(|rtype| node.rrset(rtype))).flatten();
    addresses.any(|rrset| rrset.records().any(|record| kind(record.rdata()) == Some(PRIVATE)))
}
