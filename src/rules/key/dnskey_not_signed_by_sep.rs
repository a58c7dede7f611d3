use crate::dnssec::chain::signers_of;
use crate::dnssec::{Parent, Signatures};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The zone has keys with the Secure Entry Point bit, and only others made good signatures over the
    /// DNSKEY RRset.
    ///
    /// Zones in which no key has the bit, or one key signs everything, are fine.
    ///
    /// ## Why it breaks
    /// Tools make DS records of keys with the SEP bit. A resolver that follows one needs that key to have
    /// signed the DNSKEY RRset. Where the DS names another key all is well; without the DS this tool cannot
    /// know.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 …
    /// example. 3600 DNSKEY 257 3 13 …
    /// example. 3600 RRSIG DNSKEY 13 1 3600 … 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 RRSIG DNSKEY 13 1 3600 … 13257 example. …
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "KEY004",
    name: "dnskey-not-signed-by-sep",
    summary: "DNSKEY RRset is not signed by a key with the SEP bit",
    breaks: "the DS records of such keys lead nowhere: validating resolvers answer SERVFAIL for the whole \
        zone (RFC 4035 section 5.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 5.2", "RFC 6781 section 3.1", "RFC 4034 section 2.1.1"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    // Where the parent is known, the rules about its DS say whether the way in is open.
    if Parent::of(signatures.zone, cx.given).is_some_and(|parent| !parent.ds.is_empty()) {
        return;
    }
    // A key with the bit that signs, and not well, is told by the rules about its signature.
    let signers = signers_of(signatures.zone, types::DNSKEY);
    if signatures.uses.iter().any(|used| {
        used.key.is_sep()
            && !used.key.is_revoked()
            && signers.contains(&(used.key.algorithm(), used.key.tag()))
    }) {
        return;
    }
    let Some(signing) = signatures.entry_points().find(|key| !key.is_sep()) else { return };
    if signatures.entry_points().any(|key| key.is_sep()) {
        return;
    }
    let Some(idle) =
        signatures.uses.iter().map(|used| used.key).find(|key| key.is_sep() && !key.is_revoked())
    else {
        return;
    };
    cx.report_on(idle.record, Part::Field(types::dnskey::FLAGS), |finding| {
        finding
            .message(format!("DNSKEY RRset is signed by {signing}, not by {idle}"))
            .here("has the SEP bit")
            .label(signing.record.whole(), "signs the DNSKEY RRset")
            .help(format!("sign the DNSKEY RRset with {idle}"));
    });
}
