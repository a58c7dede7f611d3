use std::collections::BTreeMap;

use crate::dnssec::{Zonemd, ZonemdVerdict};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Record};

declare_rule! {
    /// Several `ZONEMD` records have the same scheme and hash algorithm, and none of another one matches.
    ///
    /// ## Why it breaks
    /// Nobody can say which of them is meant, so whoever verifies the zone may use neither. It happens when a
    /// tool adds its digest to one that stands there already.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  ZONEMD  1 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
    /// @  ZONEMD  1 1 1 7aecbf5335e0ddb305673e43b779a21a7455d1e50a178c0ba49720e14d02f616606e67bfa785ccef044df66e4653bf00
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  ZONEMD  1 1 1 7aecbf5335e0ddb305673e43b779a21a7455d1e50a178c0ba49720e14d02f616606e67bfa785ccef044df66e4653bf00
    /// @  ZONEMD  1 1 2 58807c34a03b63cb0530e4b8b46837458a7374ff9c8945ab0d7411f5d89f591abe85fb5f2f30fb328283ab5f3ff4c94dec1cc5f470eb2e6bae6535511a7a92a9
    /// ```
    code: "ZMD003",
    name: "zonemd-repeated",
    summary: "several ZONEMD with one scheme and hash algorithm",
    breaks: "secondaries and resolvers that verify the zone can use none of them (RFC 8976 section 4)",
    severity: Severity::Error,
    rfcs: &["RFC 8976 section 2", "RFC 8976 section 4"],
    since: "0.1.0",
    check: Check::Zonemd(check),
    applies_to: EVERY_ZONE,
}

fn check(zonemd: &Zonemd<'_>, cx: &mut Cx<'_>) {
    if zonemd.is_verified() {
        return;
    }
    let mut first: BTreeMap<(u8, u8), Record<'_>> = BTreeMap::new();
    let mut repeated: Vec<_> =
        zonemd.claims.iter().filter(|claim| claim.verdict == ZonemdVerdict::Repeated).collect();
    repeated.sort_by_key(|claim| claim.record.id());
    for claim in repeated {
        let earlier = *first.entry((claim.scheme, claim.hash)).or_insert(claim.record);
        if earlier.id() == claim.record.id() {
            continue;
        }
        cx.report_on(claim.record, Part::Rdata, |finding| {
            finding
                .message(format!(
                    "another ZONEMD with scheme {} and hash algorithm {}",
                    claim.scheme, claim.hash
                ))
                .label(earlier.whole(), "the first one")
                .help("keep the one that was made last, or digest the zone again");
        });
    }
}
