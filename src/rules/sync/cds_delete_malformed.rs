use crate::dnssec::sync::{is_delete, is_delete_form};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// A `CDS` or `CDNSKEY` has algorithm 0, and its other fields are not those of the record that asks for
    /// removal.
    ///
    /// ## Why it breaks
    /// Removal is `CDS 0 0 0 00` and `CDNSKEY 0 3 0 AA==`, and nothing else has algorithm 0.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 CDS 0 0 2 00
    /// example. 3600 CDNSKEY 0 3 0 AA==
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 CDS 0 0 0 00
    /// example. 3600 CDNSKEY 0 3 0 AA==
    /// ```
    code: "CDS007",
    name: "cds-delete-malformed",
    summary: "CDS with algorithm 0 is not the removal record",
    breaks: "parents take it neither as a request for removal nor as a DS (RFC 8078 section 4)",
    severity: Severity::Error,
    rfcs: &["RFC 8078 section 4"],
    since: "0.1.0",
    check: Check::Record(&[types::CDS, types::CDNSKEY], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    if !is_delete(record) || is_delete_form(record) {
        return;
    }
    let form = if record.rtype() == types::CDS { "0 0 0 00" } else { "0 3 0 AA==" };
    cx.report_on(record, Part::Rdata, |finding| {
        finding.message(format!("{} has algorithm 0, and removal is `{form}`", record.rtype()));
        finding.help(format!("write `{form}` to have all DS removed"));
    });
}
