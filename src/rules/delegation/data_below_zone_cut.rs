use crate::finding::Severity;
use crate::resolve::delegation::{Delegations, cut_above};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// Records that are neither a delegation nor glue stand at or below a zone cut. Addresses are
    /// `glue-unused`.
    ///
    /// ## Why it breaks
    /// The name servers of this zone answer with a referral for all names at and below the cut. What stands
    /// there is in no answer; it is left over from before the delegation, or belongs into the delegated zone.
    ///
    /// ## Bad
    /// ```zone,bad
    /// shop      NS   ns1.example.net.
    /// www.shop  TXT  "hidden"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// shop      NS   ns1.example.net.
    /// www       TXT  "seen"
    /// ```
    code: "DEL009",
    name: "data-below-zone-cut",
    summary: "data at or below a zone cut",
    breaks: "nobody gets these records from here: the delegated zone is asked for them (RFC 2181 section \
        6.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 2181 section 6.1", "RFC 1034 section 4.2.1"],
    since: "0.1.0",
    check: Check::Delegations(check),
}

fn check(delegations: &Delegations<'_>, cx: &mut Cx<'_>) {
    for rrset in &delegations.hidden {
        cx.report_on(rrset.first(), Part::Owner, |finding| {
            let place = if rrset.node().is_cut() { "at" } else { "below" };
            finding.message(format!("`{} {}` is {place} a zone cut", rrset.owner(), rrset.rtype()));
            if let Some(ns) = cut_above(rrset.node()).and_then(|cut| cut.rrset(types::NS)) {
                finding.label(ns.first().whole(), "delegated here");
            }
            finding.help("move it to the delegated zone, or remove it");
        });
    }
}
