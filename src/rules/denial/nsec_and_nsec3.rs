use crate::dnssec::Denial;
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The zone has both `NSEC` and `NSEC3` records.
    ///
    /// ## Why it breaks
    /// A zone that changes from NSEC to NSEC3 has both for a time, the `NSEC3PARAM` added last. Where that is
    /// not going on, the rest of an older signing was left behind.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// … NSEC3 1 0 0 - …
    /// a.example. … NSEC www.example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// a.example. … NSEC www.example. …
    /// ```
    code: "DEN033",
    name: "nsec-and-nsec3",
    summary: "NSEC and NSEC3 in one zone",
    breaks: "nobody: servers use one of the two, and a change from one to the other passes through this (RFC \
        5155 section 10.4)",
    severity: Severity::Info,
    rfcs: &["RFC 5155 section 10.4", "RFC 5155 section 10.5"],
    since: "0.1.0",
    check: Check::Denial(check),
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    let (Some(nsec), Some(set)) = (denial.first_nsec, denial.nsec3.sets.first()) else { return };
    let (used, spare) = if denial.nsec_is_in_force { ("NSEC", "NSEC3") } else { ("NSEC3", "NSEC") };
    let (spare_record, used_record) =
        if denial.nsec_is_in_force { (set.first, nsec) } else { (nsec, set.first) };
    cx.report_on(spare_record, Part::Type, |finding| {
        finding
            .message(format!("zone `{}` has {spare} besides {used}, which servers use", denial.zone.name()));
        finding.here(format!("the first {spare} record"));
        finding.label(used_record.whole(), format!("the first {used} record"));
        finding.help(format!("remove the {spare} records when the change is over"));
    });
}
