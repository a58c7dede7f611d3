use crate::dnssec::Denial;
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Lookup, Part};

declare_rule! {
    /// A name below a zone cut, such as glue, has an `NSEC` record.
    ///
    /// ## Why it breaks
    /// Below a cut the child zone is the one to say what exists. A signer that makes NSEC records there takes
    /// glue for data of its own, and probably signs the glue too.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// sub.example. … NS ns.sub.example.
    /// ns.sub.example. … A 192.0.2.3
    /// ns.sub.example. … NSEC …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// sub.example. … NS ns.sub.example.
    /// sub.example. … NSEC www.example. NS RRSIG NSEC
    /// ns.sub.example. … A 192.0.2.3
    /// ```
    code: "DEN010",
    name: "nsec-below-cut",
    summary: "NSEC below a zone cut",
    breaks: "nothing that asks: servers never give out what is below a cut, and RFC 4035 section 2.3 has no \
        NSEC there",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 2.3"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    let below = &denial.nsec.below_cut;
    for &record in below.get(&()).1 {
        let Lookup::Delegated(cut) = denial.zone.lookup(record.owner()) else { continue };
        cx.report_on(record, Part::Owner, |finding| {
            finding.message(format!(
                "NSEC of `{}` stands below the zone cut `{}`",
                record.owner(),
                cut.name()
            ));
            if let Some(ns) = cut.rrset(crate::rr::types::NS) {
                finding.label(ns.first().whole(), "the zone is cut here");
            }
            finding.help(format!(
                "remove it, and let the NSEC of `{}` lead to the name behind the cut",
                cut.name()
            ));
        });
    }
    cx.unshown(below.unkept(&()));
}
