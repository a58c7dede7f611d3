use std::collections::BTreeSet;

use crate::dnssec::{Zonemd, ZonemdClaim, ZonemdHash, ZonemdVerdict};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::wire::base16;
use crate::zone::Part;

declare_rule! {
    /// A `ZONEMD` record does not match the zone, and another one does.
    ///
    /// Its digest or its serial is wrong, or its scheme and hash algorithm are there twice.
    ///
    /// ## Why it breaks
    /// One matching record verifies the zone. Whoever can compute only the other hash algorithm does not
    /// verify it, and refuses the zone.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  ZONEMD  1 1 2 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
    /// @  ZONEMD  1 1 1 7aecbf5335e0ddb305673e43b779a21a7455d1e50a178c0ba49720e14d02f616606e67bfa785ccef044df66e4653bf00
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  ZONEMD  1 1 1 7aecbf5335e0ddb305673e43b779a21a7455d1e50a178c0ba49720e14d02f616606e67bfa785ccef044df66e4653bf00
    /// ```
    code: "ZMD006",
    name: "zonemd-spare-unusable",
    summary: "one of several ZONEMD does not match the zone",
    breaks: "secondaries and resolvers that know only this hash algorithm refuse the zone (RFC 8976 section \
        4)",
    severity: Severity::Warning,
    rfcs: &["RFC 8976 section 4", "RFC 8976 section 3.3.1"],
    since: "0.1.0",
    check: Check::Zonemd(check),
    applies_to: EVERY_ZONE,
}

fn check(zonemd: &Zonemd<'_>, cx: &mut Cx<'_>) {
    let Some(right) = zonemd.claims.iter().find(|claim| claim.verdict == ZonemdVerdict::Right) else {
        return;
    };
    let mut seen = BTreeSet::new();
    for claim in &zonemd.claims {
        // Of those that are there twice, the second.
        let is_first = seen.insert((claim.scheme, claim.hash));
        if claim.verdict == ZonemdVerdict::Repeated && is_first {
            continue;
        }
        let (field, what) = match &claim.verdict {
            ZonemdVerdict::Wrong(..) => (types::zonemd::DIGEST, "digest does not match".to_owned()),
            ZonemdVerdict::OtherSerial(serial) => {
                (types::zonemd::SERIAL, format!("serial is {}, not {serial}", claim.serial))
            }
            ZonemdVerdict::Repeated => {
                (types::zonemd::HASH_ALGORITHM, "scheme and hash are there twice".to_owned())
            }
            ZonemdVerdict::Right | ZonemdVerdict::Unsupported | ZonemdVerdict::NotComparable => continue,
        };
        cx.report_on(claim.record, Part::Field(field), |finding| {
            finding
                .message(format!("ZONEMD with {}: {what}; that with {} matches", hash(claim), hash(right)))
                .label(right.record.whole(), "verifies the zone");
            finding.help(match &claim.verdict {
                ZonemdVerdict::Wrong(_, expected) => {
                    format!("write the digest `{}`, or remove the record", base16::encode(expected))
                }
                _ => "remove the record, or digest the zone again".to_owned(),
            });
        });
    }
}

fn hash(claim: &ZonemdClaim<'_>) -> String {
    ZonemdHash::of(claim.hash).map_or_else(|| format!("hash {}", claim.hash), |hash| hash.name().to_owned())
}
