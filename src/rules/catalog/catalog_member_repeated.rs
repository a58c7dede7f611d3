use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Purpose, Record, Zone, catalog_members};

declare_rule! {
    /// Two member nodes of a catalog zone name the same zone.
    ///
    /// ## Why it breaks
    /// A catalog with one zone under two labels is broken, and a broken catalog is not processed: no zone is
    /// added or removed until it is mended.
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
    breaks: "servers take the whole catalog for broken and process nothing of it (RFC 9432 section 4.1)",
    severity: Severity::Error,
    rfcs: &["RFC 9432 section 4.1", "RFC 9432 section 5.1"],
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
