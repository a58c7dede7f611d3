use std::net::IpAddr;

use crate::dane::lookup;
use crate::finding::Severity;
use crate::record::missing_dot;
use crate::record::private::{self, Network};
use crate::record::reverse::{address_in, address_of};
use crate::resolve::host::{Standing, standing};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Node, Part, Rrset};

declare_rule! {
    /// A `PTR` record names a host that a zone of the run is authoritative for, and the host does not have
    /// the address.
    ///
    /// A private address is looked for only in zones that have private addresses: what the others say of the
    /// host may be for those outside.
    ///
    /// ## Why it breaks
    /// Whoever is told a name for an address asks for the addresses of that name, lest anybody claim any
    /// name. Where the address is not among them, the name counts for nothing.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// 1  PTR  hots.example.net.…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// 1  PTR  host.example.net.
    /// ```
    code: "REV004",
    name: "ptr-not-confirmed",
    summary: "PTR target does not have the address",
    breaks: "mail servers that ask for the address of the name refuse mail from this host (RFC 1912 section \
        2.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 1912 section 2.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::PTR], check),
}

fn check(ptr: Rrset<'_>, cx: &mut Cx<'_>) {
    if lookup::is_occluded(ptr.node()) || cx.given.is_alone() {
        return;
    }
    let Some(address) = address_of(ptr.owner()) else { return };
    for record in ptr.records() {
        let Some(target) = record.name(types::ptr::TARGET) else { continue };
        let (zone, what) = match standing(cx.perspective(), target) {
            Standing::Addressed(node) if has(node, address) => continue,
            Standing::Addressed(node) => (node.zone(), "has other addresses"),
            Standing::Without { zone, exists: true } => (zone, "has no address"),
            Standing::Without { zone, exists: false } => (zone, "does not exist"),
            Standing::Alias(_) | Standing::Unknown => continue,
        };
        // A target that lacks its final dot has rules of its own, which know what was meant.
        if missing_dot::in_field(record, types::ptr::TARGET).is_some()
            || is_private(address) && !private::is_inside(zone)
        {
            continue;
        }
        let rtype = if address.is_ipv4() { types::A } else { types::AAAA };
        cx.report_on(record, Part::Field(types::ptr::TARGET), |finding| {
            finding
                .message(format!("PTR target `{target}` of `{address}` {what}"))
                .help(format!("add `{target} {rtype} {address}`, or name the host that has the address"));
        });
    }
}

fn has(node: Node<'_>, address: IpAddr) -> bool {
    let records = [types::A, types::AAAA]
        .into_iter()
        .filter_map(|rtype| node.rrset(rtype))
        .flat_map(|rrset| rrset.records());
    records.map(|record| address_in(record.rdata())).any(|found| found == Some(address))
}

fn is_private(address: IpAddr) -> bool {
    let network = match address {
        IpAddr::V4(address) => Network::of(&address.octets()),
        IpAddr::V6(address) => Network::of(&address.octets()),
    };
    network.is_some()
}
