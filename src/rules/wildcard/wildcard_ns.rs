use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A wildcard owns `NS` records.
    ///
    /// Names below a zone cut are not looked at.
    ///
    /// ## Why it breaks
    /// A delegation is for one name. RFC 4592 leaves undefined what NS records at a wildcard do: BIND does
    /// not load the zone, other servers delegate a zone whose name is the asterisk itself.
    ///
    /// ## Bad
    /// ```zone,bad
    /// *     NS   ns1.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// sub   NS   ns1.example.net.
    /// ```
    code: "WLD001",
    name: "wildcard-ns",
    summary: "NS at a wildcard",
    breaks: "BIND refuses the zone; elsewhere no name below the wildcard is delegated (RFC 4592 section 4.2)",
    severity: Severity::Error,
    rfcs: &["RFC 4592 section 4.2"],
    since: "0.1.0",
    check: Check::Rrset(&[types::NS], check),
    applies_to: EVERY_ZONE,
}

fn check(ns: Rrset<'_>, cx: &mut Cx<'_>) {
    let node = ns.node();
    if !ns.owner().is_wildcard() || node.is_below_cut() || node.is_apex() {
        return;
    }
    cx.report_on(ns.first(), Part::Owner, |finding| {
        finding
            .message(format!("wildcard `{}` has NS records", ns.owner()))
            .help("write the NS records at each name that is to be delegated");
    });
}
