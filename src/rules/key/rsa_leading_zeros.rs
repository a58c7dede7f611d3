use crate::dnssec::Key;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Record};

declare_rule! {
    /// The exponent or the modulus of an RSA key begins with an octet of zeros.
    ///
    /// ## Why it breaks
    /// RFC 3110 prohibits them. Libraries that read numbers strictly refuse the key.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 8 AwEAAbwF…
    /// example. 3600 DNSKEY 256 3 8 BAABAAHB…
    /// example. 3600 DNSKEY 257 3 8 AwEAAdvl…
    /// example. 3600 RRSIG DNSKEY 8 1 3600 20270101000000 20261101000000 14317 example. elxv+IDn…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 8 AwEAAbwF…
    /// example. 3600 DNSKEY 256 3 8 AwEAAcGl…
    /// example. 3600 DNSKEY 257 3 8 AwEAAdvl…
    /// example. 3600 RRSIG DNSKEY 8 1 3600 20270101000000 20261101000000 14317 example. JcgteUTB…
    /// ```
    code: "KEY012",
    name: "rsa-leading-zeros",
    summary: "RSA exponent or modulus begins with a zero octet",
    breaks: "some validators refuse the key, and all that it signs is bogus for them (RFC 3110 section 2)",
    severity: Severity::Warning,
    rfcs: &["RFC 3110 section 2"],
    since: "0.1.0",
    check: Check::Record(&[types::DNSKEY], check),
    applies_to: EVERY_ZONE,
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(rsa) = Key::of(record).and_then(Key::rsa).filter(|rsa| rsa.has_leading_zeros()) else { return };
    let which = if rsa.exponent.first() == Some(&0) { "exponent" } else { "modulus" };
    cx.report_on(record, Part::Field(types::dnskey::PUBLIC_KEY), |finding| {
        finding.message(format!("RSA {which} begins with a zero octet, expected none"));
        finding.help("write the key without it, sign again, and make the DS anew: the key tag changes");
    });
}
