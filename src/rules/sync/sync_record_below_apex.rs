use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Completeness, Part, Rrset};

declare_rule! {
    /// A `CDS`, `CDNSKEY` or `CSYNC` is not at the zone's apex.
    ///
    /// ## Why it breaks
    /// Nobody reads it there. Mostly its owner was mistyped, and the parent sees no request.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  CSYNC  1 3 NS
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @    CSYNC  1 1 NS
    /// ```
    code: "CDS010",
    name: "sync-record-below-apex",
    summary: "CDS, CDNSKEY or CSYNC below the apex",
    breaks: "parents look for it at the apex only (RFC 7344 section 4.1, RFC 7477 section 2)",
    severity: Severity::Warning,
    rfcs: &["RFC 7344 section 4.1", "RFC 7477 section 2"],
    since: "0.1.0",
    check: Check::Rrset(&[types::CDS, types::CDNSKEY, types::CSYNC], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    let apex = cx.zone.name();
    if rrset.node().is_apex()
        || cx.zone.soa().is_none()
        || cx.zone.completeness() != Completeness::Whole
        || is_signal(rrset)
    {
        return;
    }
    cx.report_on(rrset.first(), Part::Owner, |finding| {
        finding.message(format!("{} at `{}`, below the apex `{apex}`", rrset.rtype(), rrset.owner()));
        finding.help(format!("move it to `{apex}`, or take it away"));
    });
}

/// Whether it speaks for another zone: `_dsboot.<zone>._signal.<name server>` (RFC 9615 section 4.1.1).
fn is_signal(rrset: Rrset<'_>) -> bool {
    let owner = rrset.owner();
    owner.first_label().eq_ignore_ascii_case(b"_dsboot")
        && owner.labels().any(|label| label.eq_ignore_ascii_case(b"_signal"))
}
