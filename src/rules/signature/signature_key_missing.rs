use crate::dnssec::{Cause, Keys, Signatures, common_key};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// No DNSKEY record at the apex has the algorithm and key tag that a signature names, and no other
    /// signature of the RRset is good.
    ///
    /// ## Why it breaks
    /// A resolver that finds no key cannot validate. A key taken out of the zone before its last signatures
    /// is a rollover that went too fast.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 …
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG003",
    name: "signature-key-missing",
    summary: "key of a signature is not in the zone",
    breaks: "validating resolvers answer SERVFAIL for these records (RFC 4035 section 5.3.1)",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 5.3.1", "RFC 6781 section 4.1"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    let keys = Keys::of(signatures.zone);
    let (count, faults) = signatures.bogus.get(&Cause::KeyMissing);
    if let Some(first) = common_key(faults) {
        let named = format!("{}/{}", first.algorithm.0, first.key_tag);
        cx.report_on(first.record, Part::Field(types::rrsig::KEY_TAG), |finding| {
            finding
                .message(format!("{count} RRsets are signed by key {named}, which is not in the zone"))
                .here("the first of them")
                .help(format!(
                    "publish the DNSKEY {named}, or sign the zone again with a key that is published"
                ));
        });
        return;
    }
    cx.report_group(
        (count, faults),
        |fault| (fault.rrsig.record, Part::Field(types::rrsig::KEY_TAG)),
        |fault, finding| {
            let rrsig = fault.rrsig;
            let named = format!("{}/{}", rrsig.algorithm.0, rrsig.key_tag);
            finding
                .message(format!(
                    "signature of `{} {}` is by key {named}, which is not in the zone",
                    fault.rrset.owner(),
                    fault.rrset.rtype()
                ))
                .help(format!(
                    "publish the DNSKEY {named}, or sign the zone again with a key that is published"
                ));
            match keys.iter().find(|key| key.tag() == rrsig.key_tag) {
                Some(key) => finding
                    .here("this tag")
                    .label(key.record.whole(), format!("has the tag, and algorithm {}", key.algorithm())),
                None => finding.here("no DNSKEY has this tag"),
            };
        },
    );
}
