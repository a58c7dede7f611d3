use crate::dnssec::{Zonemd, ZonemdVerdict};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// A `ZONEMD` record was made for another serial than that of the `SOA`, and no other one matches.
    ///
    /// ## Why it breaks
    /// The zone was changed after it was digested. Whoever verifies it may not use such a record; where there
    /// is no other, the zone fails.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  ZONEMD  2026120100 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  ZONEMD  1 1 1 7aecbf5335e0ddb305673e43b779a21a7455d1e50a178c0ba49720e14d02f616606e67bfa785ccef044df66e4653bf00
    /// ```
    code: "ZMD002",
    name: "zonemd-serial-mismatch",
    summary: "ZONEMD is of another serial than the SOA",
    breaks: "secondaries and resolvers that verify the zone cannot use the digest (RFC 8976 section 4)",
    severity: Severity::Error,
    rfcs: &["RFC 8976 section 2.2.1", "RFC 8976 section 4"],
    since: "0.1.0",
    check: Check::Zonemd(check),
    applies_to: EVERY_ZONE,
}

fn check(zonemd: &Zonemd<'_>, cx: &mut Cx<'_>) {
    if zonemd.is_verified() {
        return;
    }
    for claim in &zonemd.claims {
        let ZonemdVerdict::OtherSerial(serial) = claim.verdict else { continue };
        cx.report_on(claim.record, Part::Field(types::zonemd::SERIAL), |finding| {
            finding.message(format!("ZONEMD is of serial {}, the SOA has {serial}", claim.serial));
            if let Some(soa) = zonemd.zone.soa() {
                finding.label(soa.span(Part::Field(types::soa::SERIAL)), "the zone has this serial");
            }
            finding.help(format!("digest the zone again, so that the record begins with `{serial}`"));
        });
    }
}
