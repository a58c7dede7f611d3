use crate::dnssec::{Zonemd, ZonemdVerdict};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::wire::base16;
use crate::zone::Part;

declare_rule! {
    /// The digest of a `ZONEMD` record is not the digest of the zone.
    ///
    /// Every record of the zone counts, glue and hidden records included; left out are the `ZONEMD` RRset at
    /// the apex and its signature. The TTL of a record is part of what is hashed. Where another
    /// `ZONEMD` record matches, the finding is `zonemd-spare-unusable`.
    ///
    /// ## Why it breaks
    /// A secondary or resolver that verifies what it was sent takes the zone for damaged. It refuses the
    /// transfer and goes on with the old one until that expires.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @    ZONEMD  1 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
    /// www  A       192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @    ZONEMD  1 1 1 feb5601d95ba6d3021fd2178e26228c78f6e7a8ab3c130eedf9a0aee0c1fae3237d292da51d1c38f6fe4defcafb5df43
    /// www  A       192.0.2.1
    /// ```
    code: "ZMD001",
    name: "zonemd-digest-mismatch",
    summary: "ZONEMD digest is not that of the zone",
    breaks: "secondaries and resolvers that verify the zone refuse it (RFC 8976 section 4)",
    severity: Severity::Error,
    rfcs: &["RFC 8976 section 3.3.1", "RFC 8976 section 4"],
    since: "0.1.0",
    check: Check::Zonemd(check),
    applies_to: EVERY_ZONE,
}

/// Digits of a digest that tell it from another.
const SHOWN_DIGITS: usize = 8;

fn check(zonemd: &Zonemd<'_>, cx: &mut Cx<'_>) {
    if zonemd.is_verified() {
        return;
    }
    for claim in &zonemd.claims {
        let ZonemdVerdict::Wrong(hash, expected) = &claim.verdict else { continue };
        cx.report_on(claim.record, Part::Field(types::zonemd::DIGEST), |finding| {
            let expected = base16::encode(expected);
            let found = base16::encode(claim.record.octets(types::zonemd::DIGEST).unwrap_or_default());
            let short = |digest: &str| digest.chars().take(SHOWN_DIGITS).collect::<String>();
            let more = if zonemd.zone.is_signed() { ", and sign the ZONEMD RRset again" } else { "" };
            finding
                .message(format!(
                    "ZONEMD digest starts with `{}`, {} of the zone with `{}`",
                    short(&found),
                    hash.name(),
                    short(&expected)
                ))
                .help(format!(
                    "digest the zone again: for what stands here the digest is `{expected}`{more}"
                ));
        });
    }
}
