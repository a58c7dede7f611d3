use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A `ZONEMD` record is not at the apex of the zone.
    ///
    /// ## Why it breaks
    /// A digest is of a whole zone and stands at its apex. Anywhere else it means nothing and nobody looks at
    /// it; it is a record like any other, and counts in the digest of the zone it is in.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  ZONEMD  1 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @    ZONEMD  1 1 1 7aecbf5335e0ddb305673e43b779a21a7455d1e50a178c0ba49720e14d02f616606e67bfa785ccef044df66e4653bf00
    /// ```
    code: "ZMD005",
    name: "zonemd-below-apex",
    summary: "ZONEMD is not at the apex",
    breaks: "nobody looks for a digest there (RFC 8976 section 2)",
    severity: Severity::Info,
    rfcs: &["RFC 8976 section 2"],
    since: "0.1.0",
    check: Check::Rrset(&[types::ZONEMD], check),
}

fn check(zonemd: Rrset<'_>, cx: &mut Cx<'_>) {
    if zonemd.node().is_apex() {
        return;
    }
    cx.report_on(zonemd.first(), Part::Owner, |finding| {
        finding.message(format!("ZONEMD at `{}`, which is not the apex", zonemd.owner())).help(format!(
            "remove it, or move it to `{}` if it is the digest of this zone",
            zonemd.node().zone().name()
        ));
    });
}
