use crate::dnssec::duty::oversized;
use crate::dnssec::{Keys, Signatures, Unchecked};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// Signatures were not verified: their algorithm is not implemented, must not be used at all (RSAMD5), or
    /// the key is larger than the cryptographic library takes and another signature of the RRset is good.
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
    breaks: "nothing is known of these signatures; validators that do not know the algorithm take the zone \
        for unsigned (RFC 4035 section 5.2)",
    severity: Severity::Info,
    rfcs: &["RFC 4035 section 5.2", "RFC 9904", "RFC 6725"],
    since: "0.1.0",
    check: Check::Signatures(check),
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    let keys = Keys::of(signatures.zone);
    let is_hopeless = !keys.iter().any(|key| key.algorithm().is_in_use());
    let beside_good = |why| {
        let (count, rrsigs) = signatures.unchecked_beside_good.get(&why);
        rrsigs.first().map(|&first| (count, first))
    };
    for (why, all) in signatures.all_unchecked() {
        let ((count, first), reason) = match why {
            Unchecked::KeyAbsent(algorithm) => {
                (all, format!("no key of algorithm {algorithm} is in the zone"))
            }
            // `algorithm-not-validated` says it of the whole zone.
            Unchecked::Refused | Unchecked::Algorithm(_) if is_hopeless => continue,
            Unchecked::Refused => (all, "RSAMD5 must not be used".to_owned()),
            Unchecked::Algorithm(algorithm) => (all, format!("algorithm {algorithm} is not implemented")),
            // `rsa-modulus-below-1024` reports the key.
            Unchecked::KeySize(bits) if bits < 1024 => continue,
            // `signature-by-oversized-key` reports those of RRsets that no other signature saves.
            Unchecked::KeySize(_) | Unchecked::KeyExponent(_) => match (beside_good(why), oversized(why)) {
                (Some(saved), Some(reason)) => (saved, reason),
                _ => continue,
            },
            // The rules about keys report the key: `key-malformed`, `key-length` and `rsa-exponent-unusable`.
            Unchecked::KeyFlawed => continue,
            // `dnskey-not-zone-key` and `dnskey-protocol` report the key.
            Unchecked::KeyNotForZone => continue,
            // The rules of syntax report the record that could not be read.
            Unchecked::KeyUnread => continue,
            // `verification-limit` reports them.
            Unchecked::ManyKeys | Unchecked::ManySignatures | Unchecked::ManyFailures => continue,
        };
        cx.report_on(first.record, Part::Field(types::rrsig::ALGORITHM), |finding| {
            let signatures =
                if count == 1 { "1 signature".to_owned() } else { format!("{count} signatures") };
            finding.message(format!("{signatures} not verified: {reason}")).here("the first of them");
            if why == Unchecked::Refused {
                finding.help("sign the zone with algorithm 13 (ECDSAP256SHA256)");
            }
        });
    }
}
