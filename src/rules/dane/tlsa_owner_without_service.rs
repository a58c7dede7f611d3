use crate::dane::owner::Stray;
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The owner of a `TLSA` RRset names no port and transport, and no alias in the zones of the run leads
    /// there.
    ///
    /// ## Why it breaks
    /// Such a name is useful as the target of aliases: `_25._tcp.mx CNAME tlsa._dane`. An alias in a zone
    /// that is not checked together with this one may be enough. Without one, no client ever sees the
    /// records.
    ///
    /// ## Bad
    /// ```zone,bad
    /// tlsa._dane       TLSA   3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// tlsa._dane       TLSA   3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// _25._tcp.mx      CNAME  tlsa._dane
    /// ```
    code: "DAN002",
    name: "tlsa-owner-without-service",
    summary: "only an alias can lead to the TLSA records",
    breaks: "clients find these records only over a CNAME at `_port._transport.host` (RFC 7671 section 6)",
    severity: Severity::Info,
    rfcs: &["RFC 6698 section 3", "RFC 7671 section 6"],
    since: "0.1.0",
    check: Check::StrayTlsa(check),
}

fn check(stray: &Stray<'_>, cx: &mut Cx<'_>) {
    if stray.flaw.is_some() {
        return;
    }
    let owner = stray.rrset.owner();
    cx.report_on(stray.rrset.first(), Part::Owner, |finding| {
        finding.message(format!("no alias at hand leads to the TLSA records of `{owner}`")).help(format!(
            "point an alias here, such as `_25._tcp.mx CNAME {owner}`, or check its zone together with this \
            one"
        ));
    });
}
