use crate::finding::Severity;
use crate::record::duplicate;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Purpose, Rrset, catalog_property};

declare_rule! {
    /// The `coo` property of a catalog member has more than one `PTR` record.
    ///
    /// ## Why it breaks
    /// `coo` names the one catalog that is to take the zone over. With several the catalog is broken, and a
    /// broken catalog is not processed: no zone is added or removed until it is mended.
    ///
    /// ## Bad
    /// ```zone,bad,whole,file=catalog.example.zone
    /// $ORIGIN catalog.example.
    /// $TTL 3600
    /// @ SOA invalid. invalid. 1 14400 3600 1209600 3600
    /// @ NS invalid.
    /// version        TXT  "2"
    /// a1.zones       PTR  example.net.
    /// coo.a1.zones   PTR  one.example.
    /// coo.a1.zones   PTR  two.example.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole,file=catalog.example.zone
    /// $ORIGIN catalog.example.
    /// $TTL 3600
    /// @ SOA invalid. invalid. 1 14400 3600 1209600 3600
    /// @ NS invalid.
    /// version        TXT  "2"
    /// a1.zones       PTR  example.net.
    /// coo.a1.zones   PTR  one.example.
    /// ```
    code: "CAT004",
    name: "catalog-property-repeated",
    summary: "catalog member with several new owners",
    breaks: "servers take the whole catalog for broken and process nothing of it (RFC 9432 section 4.3.1)",
    severity: Severity::Error,
    rfcs: &["RFC 9432 section 4.3.1", "RFC 9432 section 5.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::PTR], check),
    applies_to: &[Purpose::Catalog],
}

fn check(ptr: Rrset<'_>, cx: &mut Cx<'_>) {
    if ptr.len() == 1 || !catalog_property(ptr.node()).is_some_and(|label| label.eq_ignore_ascii_case(b"coo"))
    {
        return;
    }
    let distinct = duplicate::distinct(ptr);
    let [first, second, ..] = distinct.as_slice() else { return };
    cx.report_on(*second, Part::Rdata, |finding| {
        finding
            .message(format!("`{}` has {} PTR records, expected one", ptr.owner(), distinct.len()))
            .label(first.whole(), "the first one")
            .help("keep the catalog that is to take the zone over");
    });
}
