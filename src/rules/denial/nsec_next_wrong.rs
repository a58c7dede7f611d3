use crate::dnssec::Denial;
use crate::dnssec::denial::{Target, WrongNext};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The `NSEC` of a name does not lead to the next name of the zone in canonical order.
    ///
    /// ## Why it breaks
    /// An NSEC says: between my owner and this name there is nothing. One that leads too far denies names
    /// that exist. One that leads to a name that is gone, or not far enough, leaves a gap in which nothing
    /// can be denied.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// a.example. … NSEC www.example. …
    /// m.example. … A 192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// a.example. … NSEC m.example. …
    /// m.example. … A 192.0.2.1
    /// ```
    code: "DEN007",
    name: "nsec-next-wrong",
    summary: "NSEC that does not lead to the next name",
    breaks: "validating resolvers answer SERVFAIL for names in the gap, or deny names that exist (RFC 4034 \
        section 4.1.1)",
    severity: Severity::Error,
    rfcs: &["RFC 4034 section 4.1.1", "RFC 4035 section 2.3"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    let next = &denial.nsec.next;
    for &WrongNext { record, found, target, expected } in next.get(&()).1 {
        let (name, expected_name) = (record.owner(), expected.name());
        cx.report_on(record, Part::Field(types::nsec::NEXT_DOMAIN_NAME), |finding| {
            finding
                .message(format!("NSEC of `{name}` leads to `{found}`, the next name is `{expected_name}`"));
            finding.here(match target {
                Target::NotBehind => {
                    format!("stands in front: names up to `{expected_name}` cannot be denied")
                }
                Target::Beyond => format!("denies `{expected_name}` and all up to here"),
                Target::Missing => "no such name with NSEC".to_owned(),
                Target::EmptyNonTerminal => "this name has no records of its own".to_owned(),
                Target::BelowCut => "this name is below a zone cut".to_owned(),
                Target::BelowDname => "this name is below a DNAME and has no NSEC".to_owned(),
                Target::OutOfZone => "this name is outside the zone".to_owned(),
            });
            if let Some(rrset) = expected.rrsets().next() {
                finding.label(rrset.first().whole(), "the next name");
            }
            finding.help(format!("sign the zone again, so that it leads to `{expected_name}`"));
        });
    }
    cx.unshown(next.unkept(&()));
}
