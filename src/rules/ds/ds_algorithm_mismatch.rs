use crate::dnssec::Link;
use crate::dnssec::chain::{Chain, End, cause};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `DS` of the parent has an algorithm that signs no `DNSKEY` RRset; other DS lead to a key.
    ///
    /// Asked only where the parent is known: `--parent`, `--ds`, `--trust-anchor`, or a parent zone checked
    /// in the same run.
    ///
    /// ## Why it breaks
    /// The keys have to be signed with each algorithm that the DS set names. Most validators take any one of
    /// them; those that guard against downgrades take the zone as bogus. It is left over from an algorithm
    /// rollover, or a DS with a wrong number.
    ///
    /// ## Bad
    /// With `example. DS 13257 13 2 8dfd1321…`, `example. DS 40941 15 2 ca7b3b0b…` at the parent:
    ///
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. J9V0vaS8…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 256 3 15 alHAd1P5…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 DNSKEY 257 3 15 xnBz0tgS…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. b9g0cz4I…
    /// example. 3600 RRSIG DNSKEY 15 1 3600 20270101000000 20261101000000 40941 example. X1iYguXN…
    /// ```
    code: "DS003",
    name: "ds-algorithm-mismatch",
    summary: "no key signs with an algorithm of the DS set",
    breaks: "validators that insist on every algorithm of the DS set answer SERVFAIL (RFC 4035 section 2.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 2.2", "RFC 6840 section 5.11"],
    since: "0.1.0",
    check: Check::Chain(check),
}

fn check(chain: &Chain<'_>, cx: &mut Cx<'_>) {
    if chain.is_broken() {
        return;
    }
    for &(ds, end) in &chain.ends {
        let message = match end {
            End::Elsewhere(Link::Algorithm(_)) => cause(ds, end),
            End::Elsewhere(Link::None) | End::NotSigning(_) if chain.lacks(ds.algorithm) => {
                format!("{ds} at the parent: DNSKEY has no signature of algorithm {}", ds.algorithm)
            }
            _ => continue,
        };
        let Some(key) = chain.entry().or_else(|| chain.keys.iter().next()) else { continue };
        cx.report_on(key.record, Part::Field(types::dnskey::ALGORITHM), |finding| {
            finding.message(message).help(format!(
                "take {ds} away at the parent, or sign with its algorithm: {}",
                chain.side_by_side()
            ));
        });
    }
}
