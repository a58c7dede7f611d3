use crate::dnssec::Key;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Record};

declare_rule! {
    /// An RSA key of the zone has fewer than 1024 bits.
    ///
    /// ## Why it breaks
    /// Keys of 512 bits fall within hours on rented machines, those of 768 were factored in 2009.
    /// Cryptographic libraries refuse them by policy, which makes the zone bogus or unsigned.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 8 AwEAAdeC…
    /// example. 3600 DNSKEY 257 3 8 AwEAAdvl…
    /// example. 3600 RRSIG DNSKEY 8 1 3600 20270101000000 20261101000000 14317 example. mGgidOGE…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 8 AwEAAbwF…
    /// example. 3600 DNSKEY 257 3 8 AwEAAdvl…
    /// example. 3600 RRSIG DNSKEY 8 1 3600 20270101000000 20261101000000 14317 example. qdIi+Mtn…
    /// ```
    code: "KEY006",
    name: "rsa-modulus-below-1024",
    summary: "RSA key shorter than 1024 bits",
    breaks: "anyone can factor it and forge answers, and many validators refuse it (RFC 5702 section 2, NIST \
        SP 800-131A)",
    severity: Severity::Error,
    rfcs: &["RFC 5702 section 2", "RFC 6781 section 3.4.2"],
    since: "0.1.0",
    check: Check::Record(&[types::DNSKEY], check),
    applies_to: EVERY_ZONE,
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(bits) = Key::of(record)
        .and_then(Key::rsa)
        .map(|rsa| rsa.modulus_bits())
        .filter(|bits| (1..1024).contains(bits))
    else {
        return;
    };
    cx.report_on(record, Part::Field(types::dnskey::PUBLIC_KEY), |finding| {
        finding.message(format!("RSA key has {bits} bits, expected 2048 or more"));
        finding.help("roll to a key of algorithm 13 (ECDSAP256SHA256), or of 2048 bits");
    });
}
