use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Purpose, Zone, catalog_members};

declare_rule! {
    /// A member node of a catalog zone has more than one `PTR` record.
    ///
    /// ## Why it breaks
    /// Each member has a label of its own, so that its properties are its own. Two zones under one label make
    /// the catalog a broken one.
    ///
    /// ## Bad
    /// ```zone,bad,whole,file=catalog.example.zone
    /// $ORIGIN catalog.example.
    /// $TTL 3600
    /// @ SOA invalid. invalid. 1 14400 3600 1209600 3600
    /// @ NS invalid.
    /// version   TXT  "2"
    /// a1.zones  PTR  example.net.
    /// a1.zones  PTR  example.org.
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
    code: "CAT002",
    name: "catalog-member-ambiguous",
    summary: "catalog member with several zones",
    breaks: "servers take the whole catalog for broken and process nothing of it (RFC 9432 section 4.1)",
    severity: Severity::Error,
    rfcs: &["RFC 9432 section 4.1"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: &[Purpose::Catalog],
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    for ptr in catalog_members(zone).filter_map(|node| node.rrset(types::PTR)) {
        let Some(second) = ptr.records().nth(1) else { continue };
        cx.report_on(second, Part::Rdata, |finding| {
            finding
                .message(format!("catalog member `{}` has {} zones", ptr.owner(), ptr.len()))
                .label(ptr.first().whole(), "the first one")
                .help("give each zone a label of its own");
        });
    }
}
