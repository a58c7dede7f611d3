use crate::dnssec::{Key, Length};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// The public key of a `DNSKEY` is not as long as its algorithm says.
    ///
    /// ## Why it breaks
    /// No library makes a key of it. It was cut, or the algorithm number is that of another key.
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
    /// example. 3600 DNSKEY 256 3 15 alHAd1P5…
    /// example. 3600 DNSKEY 257 3 15 xnBz0tgS…
    /// example. 3600 RRSIG DNSKEY 15 1 3600 20270101000000 20261101000000 40941 example. PIjx2mB7…
    /// ```
    code: "KEY015",
    name: "key-length",
    summary: "public key has the wrong length",
    breaks: "validators cannot use the key, and all that it signs is bogus (RFC 6605 section 4, RFC 8080 section 3, RFC 5702 section 2)",
    severity: Severity::Error,
    rfcs: &["RFC 6605 section 4", "RFC 8080 section 3", "RFC 5702 section 2", "RFC 3110 section 2"],
    since: "0.1.0",
    check: Check::Record(&[types::DNSKEY], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(key) = Key::of(record) else { return };
    let octets = key.public_key().len();
    let algorithm = key.algorithm();
    let message = match (key.length(), key.rsa()) {
        (Length::Octets(expected), _) if octets != expected => format!("public key is {octets} octets, algorithm {algorithm} needs {expected}"),
        (Length::Modulus { .. }, None) => format!("public key is {octets} octets, too short for its RSA exponent"),
        (Length::Modulus { least, most }, Some(rsa)) if !(least..=most).contains(&rsa.modulus_bits()) => {
            format!("RSA modulus has {} bits, algorithm {} takes {least} to {most}", rsa.modulus_bits(), algorithm.0)
        }
        _ => return,
    };
    cx.report_on(record, Part::Field(3), |finding| {
        let is_too_long = matches!((key.length(), key.rsa()), (Length::Modulus { most, .. }, Some(rsa)) if rsa.modulus_bits() > most);
        let help = if is_too_long { "make a key of 2048 bits" } else { "copy the whole key from its `.key` file, with its algorithm number" };
        finding.message(message).help(help);
    });
}
