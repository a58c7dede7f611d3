use crate::finding::Severity;
use crate::resolve::delegation::{Delegations, cut_above};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// An address stands at or below a zone cut, and no `NS` record of the zone names its owner.
    ///
    /// Registries may keep addresses of registered hosts so; elsewhere it is left over, or was meant to be
    /// seen.
    ///
    /// ## Why it breaks
    /// Below a zone cut only the addresses of name servers are given out, as glue. This one is in the file
    /// and in no answer: whoever added it will wonder.
    ///
    /// ## Bad
    /// ```zone,bad
    /// shop      NS  ns1.example.net.
    /// www.shop  A   192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// shop      NS  ns1.shop
    /// ns1.shop  A   192.0.2.1
    /// ```
    code: "DEL008",
    name: "glue-unused",
    summary: "address below a zone cut that no NS names",
    breaks: "nobody gets this address from here: the delegated zone is asked for it (RFC 1034 section 4.2.1)",
    severity: Severity::Info,
    rfcs: &["RFC 1034 section 4.2.1", "RFC 2181 section 6.1"],
    since: "0.1.0",
    check: Check::Delegations(check),
}

fn check(delegations: &Delegations<'_>, cx: &mut Cx<'_>) {
    for rrset in &delegations.unused {
        cx.report_on(rrset.first(), Part::Owner, |finding| {
            let cut = cut_above(rrset.node());
            let place = if rrset.node().is_cut() { "at" } else { "below" };
            let owner = rrset.owner();
            finding.message(format!("`{owner} {}` is {place} a zone cut, and no NS names it", rrset.rtype()));
            if let Some(ns) = cut.and_then(|cut| cut.rrset(types::NS)) {
                finding.label(ns.first().whole(), "delegated here");
            }
            finding.help("move it to the delegated zone, or remove it");
        });
    }
}
