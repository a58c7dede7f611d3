use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::resolve::host::ADDRESSES;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Part, Zone};

declare_rule! {
    /// Two name servers of the apex have the same address.
    ///
    /// ## Why it breaks
    /// Two names of one server are one server: while it is out of reach, the zone is gone.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1 hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns1
    /// @     NS   ns2
    /// ns1   A    192.0.2.1
    /// ns2   A    192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1 hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns1
    /// @     NS   ns2
    /// ns1   A    192.0.2.1
    /// ns2   A    198.51.100.1
    /// ```
    code: "APX012",
    name: "name-servers-share-address",
    summary: "two name servers with one address",
    breaks: "while the one server is down or out of reach both names fail (RFC 2182 section 3.1)",
    severity: Severity::Info,
    rfcs: &["RFC 2182 section 3.1"],
    since: "0.1.0",
    check: Check::Zone(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let Some(ns) = zone.apex().and_then(|apex| apex.rrset(types::NS)).filter(|ns| ns.len() > 1) else {
        return;
    };
    let seen = cx.perspective();
    let mut first: BTreeMap<Vec<u8>, NameRef<'_>> = BTreeMap::new();
    for record in ns.records() {
        let Some(host) = record.name(types::ns::NAME_SERVER) else { continue };
        let answers = ADDRESSES.iter().map(|&rtype| seen.lookup(host, rtype));
        let rrsets: Vec<_> = answers.filter_map(|answer| answer.rrset()).collect();
        let addresses = rrsets.iter().flat_map(|rrset| rrset.records());
        let shared = addresses.clone().find_map(|address| {
            let other = first.get(address.rdata()).filter(|other| **other != host)?;
            Some((address, *other))
        });
        if let Some((address, other)) = shared {
            cx.report_on(record, Part::Field(types::ns::NAME_SERVER), |finding| {
                finding
                    .message(format!(
                        "name servers `{other}` and `{host}` share the address `{}`",
                        address.present()
                    ))
                    .help("name a second server in another network");
            });
        }
        for address in addresses {
            first.entry(address.rdata().to_vec()).or_insert(host);
        }
    }
}
