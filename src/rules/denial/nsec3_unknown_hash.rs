use crate::dnssec::Denial;
use crate::dnssec::denial::{ChainUse, SHA_1};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The hash algorithm of `NSEC3PARAM` or `NSEC3` is not 1 (SHA-1).
    ///
    /// ## Why it breaks
    /// No other algorithm was ever assigned. Validators treat the records as if they were not there; BIND
    /// does not load the zone.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. … NSEC3PARAM 2 0 0 -
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. … NSEC3PARAM 1 0 0 -
    /// ```
    code: "DEN024",
    name: "nsec3-unknown-hash",
    summary: "NSEC3 with an unknown hash algorithm",
    breaks: "validators pass over such NSEC3 records, and servers refuse or pass over such NSEC3PARAM (RFC \
        5155 sections 8.1 and 12.1.3)",
    severity: Severity::Error,
    rfcs: &["RFC 5155 section 8.1", "RFC 5155 section 11"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

/// The position of the hash algorithm.
const ALGORITHM: Part = Part::Field(types::nsec3::HASH_ALGORITHM);

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    let unknown = denial.nsec3params.iter().filter(|param| param.parameters.algorithm != SHA_1);
    let params = unknown.clone().map(|param| (param.record, param.parameters.algorithm));
    let announced = |algorithm| unknown.clone().any(|param| param.parameters.algorithm == algorithm);
    let used =
        denial.nsec3.sets.iter().zip(&denial.chains).filter(|(_, chain)| chain.standing != ChainUse::Spare);
    let sets = used
        .map(|(set, _)| set)
        .filter(|set| set.parameters.algorithm != SHA_1 && !announced(set.parameters.algorithm));
    for (record, algorithm) in params.chain(sets.map(|set| (set.first, set.parameters.algorithm))) {
        cx.report_on(record, ALGORITHM, |finding| {
            finding.message(format!(
                "{} has hash algorithm {algorithm}, only 1 (SHA-1) is assigned",
                record.rtype()
            ));
            finding.help("write 1, or sign the zone again with SHA-1");
        });
    }
}
