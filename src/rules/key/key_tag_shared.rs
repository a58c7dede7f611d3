use crate::dnssec::chain::shared_tags;
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Zone};

declare_rule! {
    /// Two keys of the zone have the same algorithm and key tag.
    ///
    /// ## Why it breaks
    /// It mostly does not: validators try both. It costs them time, and those that allow few failures for one
    /// answer may give up. BIND's tools refuse to make such a key.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 kXgP3vOR…
    /// example. 3600 DNSKEY 256 3 13 yh/SeabU…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. N7KAtXMu…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. J9V0vaS8…
    /// ```
    code: "KEY014",
    name: "key-tag-shared",
    summary: "two keys have the same tag",
    breaks: "validators try both keys for each signature, and some give up after one failure \
        (CVE-2023-50387)",
    severity: Severity::Info,
    rfcs: &["RFC 4034 appendix B", "CVE-2023-50387"],
    since: "0.1.0",
    check: Check::Zone(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    for keys in shared_tags(zone) {
        let [first, second] = keys.as_slice() else { continue };
        cx.report_on(second.record, Part::Whole, |finding| {
            finding.message(format!(
                "two keys have algorithm {} and tag {}",
                first.algorithm().0,
                first.tag()
            ));
            finding
                .label(first.record.whole(), format!("{first}"))
                .help("make the next key with another tag");
        });
    }
}
