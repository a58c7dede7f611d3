use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part, Rrset};

declare_rule! {
    /// A `TLSA` RRset stands at or below a name that the zone delegates.
    ///
    /// ## Why it breaks
    /// The name belongs to another zone. Queries for it are answered with the delegation, and the TLSA
    /// records that count are those in the child zone. Signers leave records below a zone cut unsigned, too.
    ///
    /// ## Bad
    /// ```zone,bad
    /// sub               NS    ns1.example.net.
    /// sub               NS    ns2.example.net.
    /// _25._tcp.mx.sub   TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// sub               NS    ns1.example.net.
    /// sub               NS    ns2.example.net.
    /// _25._tcp.mx       TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN003",
    name: "tlsa-below-zone-cut",
    summary: "TLSA at or below a zone cut",
    breaks: "the name servers of this zone answer with the delegation, and nobody ever sees these records \
        (RFC 1034 section 4.3.2)",
    severity: Severity::Error,
    rfcs: &["RFC 1034 section 4.3.2", "RFC 1034 section 4.2.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::TLSA], check),
}

fn check(tlsa: Rrset<'_>, cx: &mut Cx<'_>) {
    let node = tlsa.node();
    if !node.is_cut() && !node.is_below_cut() {
        return;
    }
    let Lookup::Delegated(cut) = cx.zone.lookup(tlsa.owner()) else { return };
    cx.report_on(tlsa.first(), Part::Owner, |finding| {
        let place = if node.is_cut() { "at" } else { "below" };
        finding.message(format!(
            "TLSA records of `{}` are {place} the zone cut `{}`",
            tlsa.owner(),
            cut.name()
        ));
        if let Some(ns) = cut.rrset(types::NS) {
            finding.label(ns.first().whole(), "delegated here");
        }
        finding.help(format!("move the records to the zone `{}`", cut.name()));
    });
}
