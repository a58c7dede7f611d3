use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A wildcard owns a `DNAME`.
    ///
    /// ## Why it breaks
    /// A DNAME redirects the names below its owner, a wildcard stands for names that do not exist. Both at
    /// once is left undefined: servers synthesize a DNAME, treat the asterisk as a plain label, or answer
    /// NXDOMAIN.
    ///
    /// ## Bad
    /// ```zone,bad
    /// *.old DNAME  example.org.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// old   DNAME  example.org.
    /// ```
    code: "ALI011",
    name: "wildcard-dname",
    summary: "DNAME at a wildcard",
    breaks: "what is redirected depends on the resolver and its cache (RFC 6672 section 3.3)",
    severity: Severity::Warning,
    rfcs: &["RFC 6672 section 3.3", "RFC 4592 section 4.4"],
    since: "0.1.0",
    check: Check::Rrset(&[types::DNAME], check),
}

fn check(dname: Rrset<'_>, cx: &mut Cx<'_>) {
    let owner = dname.owner();
    if !owner.is_wildcard() {
        return;
    }
    cx.report_on(dname.first(), Part::Owner, |finding| {
        finding.message(format!("wildcard `{owner}` has a DNAME"));
        if let (Some(parent), Some(target)) = (owner.parent(), dname.first().name(types::dname::TARGET)) {
            finding
                .help(format!("write `{parent} DNAME {target}`, which redirects all names below `{parent}`"));
        }
    });
}
