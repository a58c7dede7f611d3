use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Completeness, Part, Rrset};

declare_rule! {
    /// A `DNSKEY` is not at the zone's apex.
    ///
    /// ## Why it breaks
    /// Only the keys at the apex sign a zone. A key elsewhere does nothing; mostly its owner was mistyped,
    /// and the apex lacks it.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  DNSKEY  257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www  A       192.0.2.1
    /// ```
    code: "KEY001",
    name: "dnskey-below-apex",
    summary: "DNSKEY below the zone's apex",
    breaks: "validators never look for keys there (RFC 4035 section 2.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 2.1", "RFC 4034 section 2"],
    since: "0.1.0",
    check: Check::Rrset(&[types::DNSKEY], check),
    applies_to: EVERY_ZONE,
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    // Files of loose keys have no apex, and those of a child zone belong to its apex.
    let whole = cx.zone.completeness() == Completeness::Whole && cx.zone.soa().is_some();
    if rrset.node().is_apex() || !whole {
        return;
    }
    let apex = cx.zone.name();
    cx.report_on(rrset.first(), Part::Owner, |finding| {
        finding.message(format!("DNSKEY at `{}`, below the apex `{}`", rrset.owner(), apex));
        finding.help(format!("move it to `{}`, or take it away", apex));
    });
}
