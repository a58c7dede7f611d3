use crate::dnssec::Keys;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Zone};

declare_rule! {
    /// All keys of the zone have algorithms that no validator uses.
    ///
    /// They are RSAMD5, DSA, GOST R 34.10-2001, and numbers that are not assigned.
    ///
    /// ## Why it breaks
    /// A zone that is signed only so counts as unsigned: its signatures protect nobody.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 12 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 12 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 12 1 3600 20270101000000 20261101000000 13256 example. BY4ptLlh…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. J9V0vaS8…
    /// ```
    code: "KEY008",
    name: "algorithm-not-validated",
    summary: "no key has an algorithm that validators know",
    breaks: "validators take the zone as unsigned (RFC 4035 section 5.2, RFC 9904)",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 5.2", "RFC 9904 section 3", "RFC 9906 section 2"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: EVERY_ZONE,
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let keys = Keys::of(zone);
    let Some(first) = keys.iter().next() else { return };
    if keys.iter().any(|key| key.algorithm().is_in_use()) {
        return;
    }
    cx.report_on(first.record, Part::Field(types::dnskey::ALGORITHM), |finding| {
        finding.message(format!("no key of the zone has an algorithm in use: {} is none", first.algorithm()));
        finding.here("signatures by it are not verified").help("roll to algorithm 13 (ECDSAP256SHA256)");
    });
}
