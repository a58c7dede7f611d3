use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// An `NSEC3PARAM` stands at a name below the apex.
    ///
    /// ## Why it breaks
    /// It announces a chain of the zone it is in and is looked for at the apex. One further down was pasted
    /// with a wrong owner.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   A           192.0.2.1
    /// www   NSEC3PARAM  1 0 0 -
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A           192.0.2.1
    /// ```
    code: "DEN030",
    name: "nsec3param-below-apex",
    summary: "NSEC3PARAM below the apex",
    breaks: "nobody uses it: servers look for NSEC3PARAM at the apex alone (RFC 5155 section 4)",
    severity: Severity::Warning,
    rfcs: &["RFC 5155 section 4"],
    since: "0.1.0",
    check: Check::Rrset(&[types::NSEC3PARAM], check),
    applies_to: EVERY_ZONE,
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    let node = rrset.node();
    if node.is_apex() || node.is_below_cut() {
        return;
    }
    let apex = cx.zone.name();
    cx.report_on(rrset.first(), Part::Owner, |finding| {
        finding.message(format!("NSEC3PARAM of `{}` stands below the apex `{apex}`", rrset.owner()));
        finding.help("remove it");
    });
}
