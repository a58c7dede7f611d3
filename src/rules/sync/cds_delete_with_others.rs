use crate::dnssec::sync::is_delete;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A `CDS` or `CDNSKEY` asks for the removal of all `DS`, and another one of that type stands beside it.
    ///
    /// ## Why it breaks
    /// The record for removal has to be the only one of its RRset.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 CDS 0 0 0 00
    /// example. 3600 CDS 13257 13 2 8dfd1321…
    /// example. 3600 CDNSKEY 257 3 13 0pwetjo6…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 CDS 0 0 0 00
    /// example. 3600 CDNSKEY 0 3 0 AA==
    /// ```
    code: "CDS006",
    name: "cds-delete-with-others",
    summary: "removal of all DS asked for together with new ones",
    breaks: "parents cannot tell what is wanted and do nothing; BIND refuses the zone (RFC 8078 section 4)",
    severity: Severity::Error,
    rfcs: &["RFC 8078 section 4"],
    since: "0.1.0",
    check: Check::Rrset(&[types::CDS, types::CDNSKEY], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    let Some(delete) = rrset.records().find(|record| is_delete(*record)) else { return };
    let Some(other) = rrset.records().find(|record| !is_delete(*record)) else { return };
    cx.report_on(delete, Part::Rdata, |finding| {
        finding
            .message(format!("{} asks for the removal of all DS, and others for new ones", delete.rtype()));
        finding
            .label(other.whole(), "names a key")
            .help("keep this record alone to make the zone unsigned, or take it away");
    });
}
