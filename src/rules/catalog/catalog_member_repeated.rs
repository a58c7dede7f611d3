use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Purpose, Record, Zone, catalog_members};

declare_rule! {
    /// Two member nodes of a catalog zone name the same zone.
    ///
    /// ## Why it breaks
    /// The zone exists already when the second member is read: it is ignored. When the first one is removed
    /// later, the zone and what is kept of it may go.
    ///
    /// ## Bad
    /// ```zone,bad,whole,file=catalog.example.zone
    /// $ORIGIN catalog.example.
    /// $TTL 3600
    /// @ SOA invalid. invalid. 1 14400 3600 1209600 3600
    /// @ NS invalid.
    /// version   TXT  "2"
    /// a1.zones  PTR  example.net.
    /// a2.zones  PTR  example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole,file=catalog.example.zone
    /// $ORIGIN catalog.example.
    /// $TTL 3600
    /// @ SOA invalid. invalid. 1 14400 3600 1209600 3600
    /// @ NS invalid.
    /// version   TXT  "2"
    /// a1.zones  PTR  example.net.
    /// a2.zones  PTR  example.org.
    /// ```
    code: "CAT003",
    name: "catalog-member-repeated",
    summary: "zone is in the catalog twice",
    breaks: "servers take the zone once, with the properties of either member, and log an error (RFC 9432 \
        section 5.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 9432 sections 4.1 and 5.2"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: &[Purpose::Catalog],
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let mut seen: BTreeMap<Box<[u8]>, Record<'_>> = BTreeMap::new();
    for record in
        catalog_members(zone).filter_map(|node| node.rrset(types::PTR)).flat_map(|ptr| ptr.records())
    {
        let Some(name) = record.name(types::ptr::TARGET) else { continue };
        let Some(first) = seen.insert(name.key(), record) else { continue };
        // Two under one label are a fault of that label.
        if first.owner() == record.owner() {
            continue;
        }
        cx.report_on(record, Part::Rdata, |finding| {
            finding
                .message(format!("zone `{name}` is in the catalog twice"))
                .label(first.whole(), "also here")
                .help("remove one of the members");
        });
    }
}
