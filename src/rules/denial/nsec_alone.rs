use crate::dnssec::Denial;
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// A name has an `NSEC` and its signature, and no other records.
    ///
    /// ## Why it breaks
    /// Signing must not make names. An NSEC alone is what remains of a name that was removed, or what a
    /// signer wrongly made for an empty non-terminal.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// m.example. … NSEC www.example. RRSIG NSEC
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. … NSEC example. A RRSIG NSEC
    /// ```
    code: "DEN011",
    name: "nsec-alone",
    summary: "name with NSEC and no data",
    breaks: "resolvers are told that the name exists with no data, where it does not exist or is empty (RFC \
        4035 section 2.3)",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 2.3"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    let alone = &denial.nsec.alone;
    for &record in alone.get(&()).1 {
        cx.report_on(record, Part::Owner, |finding| {
            finding.message(format!("`{}` has an NSEC and no data", record.owner()));
            finding.help(format!("remove the NSEC of `{}` and sign the zone again", record.owner()));
        });
    }
    cx.unshown(alone.unkept(&()));
}
