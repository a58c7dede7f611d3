use crate::dane::lookup;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Zone};

declare_rule! {
    /// A zone has `TLSA` records, and the parent delegates it without `DS`.
    ///
    /// It is judged by parent zones that were given as such, and by signed parent zones that are checked in
    /// the same run.
    ///
    /// ## Why it breaks
    /// Without DS at the parent a zone is insecure, signed or not, and clients ignore its TLSA records.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _25._tcp.mx  TLSA  3 1 1 …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// mx           A     192.0.2.1
    /// ```
    code: "DAN034",
    name: "tlsa-in-insecure-zone",
    summary: "TLSA in a zone without DS at its parent",
    breaks: "clients ignore TLSA records that DNSSEC does not prove (RFC 6698 section 4.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 6698 section 4.1", "RFC 7672 section 2.2.2"],
    since: "0.1.0",
    check: Check::Zone(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    if !zone.has_type(types::TLSA) || !lookup::is_without_ds(zone, cx.given) {
        return;
    }
    let Some(tlsa) =
        zone.nodes().filter(|node| !lookup::is_occluded(*node)).find_map(|node| node.rrset(types::TLSA))
    else {
        return;
    };
    cx.report_on(tlsa.first(), Part::Type, |finding| {
        finding.message(format!("TLSA in `{}`, which has no DS at its parent", zone.name()));
        finding.help(if zone.is_signed() {
            "give the DS of this zone to its parent"
        } else {
            "sign the zone, and give its DS to its parent"
        });
    });
}
