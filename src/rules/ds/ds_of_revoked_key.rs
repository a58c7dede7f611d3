use crate::dnssec::chain::{Chain, End, cause};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `DS` of the parent names a key with the REVOKE bit; another DS leads to a key.
    ///
    /// Asked only where the parent is known: `--parent`, `--ds`, `--trust-anchor`, or a parent zone checked
    /// in the same run.
    ///
    /// ## Why it breaks
    /// A revoked key is good for nothing but to say that it is revoked. A chain that counts on this DS is
    /// bogus for those who honour the bit.
    ///
    /// ## Bad
    /// With `example. DS 13257 13 2 8dfd1321…`, `example. DS 54321 13 2 5a4fd926…`,
    /// `example.org. DS 13257 13 2 8873370a…` at the parent:
    ///
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 DNSKEY 385 3 13 pvduMcnl…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. eYp1e5VN…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 54321 example. g9xjH8/d…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example.org. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example.org. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example.org. 3600 RRSIG DNSKEY 13 2 3600 20270101000000 20261101000000 13257 example.org. rRHPIjGC…
    /// ```
    code: "DS006",
    name: "ds-of-revoked-key",
    summary: "DS at the parent names a revoked key",
    breaks: "validators that honour the REVOKE bit pass over this DS (RFC 5011 section 2.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 5011 section 2.1"],
    since: "0.1.0",
    check: Check::Chain(check),
}

fn check(chain: &Chain<'_>, cx: &mut Cx<'_>) {
    if chain.is_broken() {
        return;
    }
    for &(ds, end) in &chain.ends {
        let End::Revoked(key) = end else { continue };
        cx.report_on(key.record, Part::Field(types::dnskey::FLAGS), |finding| {
            finding
                .message(cause(ds, end))
                .help(format!("take {ds} away at the parent: {}", chain.side_by_side()));
        });
    }
}
