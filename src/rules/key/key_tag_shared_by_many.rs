use crate::dnssec::chain::shared_tags;
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Zone};

declare_rule! {
    /// Three or more keys of the zone have the same algorithm and key tag.
    ///
    /// ## Why it breaks
    /// A signature names its key by algorithm and tag, so a validator has to try each. Since KeyTrap they
    /// limit that: PowerDNS Recursor tries two keys, BIND gives up after one failure. What the third key
    /// signs is bogus for them.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 RiNGjNri…
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 256 3 13 gXiaPyqC…
    /// example. 3600 DNSKEY 256 3 13 0tkcazhx…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. +z+jb3CD…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 RiNGjNri…
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. 7iPVhVxN…
    /// ```
    code: "KEY013",
    name: "key-tag-shared-by-many",
    summary: "more than two keys have the same tag",
    breaks: "validators stop after two keys of a tag, or after one that fails (CVE-2023-50387)",
    severity: Severity::Error,
    rfcs: &["RFC 4034 appendix B", "CVE-2023-50387"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: EVERY_ZONE,
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    for keys in shared_tags(zone).iter().filter(|keys| keys.len() > 2) {
        let [first, others @ ..] = keys.as_slice() else { continue };
        cx.report_on(first.record, Part::Whole, |finding| {
            finding.message(format!(
                "{} keys have algorithm {} and tag {}",
                keys.len(),
                first.algorithm().0,
                first.tag()
            ));
            others.iter().take(3).for_each(|key| {
                finding.label(key.record.whole(), format!("{key}"));
            });
            finding.help("make new keys until no two have the same tag");
        });
    }
}
