use crate::dnssec::{Keys, Signatures, Unchecked, rrsig_field};
use crate::finding::Severity;
use crate::rule::{Check, Cx};

declare_rule! {
    /// Signatures were not verified: their algorithm is not implemented, must not be used at all (RSAMD5), or the key has a size that the cryptographic library does not take.
    ///
    /// There is one finding for each reason.
    ///
    /// ## Why it breaks
    /// What is not checked is not clean, and not wrong either.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 RRSIG A 17 2 3600 … example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG019",
    name: "signature-not-checked",
    summary: "signatures that were not verified",
    breaks: "nothing is known of these signatures; validators that do not know the algorithm take the zone for unsigned (RFC 4035 section 5.2)",
    severity: Severity::Info,
    rfcs: &["RFC 4035 section 5.2", "RFC 9904", "RFC 6725"],
    since: "0.1.0",
    check: Check::Signatures(check),
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    let keys = Keys::of(signatures.zone);
    // Where no key has an algorithm in use, and where a key is too short to be one, the rules about keys say it all.
    let is_hopeless = !keys.iter().any(|key| key.algorithm().is_in_use());
    for (&why, count, rrsigs) in signatures.unchecked.iter() {
        let reason = match why {
            Unchecked::KeyAbsent(algorithm) => format!("no key of algorithm {algorithm} is in the zone"),
            Unchecked::Refused | Unchecked::Algorithm(_) if is_hopeless => continue,
            Unchecked::KeySize(bits) if bits < 1024 => continue,
            Unchecked::Refused => "RSAMD5 must not be used".to_owned(),
            Unchecked::Algorithm(algorithm) => format!("algorithm {algorithm} is not implemented"),
            Unchecked::KeySize(bits) => format!("keys of {bits} bits are not taken"),
            Unchecked::Key | Unchecked::ManyKeys | Unchecked::ManySignatures | Unchecked::ManyFailures => continue,
        };
        let Some(first) = rrsigs.first() else { continue };
        cx.report_on(first.record, rrsig_field::ALGORITHM, |finding| {
            let signatures = if count == 1 { "1 signature".to_owned() } else { format!("{count} signatures") };
            finding.message(format!("{signatures} not verified: {reason}")).here("the first of them");
            if why == Unchecked::Refused {
                finding.help("sign the zone with algorithm 13 (ECDSAP256SHA256)");
            }
        });
    }
}
