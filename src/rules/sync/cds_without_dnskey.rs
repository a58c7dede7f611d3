use crate::dnssec::sync::Sync;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The apex has `CDS` or `CDNSKEY` records and no `DNSKEY`.
    ///
    /// ## Why it breaks
    /// The records are believed only when they validate. Without keys they do nothing, and `named` does not
    /// load such a file. A request for removal (`0 0 0 00`) in a file that a signer reads is not reported.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  CDS  12345 13 2 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 CDS …
    /// ```
    code: "CDS001",
    name: "cds-without-dnskey",
    summary: "CDS or CDNSKEY in a zone without DNSKEY",
    breaks: "BIND refuses the zone, and parents ignore the records, which nobody can validate (RFC 7344 \
        section 4.1)",
    severity: Severity::Error,
    rfcs: &["RFC 7344 section 4.1"],
    since: "0.1.0",
    check: Check::Sync(check),
}

fn check(sync: &Sync<'_>, cx: &mut Cx<'_>) {
    let zone = sync.zone;
    if !sync.keys.is_empty() || zone.may_have(zone.name(), types::DNSKEY) {
        return;
    }
    let Some(first) = sync.named(sync.cds).chain(sync.named(sync.cdnskey)).map(|named| named.record).next()
    else {
        return;
    };
    cx.report_on(first, Part::Whole, |finding| {
        finding.message(format!("`{}` has {} and no DNSKEY", zone.name(), first.rtype()));
        finding.help("take the record away, or leave it to the signer, which adds it with the keys");
    });
}
