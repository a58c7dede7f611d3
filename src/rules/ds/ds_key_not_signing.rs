use crate::dnssec::chain::{Chain, End, cause};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `DS` of the parent names a key that does not sign the `DNSKEY` RRset; another DS leads to one that
    /// does.
    ///
    /// Asked only where the parent is known: `--parent`, `--ds`, `--trust-anchor`, or a parent zone checked
    /// in the same run.
    ///
    /// ## Why it breaks
    /// It does not: a key that stands by is published so. In a rollover the old DS must stay until this key
    /// signs.
    ///
    /// ## Bad
    /// With `example. DS 13257 13 2 8dfd1321…`, `example. DS 54193 13 2 9d29a03c…` at the parent:
    ///
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 pvduMcnl…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. yBazsMR5…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 pvduMcnl…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. yBazsMR5…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 54193 example. dii9Vth2…
    /// ```
    code: "DS005",
    name: "ds-key-not-signing",
    summary: "DS at the parent names a key that signs no keys",
    breaks: "nothing as long as another DS leads to a key that signs; alone this DS makes the zone bogus \
        (RFC 4035 section 5.2)",
    severity: Severity::Info,
    rfcs: &["RFC 4035 section 5.2", "RFC 6781 section 4.1.2"],
    since: "0.1.0",
    check: Check::Chain(check),
}

fn check(chain: &Chain<'_>, cx: &mut Cx<'_>) {
    if chain.is_broken() {
        return;
    }
    for &(ds, end) in &chain.ends {
        let End::NotSigning(key) = end else { continue };
        if chain.lacks(ds.algorithm) {
            continue;
        }
        cx.report_on(key.record, Part::Whole, |finding| {
            let help =
                format!("keep the other DS until {key} signs the DNSKEY RRset: {}", chain.side_by_side());
            finding.message(cause(ds, end)).here(format!("{key}: signs no DNSKEY RRset")).help(help);
        });
    }
}
