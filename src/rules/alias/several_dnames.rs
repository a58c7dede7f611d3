use crate::finding::Severity;
use crate::record::duplicate;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A name has `DNAME` records with different targets.
    ///
    /// One DNAME written twice is a duplicate and not reported here.
    ///
    /// ## Why it breaks
    /// A subtree is redirected to one place. Servers refuse a second DNAME, or synthesize each answer from
    /// whichever comes first.
    ///
    /// ## Bad
    /// ```zone,bad
    /// old   DNAME  example.org.
    /// old   DNAME  example.com.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// old   DNAME  example.org.
    /// ```
    code: "ALI008",
    name: "several-dnames",
    summary: "several DNAMEs at a name",
    breaks: "name servers refuse the zone, or redirect to either target (RFC 6672 section 2.4)",
    severity: Severity::Error,
    rfcs: &["RFC 6672 section 2.4"],
    since: "0.1.0",
    check: Check::Rrset(&[types::DNAME], check),
    applies_to: EVERY_ZONE,
}

/// How many records besides the first two are pointed at.
const SHOWN: usize = 3;

fn check(dname: Rrset<'_>, cx: &mut Cx<'_>) {
    let distinct = duplicate::distinct(dname);
    let [first, second, others @ ..] = distinct.as_slice() else { return };
    cx.report_on(*second, Part::Field(types::dname::TARGET), |finding| {
        finding
            .message(format!("`{}` has {} DNAME records", dname.owner(), distinct.len()))
            .label(first.whole(), "the first one");
        for record in others.iter().take(SHOWN) {
            finding.label(record.whole(), "one more");
        }
        finding.help("keep one DNAME, the one whose target is meant");
    });
}
