use crate::dnssec::{Cause, Keys, Signatures};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// A signature is by a key with the REVOKE bit.
    ///
    /// It covers something else than the DNSKEY RRset, and no other signature of the RRset is good.
    ///
    /// ## Why it breaks
    /// A revoked key is good for one thing: to sign its own revocation. Everything else it signed is unsigned
    /// from then on.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 384 3 13 …
    /// www.example. 3600 RRSIG A 13 2 3600 … example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG007",
    name: "signature-by-revoked-key",
    summary: "signature by a revoked key",
    breaks: "validating resolvers do not use a revoked key for records (RFC 5011 section 2.1)",
    severity: Severity::Error,
    rfcs: &["RFC 5011 section 2.1"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    let keys = Keys::of(signatures.zone);
    cx.report_group(
        signatures.bogus.get(&Cause::KeyRevoked),
        |fault| (fault.rrsig.record, Part::Field(types::rrsig::KEY_TAG)),
        |fault, finding| {
            let rrsig = fault.rrsig;
            finding
                .message(format!(
                    "signature of `{} {}` is by a revoked key",
                    fault.rrset.owner(),
                    fault.rrset.rtype()
                ))
                .here(format!("{}/{} is revoked", rrsig.algorithm.0, rrsig.key_tag))
                .help("sign the zone again with a key that is in force");
            if let Some(key) = keys.with(rrsig.algorithm, rrsig.key_tag).next() {
                finding.label(key.record.whole(), format!("flags {}: the REVOKE bit is set", key.flags()));
            }
        },
    );
}
