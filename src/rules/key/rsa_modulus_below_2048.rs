use crate::dnssec::Key;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// An RSA key of the zone has 1024 bits or more, and fewer than 2048.
    ///
    /// ## Why it breaks
    /// It does not yet. NIST has disallowed RSA keys below 2048 bits since 2014, and strict cryptographic
    /// policies follow it.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 8 AwEAAdkm…
    /// example. 3600 DNSKEY 257 3 8 AwEAAdvl…
    /// example. 3600 RRSIG DNSKEY 8 1 3600 20270101000000 20261101000000 14317 example. i9UJ9CNX…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 8 AwEAAbwF…
    /// example. 3600 DNSKEY 257 3 8 AwEAAdvl…
    /// example. 3600 RRSIG DNSKEY 8 1 3600 20270101000000 20261101000000 14317 example. qdIi+Mtn…
    /// ```
    code: "KEY007",
    name: "rsa-modulus-below-2048",
    summary: "RSA key shorter than 2048 bits",
    breaks: "nothing today; 1024 bits are within reach of those with large means (NIST SP 800-57 part 1)",
    severity: Severity::Info,
    rfcs: &["RFC 6781 section 3.4.2", "RFC 9904 section 3"],
    since: "0.1.0",
    check: Check::Record(&[types::DNSKEY], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(bits) = Key::of(record)
        .and_then(Key::rsa)
        .map(|rsa| rsa.modulus_bits())
        .filter(|bits| (1024..2048).contains(bits))
    else {
        return;
    };
    cx.report_on(record, Part::Field(types::dnskey::PUBLIC_KEY), |finding| {
        finding.message(format!("RSA key has {bits} bits, 2048 are recommended"));
        finding.help("roll to a key of algorithm 13 (ECDSAP256SHA256), or of 2048 bits");
    });
}
