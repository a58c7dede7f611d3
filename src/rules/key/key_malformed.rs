use crate::dnssec::duty::{Duty, PublicKeys};
use crate::dnssec::verifier::Flaw;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The public key of a `DNSKEY`, `CDNSKEY` or `KEY` has the right length and is no key of its algorithm.
    ///
    /// That is a point that is not on the curve, or is written in another form than the one that RFC 8032
    /// allows (algorithms 13 to 16), a point of small order (15 and 16), or an RSA modulus that is even or
    /// missing. A key that signs nothing yet has a rule of its own, `stand-by-key-malformed`.
    ///
    /// ## Why it breaks
    /// No library makes a key of these octets, and nothing that is signed with them can be verified. Where no
    /// other key signs the same records, every validator takes them for forged.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 257 3 13 …
    /// example. 3600 RRSIG DNSKEY 13 1 3600 … example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 … 13257 example. …
    /// ```
    code: "KEY017",
    name: "key-malformed",
    summary: "public key is not a key of its algorithm",
    breaks: "validators cannot use the key, and all that only it signs is bogus (RFC 4035 section 5.3.3)",
    severity: Severity::Error,
    rfcs: &["RFC 6605 section 4", "RFC 8080 section 3", "RFC 8032 section 5.1.3", "RFC 3110 section \
        2", "RFC 8017 section 3.1"],
    since: "0.1.0",
    check: Check::PublicKeys(check),
    applies_to: EVERY_ZONE,
}

fn check(keys: &PublicKeys<'_>, cx: &mut Cx<'_>) {
    for &key in &keys.keys {
        let (flaw, follows) = match key.flaw() {
            None | Some(Flaw::Length { .. } | Flaw::ExponentCut | Flaw::ExponentValue) => continue,
            Some(flaw @ (Flaw::NotOnCurve | Flaw::Modulus)) => (flaw, None),
            Some(flaw @ Flaw::SmallOrder) => {
                (flaw, Some("anyone can make signatures that verify with it".to_owned()))
            }
        };
        let Duty::InService(duty) = keys.duty(key) else {
            continue;
        };
        cx.report_on(key.record, Part::Field(types::dnskey::PUBLIC_KEY), |finding| {
            finding.message(format!("{} {key}: {flaw}", keys.rrset.rtype())).here(follows.unwrap_or(duty));
            finding.help("copy the key from its `.key` file, or make a new one, and sign again");
        });
    }
}
