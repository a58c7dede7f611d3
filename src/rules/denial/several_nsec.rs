use crate::dnssec::Denial;
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// A name has more than one `NSEC`, or more than one `NSEC3` with the same parameters.
    ///
    /// ## Why it breaks
    /// A chain has one record for each name. Two that differ contradict each other in what exists at the
    /// name, or behind it.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. … NSEC zzz.example. …
    /// www.example. … NSEC example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. … NSEC example. …
    /// ```
    code: "DEN009",
    name: "several-nsec",
    summary: "several NSEC, or NSEC3 of one chain, at one name",
    breaks: "resolvers that read one and not the other deny what exists or cannot deny what does not (RFC \
        4035 section 2.3)",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 2.3", "RFC 5155 section 7.1"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    for several in [&denial.nsec.several, &denial.nsec3.several] {
        for &record in several.get(&()).1 {
            let rrset = record.zone().node(record.owner()).and_then(|node| node.rrset(record.rtype()));
            let Some(rrset) = rrset else { continue };
            cx.report_on(record, Part::Owner, |finding| {
                finding.message(format!(
                    "`{}` has {} {} records that differ, 1 is right",
                    record.owner(),
                    rrset.len(),
                    record.rtype()
                ));
                for other in rrset.records().filter(|other| other.id() != record.id()).take(4) {
                    finding.label(other.whole(), "another");
                }
                finding.help("remove those that an older signing left behind, and sign the zone again");
            });
        }
        cx.unshown(several.unkept(&()));
    }
}
