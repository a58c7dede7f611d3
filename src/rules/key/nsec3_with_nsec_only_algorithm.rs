use crate::dnssec::Keys;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Zone};

declare_rule! {
    /// The zone has `NSEC3PARAM` and a key of algorithm 1 (RSAMD5), 3 (DSA) or 5 (RSASHA1).
    ///
    /// ## Why it breaks
    /// These numbers say that the zone denies with `NSEC`. RSASHA1 with `NSEC3` has the number 7.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY …
    /// ```
    code: "KEY017",
    name: "nsec3-with-nsec-only-algorithm",
    summary: "NSEC3 with an algorithm that knows NSEC only",
    breaks: "validators that know only NSEC take its denials as forged (RFC 5155 section 2)",
    severity: Severity::Warning,
    rfcs: &["RFC 5155 section 2"],
    since: "0.1.0",
    check: Check::Zone(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let Some(param) = zone.apex().and_then(|apex| apex.rrset(types::NSEC3PARAM)) else { return };
    let Some(key) = Keys::of(zone).iter().find(|key| matches!(key.algorithm().0, 1 | 3 | 5)) else { return };
    cx.report_on(key.record, Part::Field(2), |finding| {
        finding.message(format!("algorithm {} is for zones with NSEC, and this one has NSEC3PARAM", key.algorithm()));
        finding.label(param.first().whole(), "NSEC3 is used").help("roll to algorithm 13 (ECDSAP256SHA256), or sign with NSEC");
    });
}
