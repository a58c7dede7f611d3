use crate::dnssec::chain::{Chain, End, cause};
use crate::dnssec::{Ds, Link};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `DS` of the parent names no key of the zone; other DS lead to one.
    ///
    /// Asked only where the parent is known: `--parent`, `--ds`, `--trust-anchor`, or a parent zone checked
    /// in the same run.
    ///
    /// ## Why it breaks
    /// It does not: a DS may stand for a key that is published only in need, and one is left for a while
    /// after a rollover. One that was forgotten is a way in for whoever has the old key.
    ///
    /// ## Bad
    /// With `example. DS 13257 13 2 8dfd1321…`, `example. DS 54193 13 2 9d29a03c…` at the parent:
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
    /// example. 3600 DNSKEY 257 3 13 pvduMcnl…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. yBazsMR5…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 54193 example. dii9Vth2…
    /// ```
    code: "DS004",
    name: "ds-without-key",
    summary: "DS at the parent names no key of the zone",
    breaks: "nothing as long as another DS leads to a key; a DS that was forgotten hides which ones matter \
        (RFC 6781 section 4.1.2)",
    severity: Severity::Info,
    rfcs: &["RFC 6781 section 4.1.2", "RFC 7583 section 3.3"],
    since: "0.1.0",
    check: Check::Chain(check),
}

fn check(chain: &Chain<'_>, cx: &mut Cx<'_>) {
    if chain.is_broken() {
        return;
    }
    let others = chain.other_signers(cx.given);
    let is_of_other = |ds: Ds<'_>| {
        others.iter().flat_map(|other| &other.named).any(|named| named.record.id() == ds.record.id())
    };
    for &(ds, end) in &chain.ends {
        let End::Elsewhere(Link::None) = end else { continue };
        if is_of_other(ds) {
            continue;
        }
        let Some(key) = chain.entry().filter(|_| !chain.lacks(ds.algorithm)) else { continue };
        cx.report_on(key.record, Part::Whole, |finding| {
            let help =
                format!("take {ds} away at the parent unless its key stands by: {}", chain.side_by_side());
            finding.message(cause(ds, end)).here(format!("{key}: named by another DS")).help(help);
        });
    }
}
