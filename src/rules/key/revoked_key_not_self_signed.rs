use crate::dnssec::Keys;
use crate::dnssec::chain::{signers_of, signs};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Zone};

declare_rule! {
    /// A `DNSKEY` has the REVOKE bit and does not sign the `DNSKEY` RRset.
    ///
    /// ## Why it breaks
    /// A revocation counts only when the revoked key signs it. Without that signature resolvers go on
    /// trusting the key.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 DNSKEY 385 3 13 pvduMcnl…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. eYp1e5VN…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 DNSKEY 385 3 13 pvduMcnl…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. eYp1e5VN…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 54321 example. g9xjH8/d…
    /// ```
    code: "KEY005",
    name: "revoked-key-not-self-signed",
    summary: "a revoked key does not sign the DNSKEY RRset",
    breaks: "resolvers that follow the trust anchor never learn that it is revoked (RFC 5011 section 2.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 5011 section 2.1"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: EVERY_ZONE,
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let signers = signers_of(zone, types::DNSKEY);
    for key in Keys::of(zone).iter().filter(|key| key.is_revoked() && key.is_sep()) {
        if signs(&signers, key) {
            continue;
        }
        cx.report_on(key.record, Part::Field(types::dnskey::FLAGS), |finding| {
            finding.message(format!("{key} has no signature over the DNSKEY RRset"));
            finding.help("sign the DNSKEY RRset with this key too, or take the key away");
        });
    }
}
