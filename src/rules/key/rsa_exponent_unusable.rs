use crate::dnssec::Key;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// The public exponent of an RSA key is even, or 1, or longer than 35 bits.
    ///
    /// ## Why it breaks
    /// No RSA key has an even exponent or 1, so nothing verifies with it. BIND refuses exponents above 35 bits, other
    /// libraries above 33 or 64, since verifying with them costs too much.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 8 AwEAAMGl…
    /// example. 3600 DNSKEY 256 3 8 AwEAAbwF…
    /// example. 3600 DNSKEY 257 3 8 AwEAAdvl…
    /// example. 3600 RRSIG DNSKEY 8 1 3600 20270101000000 20261101000000 14317 example. bKmIz7Xq…
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
    breaks: "BIND and others refuse such a key, and all that it signs is bogus for them (RFC 3110 section 2)",
    severity: Severity::Error,
    rfcs: &["RFC 3110 section 2"],
    since: "0.1.0",
    check: Check::Record(&[types::DNSKEY], check),
}

/// What BIND allows: `RSA_MAX_PUBEXP_BITS`.
const MOST_BITS: usize = 35;

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(rsa) = Key::of(record).and_then(Key::rsa) else { return };
    let message = match rsa.exponent_value() {
        Some(value) if value < 3 || value % 2 == 0 => format!("RSA exponent is {value}, expected an odd number such as 65537"),
        _ if rsa.exponent_bits() > MOST_BITS => format!("RSA exponent has {} bits, validators take at most {MOST_BITS}", rsa.exponent_bits()),
        _ => return,
    };
    cx.report_on(record, Part::Field(3), |finding| {
        finding.message(message).help("make a new key: tools choose the exponent 65537");
    });
}
