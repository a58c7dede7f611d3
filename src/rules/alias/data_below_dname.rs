use crate::finding::Severity;
use crate::rr::Rtype;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A name below a `DNAME` has records.
    ///
    /// NSEC3 records with their RRSIG may stand below a DNAME at the apex. Records below a zone cut are
    /// judged with the cut; a DNAME beside the NS records of a delegation is `dname-and-ns`.
    ///
    /// ## Why it breaks
    /// A DNAME redirects all names below it. A server that keeps to that never serves these records; Knot and
    /// NSD do not load the zone. On a server that does serve them, answers depend on what is in the
    /// resolver's cache.
    ///
    /// ## Bad
    /// ```zone,bad
    /// old      DNAME  example.org.
    /// www.old  A      192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// old      DNAME  example.org.
    /// old      A      192.0.2.1
    /// ```
    code: "ALI007",
    name: "data-below-dname",
    summary: "records below a DNAME",
    breaks: "these records are never served: the DNAME answers for every name below it (RFC 6672 section \
        2.4)",
    severity: Severity::Error,
    rfcs: &["RFC 6672 section 2.4"],
    since: "0.1.0",
    check: Check::Rrset(&[types::DNAME], check),
}

/// What hashed denial of existence puts below an apex, DNAME or not.
const DENIAL: &[Rtype] = &[types::NSEC3, types::RRSIG];

fn check(dname: Rrset<'_>, cx: &mut Cx<'_>) {
    // A DNAME below another one is itself what is reported; its names are below that other one too.
    if dname.node().is_below_cut() || dname.node().is_below_dname() {
        return;
    }
    let mut next = dname.node().next();
    while let Some(node) = next.filter(|node| node.name().is_below(dname.owner())) {
        next = node.next();
        let Some(rrset) = node.rrsets().find(|rrset| !DENIAL.contains(&rrset.rtype())) else { continue };
        if node.is_below_cut() {
            continue;
        }
        cx.report_on(rrset.first(), Part::Owner, |finding| {
            finding
                .message(format!("`{}` is below the DNAME `{}`", node.name(), dname.owner()))
                .label(dname.first().whole(), "redirects all names below it")
                .help(format!(
                    "move the records to the DNAME's target, or remove the DNAME at `{}`",
                    dname.owner()
                ));
        });
    }
}
