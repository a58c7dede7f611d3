use crate::finding::Severity;
use crate::resolve::alias;
use crate::rr::Rtype;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A name with a `CNAME` has records of another type.
    ///
    /// RRSIG and NSEC (RFC 4035 section 2.5) and the older KEY, SIG and NXT (RFC 2535) may stand there. A
    /// CNAME at the apex is `cname-at-apex`, one beside DNAME `cname-and-dname`, a second one
    /// `several-cnames`.
    ///
    /// ## Why it breaks
    /// A CNAME says that all records of this name are found elsewhere. Most servers refuse to load the zone.
    /// A resolver that has the CNAME in its cache never asks for the other records.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   CNAME  host
    /// www   TXT    "hello"
    /// host  A      192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   CNAME  host
    /// host  A      192.0.2.1
    /// host  TXT    "hello"
    /// ```
    code: "ALI001",
    name: "cname-and-other-data",
    summary: "CNAME beside other records",
    breaks: "name servers refuse the zone, or resolvers see either the CNAME or the rest, by chance (RFC \
        1034 section 3.6.2)",
    severity: Severity::Error,
    rfcs: &["RFC 1034 section 3.6.2", "RFC 2181 section 10.1", "RFC 4035 section 2.5"],
    since: "0.1.0",
    check: Check::Rrset(&[types::CNAME], check),
    applies_to: EVERY_ZONE,
}

/// How many of the other RRsets are pointed at.
const SHOWN: usize = 4;

/// Types that may stand beside a CNAME, and DNAME, which has its own rule.
const BESIDE: &[Rtype] =
    &[types::CNAME, types::DNAME, types::RRSIG, types::NSEC, types::KEY, types::SIG, types::NXT];

fn check(cname: Rrset<'_>, cx: &mut Cx<'_>) {
    let node = cname.node();
    let mut others = node.rrsets().filter(|rrset| !BESIDE.contains(&rrset.rtype())).peekable();
    if others.peek().is_none() || alias::is_apex(node) {
        return;
    }
    cx.report_on(cname.first(), Part::Type, |finding| {
        let others: Vec<Rrset<'_>> = others.take(SHOWN).collect();
        let types: Vec<String> = others.iter().map(|rrset| rrset.rtype().to_string()).collect();
        finding.message(format!("`{}` has a CNAME beside {}", cname.owner(), types.join(", ")));
        for other in others {
            finding.label(other.first().whole(), "cannot stand beside a CNAME");
        }
        finding.help(format!("remove the CNAME, or move {} to the CNAME's target", types.join(", ")));
    });
}
