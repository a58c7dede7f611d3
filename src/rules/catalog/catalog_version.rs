use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;
use crate::zone::{Part, Purpose, Zone, catalog_version};

declare_rule! {
    /// A catalog zone has no `TXT` record at `version`, several, or one that is not `2`.
    ///
    /// `1`, which BIND had before the RFC, is not reported.
    ///
    /// ## Why it breaks
    /// The version says how the catalog is to be read. A server that does not find the one it knows leaves
    /// everything as it is.
    ///
    /// ## Bad
    /// ```zone,bad,whole,file=catalog.example.zone
    /// $ORIGIN catalog.example.
    /// $TTL 3600
    /// @ SOA invalid. invalid. 1 14400 3600 1209600 3600
    /// @ NS invalid.
    /// version   TXT  "3"
    /// a1.zones  PTR  example.net.
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
    /// ```
    code: "CAT001",
    name: "catalog-version",
    summary: "catalog zone without a version that is defined",
    breaks: "servers do not take a zone from this catalog, nor remove one (RFC 9432 section 4.2.1)",
    severity: Severity::Error,
    rfcs: &["RFC 9432 section 4.2.1"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: &[Purpose::Catalog],
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    if zone.has_unread() {
        return;
    }
    let Some(txt) = catalog_version(zone).and_then(|node| node.rrset(types::TXT)) else {
        let Some(soa) = zone.soa() else { return };
        cx.report_on(soa, Part::Owner, |finding| {
            let message = format!("catalog zone `{}` has no version", zone.name());
            finding.message(message).help(format!("add `version.{} TXT \"2\"`", zone.name()));
        });
        return;
    };
    if let Some(second) = txt.records().nth(1) {
        cx.report_on(second, Part::Whole, |finding| {
            finding
                .message(format!("catalog zone `{}` has {} versions", zone.name(), txt.len()))
                .label(txt.first().whole(), "the first one")
                .help("keep one of them");
        });
    } else if !matches!(txt.first().rdata(), b"\x012" | b"\x011") {
        cx.report_on(txt.first(), Part::Rdata, |finding| {
            finding
                .message(format!(
                    "version of the catalog is {}, expected \"2\"",
                    excerpt(txt.first().present().as_bytes(), 24)
                ))
                .help("write `\"2\"`");
        });
    }
}
