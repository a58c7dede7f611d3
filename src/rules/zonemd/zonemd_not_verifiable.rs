use crate::dnssec::Zonemd;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// No `ZONEMD` record of the zone has a scheme and hash algorithm that are defined, so that no digest was
    /// checked.
    ///
    /// Defined are scheme 1 (SIMPLE) with hash algorithm 1 (SHA-384) or 2 (SHA-512). Numbers from 240 are for
    /// private use: whoever uses them needs one of the others besides, for everybody else.
    ///
    /// ## Why it breaks
    /// Nothing fails, and nothing is protected: whoever wants to verify the zone has to do without.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  ZONEMD  1 240 1 00112233445566778899aabbccddeeff
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  ZONEMD  1 240 1 00112233445566778899aabbccddeeff
    /// @  ZONEMD  1 1 1 7aecbf5335e0ddb305673e43b779a21a7455d1e50a178c0ba49720e14d02f616606e67bfa785ccef044df66e4653bf00
    /// ```
    code: "ZMD004",
    name: "zonemd-not-verifiable",
    summary: "no ZONEMD has a scheme and hash algorithm that are defined",
    breaks: "nobody can verify the zone, and neither could danelaw (RFC 8976 section 4)",
    severity: Severity::Info,
    rfcs: &["RFC 8976 section 2.2.2", "RFC 8976 section 2.2.3", "RFC 8976 section 4"],
    since: "0.1.0",
    check: Check::Zonemd(check),
}

fn check(zonemd: &Zonemd<'_>, cx: &mut Cx<'_>) {
    let zone = zonemd.zone;
    if !zonemd.is_all_unsupported() || zone.may_have(zone.name(), types::ZONEMD) {
        return;
    }
    let Some(claim) = zonemd.claims.iter().min_by_key(|claim| claim.record.id()) else { return };
    cx.report_on(claim.record, Part::Rdata, |finding| {
        finding
            .message(format!(
                "no ZONEMD of a defined kind: this is scheme {} with hash {}",
                claim.scheme, claim.hash
            ))
            .here("not checked")
            .help("add a ZONEMD with scheme 1 (SIMPLE) and hash algorithm 1 (SHA-384)");
    });
}
