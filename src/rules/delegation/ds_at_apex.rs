use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Completeness, Part, Rrset};

declare_rule! {
    /// The apex of a zone has `DS` records.
    ///
    /// ## Why it breaks
    /// A DS record says which key a delegated zone has, and stands in the parent zone beside the delegation.
    /// At the apex of the zone itself it says nothing.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @    DS   12345 13 2 0000000000000000000000000000000000000000000000000000000000000001
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// sub  NS   ns1.example.net.
    /// sub  DS   12345 13 2 0000000000000000000000000000000000000000000000000000000000000001
    /// ```
    code: "DEL010",
    name: "ds-at-apex",
    summary: "DS at the apex",
    breaks: "BIND refuses the zone; elsewhere nobody asks here for these records, but at the parent (RFC \
        4035 section 2.4)",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 2.4", "RFC 4034 section 5"],
    since: "0.1.0",
    check: Check::Rrset(&[types::DS], check),
}

fn check(ds: Rrset<'_>, cx: &mut Cx<'_>) {
    if !ds.node().is_apex() || cx.zone.completeness() != Completeness::Whole || cx.zone.soa().is_none() {
        return;
    }
    cx.report_on(ds.first(), Part::Owner, |finding| {
        let message = format!("`{}` has DS records in its own zone", ds.owner());
        finding.message(message).help("give the DS records to the parent zone, and remove them here");
    });
}
