use crate::dnssec::chain::signers_of;
use crate::dnssec::sync::Sync;
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The `CDS` or `CDNSKEY` RRset is signed, and by no key that signs the `DNSKEY` RRset.
    ///
    /// Where the parent is known it has to be a key that a `DS` names.
    ///
    /// ## Why it breaks
    /// A parent acts only on records signed by a key that is in its DS set, so that whoever holds a
    /// zone-signing key cannot take the delegation over. Mostly only the zone-signing key signed.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 CDS 13257 13 2 8dfd1321…
    /// example. 3600 CDNSKEY 257 3 13 0pwetjo6…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 CDS 13257 13 2 8dfd1321…
    /// example. 3600 CDNSKEY 257 3 13 0pwetjo6…
    /// ```
    code: "CDS009",
    name: "cds-not-signed-by-entry",
    summary: "CDS is not signed by a key that the parent knows",
    breaks: "parents ignore it (RFC 7344 section 4.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 7344 section 4.1"],
    since: "0.1.0",
    check: Check::Sync(check),
}

fn check(sync: &Sync<'_>, cx: &mut Cx<'_>) {
    if sync.keys.is_empty() {
        return;
    }
    for rrset in sync.cds.into_iter().chain(sync.cdnskey) {
        let signers = signers_of(sync.zone, rrset.rtype());
        if signers.is_empty() || signers.iter().any(|&signer| sync.is_entry(signer)) {
            continue;
        }
        let by: Vec<String> =
            signers.iter().take(3).map(|(algorithm, tag)| format!("{}/{tag}", algorithm.0)).collect();
        let needed =
            if sync.secure.is_some() { "a DS names none of them" } else { "none of them signs DNSKEY" };
        cx.report_on(rrset.first(), Part::Type, |finding| {
            finding.message(format!("{} is signed by {}, and {needed}", rrset.rtype(), by.join(", ")));
            finding.help("let the key-signing key sign CDS and CDNSKEY too");
        });
        return;
    }
}
