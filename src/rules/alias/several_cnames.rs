use crate::finding::Severity;
use crate::record::duplicate;
use crate::resolve::alias;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A name has `CNAME` records with different targets.
    ///
    /// One CNAME written twice is a duplicate and not reported here; CNAMEs at the apex are `cname-at-apex`.
    ///
    /// ## Why it breaks
    /// An alias has one canonical name. Most servers refuse the zone; behind those that do not, a resolver
    /// takes one of the CNAMEs or calls the answer broken. It is no way to spread load.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www    CNAME  host1
    /// www    CNAME  host2
    /// host1  A      192.0.2.1
    /// host2  A      192.0.2.2
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www    A      192.0.2.1
    /// www    A      192.0.2.2
    /// ```
    code: "ALI002",
    name: "several-cnames",
    summary: "several CNAMEs at a name",
    breaks: "name servers refuse the zone, or each query follows another of the CNAMEs (RFC 2181 section \
        10.1)",
    severity: Severity::Error,
    rfcs: &["RFC 2181 section 10.1", "RFC 1034 section 3.6.2"],
    since: "0.1.0",
    check: Check::Rrset(&[types::CNAME], check),
    applies_to: EVERY_ZONE,
}

/// How many records besides the first two are pointed at.
const SHOWN: usize = 3;

fn check(cname: Rrset<'_>, cx: &mut Cx<'_>) {
    if cname.len() == 1 || alias::is_apex(cname.node()) {
        return;
    }
    let distinct = duplicate::distinct(cname);
    let [first, second, others @ ..] = distinct.as_slice() else { return };
    cx.report_on(*second, Part::Field(types::cname::CANONICAL_NAME), |finding| {
        finding
            .message(format!("`{}` has {} CNAME records", cname.owner(), distinct.len()))
            .label(first.whole(), "the first one");
        for record in others.iter().take(SHOWN) {
            finding.label(record.whole(), "one more");
        }
        finding.help("keep one CNAME, or replace all of them by the address records of their targets");
    });
}
