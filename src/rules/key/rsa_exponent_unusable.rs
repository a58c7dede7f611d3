use crate::dnssec::duty::{Duty, PublicKeys};
use crate::dnssec::verifier::Flaw;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The public exponent of an RSA key is even, below 3 or not below the modulus, or longer than 64 bits
    /// with a modulus of more than 3072 bits.
    ///
    /// ## Why it breaks
    /// RSA keys have odd exponents from 3 to below the modulus, so nothing verifies with another one.
    /// OpenSSL, and with it BIND and Unbound, refuses exponents above 64 bits where the modulus is long,
    /// since verifying with them costs too much. A key that signs nothing yet has a rule of its own,
    /// `stand-by-key-malformed`.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 RRSIG SOA 8 1 3600 … example. …
    /// example. 3600 DNSKEY 256 3 8 AwEAAMGl…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 8 AwEAAbwF…
    /// example. 3600 DNSKEY 256 3 8 BQEAAAAB…
    /// example. 3600 DNSKEY 257 3 8 AwEAAdvl…
    /// example. 3600 RRSIG DNSKEY 8 1 3600 20270101000000 20261101000000 14317 example. Ik3kTzqU…
    /// ```
    code: "KEY010",
    name: "rsa-exponent-unusable",
    summary: "RSA exponent that validators refuse",
    breaks: "validators refuse such a key, and all that only it signs is bogus for them (RFC 3110 section 2)",
    severity: Severity::Error,
    rfcs: &["RFC 3110 section 2", "RFC 8017 section 3.1"],
    since: "0.1.0",
    check: Check::PublicKeys(check),
    applies_to: EVERY_ZONE,
}

/// What OpenSSL verifies with where the modulus is longer than [`SMALL_MODULUS_BITS`].
const MOST_BITS: usize = 64;
/// Up to this length of the modulus OpenSSL takes any exponent below it.
const SMALL_MODULUS_BITS: usize = 3072;

fn check(keys: &PublicKeys<'_>, cx: &mut Cx<'_>) {
    for &key in &keys.keys {
        let Some(rsa) = key.rsa() else { continue };
        let is_too_long = rsa.exponent_bits() > MOST_BITS && rsa.modulus_bits() > SMALL_MODULUS_BITS;
        let message = match (key.flaw(), rsa.exponent_value()) {
            (Some(Flaw::ExponentValue), Some(value)) => {
                format!("RSA exponent is {value}, expected an odd number such as 65537")
            }
            (Some(Flaw::ExponentValue), None) => {
                "RSA exponent is even, or not below the modulus; expected 65537".to_owned()
            }
            (
                Some(
                    Flaw::Length { .. }
                    | Flaw::NotOnCurve
                    | Flaw::SmallOrder
                    | Flaw::ExponentCut
                    | Flaw::Modulus,
                ),
                _,
            ) => continue,
            (None, _) if is_too_long => {
                format!(
                    "RSA exponent has {} bits, with a modulus of {} bits {MOST_BITS} fit",
                    rsa.exponent_bits(),
                    rsa.modulus_bits()
                )
            }
            (None, _) => continue,
        };
        let duty = match keys.duty(key) {
            Duty::InService(duty) => duty,
            // `stand-by-key-malformed` reports it.
            Duty::StandsBy if key.flaw().is_some() => continue,
            Duty::StandsBy => "signs nothing yet".to_owned(),
        };
        cx.report_on(key.record, Part::Field(types::dnskey::PUBLIC_KEY), |finding| {
            finding.message(message).here(duty).help("make a new key: tools choose the exponent 65537");
        });
    }
}
