use crate::dnssec::Signatures;
use crate::dnssec::duty::oversized;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// RRsets have no signature but those by an RSA key whose modulus is longer than 8192 bits or whose
    /// exponent is longer than 33 bits, and such signatures are not verified here.
    ///
    /// Where another signature of the RRset is good, `signature-not-checked` says it.
    ///
    /// ## Why it breaks
    /// Nothing is known of these signatures. BIND and Unbound verify with long exponents; validators whose
    /// cryptographic library does not (ring takes 33 bits, that of Go 31) answer SERVFAIL.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 8 BQgAAAAB…
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 8 2 3600 … example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 8 AwEAAbwF…
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 8 2 3600 … example. …
    /// ```
    code: "SIG027",
    name: "signature-by-oversized-key",
    summary: "only signatures by an RSA key too large to verify with",
    breaks: "these signatures were not verified, and validators with such limits answer SERVFAIL (RFC 3110 \
        section 2)",
    severity: Severity::Warning,
    rfcs: &["RFC 3110 section 2", "RFC 5702 section 2"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    for (&why, count, rrsigs) in signatures.unchecked.iter() {
        let (Some(reason), Some(first)) = (oversized(why), rrsigs.first()) else { continue };
        cx.report_on(first.record, Part::Field(types::rrsig::KEY_TAG), |finding| {
            let signatures =
                if count == 1 { "1 signature".to_owned() } else { format!("{count} signatures") };
            finding.message(format!("{signatures} not verified: {reason}")).here("the first of them");
            finding
                .help("roll to a key with a modulus of 2048 bits and the exponent 65537, as tools make it");
        });
    }
}
