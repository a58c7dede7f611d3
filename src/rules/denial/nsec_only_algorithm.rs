use crate::dnssec::{Algorithm, Keys};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Zone};

declare_rule! {
    /// The zone denies with `NSEC3` and has a `DNSKEY` of algorithm 1, 3 or 5, which stand for "this zone
    /// uses `NSEC`".
    ///
    /// ## Why it breaks
    /// Algorithms 6 and 7 were made so that validators older than NSEC3 treat such zones as unsigned. With
    /// algorithm 5 they take the zone for one they understand and reject every negative answer. BIND refuses
    /// the combination.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. … DNSKEY 257 3 5 …
    /// example. … NSEC3PARAM 1 0 0 -
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. … DNSKEY 257 3 8 …
    /// example. … NSEC3PARAM 1 0 0 -
    /// ```
    code: "DEN001",
    name: "nsec-only-algorithm",
    summary: "NSEC3 with keys of an algorithm that has only NSEC",
    breaks: "BIND refuses to update or sign such a zone, and old validators reject its negative answers (RFC \
        5155 section 2)",
    severity: Severity::Warning,
    rfcs: &["RFC 5155 section 2"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: EVERY_ZONE,
}

/// The position of the algorithm in a DNSKEY.
const ALGORITHM: Part = Part::Field(types::dnskey::ALGORITHM);

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    if !zone.has_type(types::NSEC3) || !zone.is_signed() {
        return;
    }
    let keys = Keys::of(zone);
    let Some(key) = keys.iter().find(|key| is_nsec_only(key.algorithm())) else { return };
    cx.report_on(key.record, ALGORITHM, |finding| {
        finding.message(format!(
            "key `{key}` is of algorithm {}, which has only NSEC, and the zone has NSEC3",
            key.algorithm()
        ));
        if let Some(nsec3) = zone.nodes().find_map(|node| node.rrset(types::NSEC3)) {
            finding.label(nsec3.first().whole(), "the first NSEC3 record");
        }
        finding.help("move to algorithm 13, or sign with NSEC");
    });
}

/// Algorithms from before NSEC3: RFC 5155 section 2.
fn is_nsec_only(algorithm: Algorithm) -> bool {
    matches!(algorithm.0, 1 | 3 | 5)
}
