use crate::dnssec::Length;
use crate::dnssec::duty::{Duty, PublicKeys};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The public key of a `DNSKEY`, `CDNSKEY` or `KEY` is not as long as its algorithm says.
    ///
    /// A `DNSKEY` of the wrong length that signs nothing yet has a rule of its own, `stand-by-key-malformed`.
    ///
    /// ## Why it breaks
    /// No library makes a key of it. It was cut, or the algorithm number is that of another key.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// example. 3600 RRSIG SOA 13 1 3600 … 3610 example. …
    /// example. 3600 DNSKEY 256 3 13 l02Woi0i…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 15 alHAd1P5…
    /// example. 3600 DNSKEY 257 3 15 xnBz0tgS…
    /// example. 3600 RRSIG DNSKEY 15 1 3600 20270101000000 20261101000000 40941 example. PIjx2mB7…
    /// ```
    code: "KEY015",
    name: "key-length",
    summary: "public key has the wrong length",
    breaks: "validators cannot use the key, and all that it signs is bogus (RFC 6605 section 4, RFC 8080 \
        section 3, RFC 5702 section 2)",
    severity: Severity::Error,
    rfcs: &["RFC 6605 section 4", "RFC 8080 section 3", "RFC 5702 section 2", "RFC 3110 section 2"],
    since: "0.1.0",
    check: Check::PublicKeys(check),
    applies_to: EVERY_ZONE,
}

fn check(keys: &PublicKeys<'_>, cx: &mut Cx<'_>) {
    for &key in &keys.keys {
        let octets = key.public_key().len();
        let algorithm = key.algorithm();
        let message = match (key.length(), key.rsa()) {
            (Length::Octets(expected), _) if octets != expected => {
                format!("public key is {octets} octets, algorithm {algorithm} needs {expected}")
            }
            (Length::Modulus { .. }, None) => {
                format!("public key is {octets} octets, too short for its RSA exponent")
            }
            (Length::Modulus { least, most }, Some(rsa))
                if rsa.modulus_bits() != 0 && !(least..=most).contains(&rsa.modulus_bits()) =>
            {
                format!(
                    "RSA modulus has {} bits, algorithm {} takes {least} to {most}",
                    rsa.modulus_bits(),
                    algorithm.0
                )
            }
            _ => continue,
        };
        let duty = match keys.duty(key) {
            Duty::InService(duty) => duty,
            // `stand-by-key-malformed` reports it.
            Duty::StandsBy if key.flaw().is_some() => continue,
            Duty::StandsBy => "signs nothing yet".to_owned(),
        };
        cx.report_on(key.record, Part::Field(types::dnskey::PUBLIC_KEY), |finding| {
            let is_too_long = match (key.length(), key.rsa()) {
                (Length::Modulus { most, .. }, Some(rsa)) => rsa.modulus_bits() > most,
                _ => false,
            };
            let help = match is_too_long {
                true => "make a key of 2048 bits",
                false => "copy the whole key from its `.key` file, with its algorithm number",
            };
            finding.message(message).here(duty).help(help);
        });
    }
}
