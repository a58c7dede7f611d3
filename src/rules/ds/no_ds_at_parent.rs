use crate::dnssec::chain::{Chain, ds_text};
use crate::finding::Severity;
use crate::resolve::place;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The zone is signed, and the parent delegates it without `DS`.
    ///
    /// Asked only where the parent is known: `--parent`, `--ds`, `--trust-anchor`, or a parent zone checked
    /// in the same run.
    ///
    /// ## Why it breaks
    /// It does not: validators prove that there is no DS and take the zone as unsigned. That is right before
    /// the first DS is published, and a mistake later.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. J9V0vaS8…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// ```
    code: "DS009",
    name: "no-ds-at-parent",
    summary: "the zone is signed and the parent has no DS",
    breaks: "validators take the zone as unsigned, so that its signatures protect nobody (RFC 4035 section \
        5.2)",
    severity: Severity::Info,
    rfcs: &["RFC 4035 section 5.2"],
    since: "0.1.0",
    check: Check::Chain(check),
}

fn check(chain: &Chain<'_>, cx: &mut Cx<'_>) {
    let zone = chain.zone;
    if !chain.parent.ds.is_empty() || chain.parent.may_have_more {
        return;
    }
    let Some(key) = chain.entry() else { return };
    cx.report_on(key.record, Part::Whole, |finding| {
        let delegation = chain.parent.delegation.map(place).unwrap_or_default();
        finding.message(format!("the parent delegates `{}` without DS ({delegation})", zone.name()));
        finding.here(format!("{key}")).help(format!("give the parent `{}`", ds_text(key)));
    });
}
