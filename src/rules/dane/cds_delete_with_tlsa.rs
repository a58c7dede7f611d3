use crate::dane::lookup;
use crate::dnssec::sync::is_delete_form;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// `CDS` or `CDNSKEY` asks the parent to remove all `DS` records, and the zone has `TLSA` records.
    ///
    /// ## Why it breaks
    /// Without DS the zone is not secure, and clients ignore its TLSA records: who relied on DANE has nothing
    /// from then on.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _25._tcp.mx.example. … TLSA 3 1 1 …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. … CDS 0 0 0 00
    /// ```
    code: "DAN048",
    name: "cds-delete-with-tlsa",
    summary: "removal of all DS asked for in a zone with TLSA",
    breaks: "once the DS are gone, clients ignore the TLSA records of the zone (RFC 6698 section 4.1, RFC \
        8078 section 4)",
    severity: Severity::Warning,
    rfcs: &["RFC 8078 section 4", "RFC 6698 section 4.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::CDS, types::CDNSKEY], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    let zone = cx.zone;
    let is_told = rrset.rtype() == types::CDNSKEY && rrset.node().has(&[types::CDS]);
    if is_told || !rrset.node().is_apex() || !zone.has_type(types::TLSA) {
        return;
    }
    let Some(delete) = rrset.records().find(|record| is_delete_form(*record)) else { return };
    let Some(tlsa) =
        zone.nodes().filter(|node| !lookup::is_occluded(*node)).find_map(|node| node.rrset(types::TLSA))
    else {
        return;
    };
    cx.report_on(delete, Part::Rdata, |finding| {
        finding.message(format!("{} asks for the removal of all DS, and the zone has TLSA", delete.rtype()));
        finding.label(tlsa.first().whole(), "ignored once the zone is not secure");
        finding.help("remove the TLSA records first and wait for their TTL, or take this record away");
    });
}
