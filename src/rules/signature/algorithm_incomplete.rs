use crate::dnssec::{Keys, Signatures};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The zone has a key of an algorithm that did not sign every RRset.
    ///
    /// There is one finding for each algorithm, at its first key.
    ///
    /// ## Why it breaks
    /// A signer must sign every RRset with every algorithm among the DNSKEY records. Validators should be
    /// content with any of them, and some versions were not. In an algorithm rollover the signatures come
    /// first, the keys after, and they leave the other way round.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 15 …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG018",
    name: "algorithm-incomplete",
    summary: "algorithm of a key does not sign everything",
    breaks: "validators that insist on every algorithm answer SERVFAIL, and a downgrade goes unnoticed (RFC \
        4035 section 2.2, RFC 6840 section 5.11)",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 2.2", "RFC 6840 section 5.11", "RFC 6781 section 4.1.4"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    let keys = Keys::of(signatures.zone);
    for (&algorithm, count, rrsets) in signatures.incomplete.iter() {
        let (Some(key), Some(rrset)) =
            (keys.iter().find(|key| key.algorithm() == algorithm && key.is_usable()), rrsets.first())
        else {
            continue;
        };
        cx.report_on(key.record, Part::Field(types::dnskey::ALGORITHM), |finding| {
            let sets = if count == 1 { "1 RRset is".to_owned() } else { format!("{count} RRsets are") };
            finding
                .message(format!("{sets} not signed with algorithm {algorithm}"))
                .here(format!("key {key}"))
                .label(rrset.first().whole(), "the first without such a signature")
                .help(format!(
                    "sign everything with algorithm {} as well, or publish the key later",
                    algorithm.0
                ));
        });
    }
}
