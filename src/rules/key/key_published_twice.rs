use std::collections::BTreeMap;

use crate::dnssec::Keys;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Zone};

declare_rule! {
    /// Two `DNSKEY` records hold the same public key under different flags.
    ///
    /// ## Why it breaks
    /// The flags are part of the key tag and of the DS digest, so these are two keys to everyone. A revoked
    /// key is to replace the one it was, not to stand beside it.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 256 3 13 0pwetjo6…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. lfkSTLh6…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. J9V0vaS8…
    /// ```
    code: "KEY016",
    name: "key-published-twice",
    summary: "the same public key with different flags",
    breaks: "signatures and DS of the one record do not fit the other, whose tag differs (RFC 4034 appendix \
        B)",
    severity: Severity::Warning,
    rfcs: &["RFC 4034 section 2.1.1", "RFC 5011 section 7"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: EVERY_ZONE,
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let mut published = BTreeMap::new();
    for key in Keys::of(zone).iter() {
        let first = *published.entry((key.algorithm(), key.public_key())).or_insert(key);
        if first.record.id() == key.record.id() {
            continue;
        }
        cx.report_on(key.record, Part::Field(types::dnskey::FLAGS), |finding| {
            finding.message(format!("the key of {first} stands here again with flags {}", key.flags()));
            finding
                .label(first.record.whole(), format!("flags {}", first.flags()))
                .help("take one of the two records away");
        });
    }
}
