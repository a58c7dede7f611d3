use crate::finding::Severity;
use crate::resolve::alias;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A name has a `DNAME` and a `CNAME`.
    ///
    /// This rule alone reports the pair, not `cname-and-other-data`. At the apex the CNAME is
    /// `cname-at-apex`.
    ///
    /// ## Why it breaks
    /// A CNAME stands alone, and RFC 6672 makes no exception for DNAME. To redirect a name with all names
    /// below it, the name itself needs the records of the target.
    ///
    /// ## Bad
    /// ```zone,bad
    /// old   DNAME  example.org.
    /// old   CNAME  example.org.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// old   DNAME  example.org.
    /// old   A      192.0.2.1
    /// ```
    code: "ALI009",
    name: "cname-and-dname",
    summary: "CNAME beside DNAME",
    breaks: "name servers refuse the zone (RFC 6672 section 2.4)",
    severity: Severity::Error,
    rfcs: &["RFC 6672 section 2.4"],
    since: "0.1.0",
    check: Check::Rrset(&[types::DNAME], check),
    applies_to: EVERY_ZONE,
}

fn check(dname: Rrset<'_>, cx: &mut Cx<'_>) {
    let Some(cname) = dname.node().rrset(types::CNAME) else { return };
    if alias::is_apex(dname.node()) {
        return;
    }
    cx.report_on(dname.first(), Part::Type, |finding| {
        finding
            .message(format!("`{}` has a DNAME beside a CNAME", dname.owner()))
            .label(cname.first().whole(), "cannot stand beside a DNAME")
            .help("replace the CNAME by the address records of its target");
    });
}
