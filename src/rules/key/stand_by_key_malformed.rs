use crate::dnssec::duty::{Duty, PublicKeys};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// A `DNSKEY` that signs nothing, and that no DS or CDS names, is no key of its algorithm.
    ///
    /// Its length is wrong, its octets are not a point of the curve, or its RSA modulus or exponent cannot be
    /// one.
    ///
    /// ## Why it breaks
    /// Validators do not need the key today. At the rollover to it, all that it signs becomes bogus.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 l02Woi0i…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. ULjAUaMN…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// ```
    code: "KEY018",
    name: "stand-by-key-malformed",
    summary: "stand-by key is not a key of its algorithm",
    breaks: "nothing until the rollover to this key; then validators take all that it signs for bogus (RFC \
        4035 section 5.3.3)",
    severity: Severity::Warning,
    rfcs: &["RFC 6605 section 4", "RFC 8080 section 3", "RFC 3110 section 2", "RFC 6781 section 4.1.1"],
    since: "0.1.0",
    check: Check::PublicKeys(check),
    applies_to: EVERY_ZONE,
}

fn check(keys: &PublicKeys<'_>, cx: &mut Cx<'_>) {
    for &key in &keys.keys {
        let Some(flaw) = key.flaw() else { continue };
        if let Duty::StandsBy = keys.duty(key) {
            cx.report_on(key.record, Part::Field(types::dnskey::PUBLIC_KEY), |finding| {
                finding.message(format!("DNSKEY {key}: {flaw}")).here("signs nothing yet");
                finding
                    .help("copy the key from its `.key` file, or make a new one, before the rollover to it");
            });
        }
    }
}
