use crate::dnssec::Link;
use crate::dnssec::chain::{Chain, End, cause, ds_text};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `DS` of the parent has the tag and algorithm of a key, and another digest; other DS lead to a key.
    ///
    /// Asked only where the parent is known: `--parent`, `--ds`, `--trust-anchor`, or a parent zone checked
    /// in the same run.
    ///
    /// ## Why it breaks
    /// The digest was cut, mistyped, or made for other flags or another owner name. Validators pass over the
    /// DS. The zone works by the others alone, so a rollover that counts on this one makes it bogus.
    ///
    /// ## Bad
    /// With `example. DS 13257 13 2 8dfd1321…`, `example. DS 54193 13 2 1f5a0dd1…`,
    /// `example.org. DS 13257 13 2 8873370a…` at the parent:
    ///
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 pvduMcnl…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. yBazsMR5…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 54193 example. dii9Vth2…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example.org. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example.org. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example.org. 3600 RRSIG DNSKEY 13 2 3600 20270101000000 20261101000000 13257 example.org. rRHPIjGC…
    /// ```
    code: "DS002",
    name: "ds-digest-mismatch",
    summary: "DS digest at the parent is not that of the key",
    breaks: "validators cannot use this DS, and the zone fails when the others go (RFC 4034 section 5.1.4)",
    severity: Severity::Warning,
    rfcs: &["RFC 4034 section 5.1.4", "RFC 4509 section 2"],
    since: "0.1.0",
    check: Check::Chain(check),
}

fn check(chain: &Chain<'_>, cx: &mut Cx<'_>) {
    if chain.is_broken() {
        return;
    }
    for &(ds, end) in &chain.ends {
        let End::Elsewhere(Link::Digest(key) | Link::Number(key)) = end else { continue };
        cx.report_on(key.record, Part::Whole, |finding| {
            finding.message(cause(ds, end)).here(format!("{key}")).help(format!(
                "give the parent `{}`: {}",
                ds_text(key),
                chain.side_by_side()
            ));
        });
    }
}
