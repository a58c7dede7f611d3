use crate::dnssec::Keys;
use crate::facts::chain::{signers_of, signs};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Zone};

declare_rule! {
    /// The zone has keys with the SEP bit, and keys without it sign the `DNSKEY` RRset.
    ///
    /// ## Why it breaks
    /// It does not where the DS names a key that signs: validators do not look at the bit. Tools do when they make a DS or a
    /// CDS. A zone whose only key signs everything, with or without the bit, is not reported.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY …
    /// ```
    code: "KEY004",
    name: "dnskey-not-signed-by-sep",
    summary: "no key with the SEP bit signs the DNSKEY RRset",
    breaks: "tools make the DS from the keys with the SEP bit, and such a DS leads nowhere (RFC 4034 section 2.1.1)",
    severity: Severity::Info,
    rfcs: &["RFC 4034 section 2.1.1", "RFC 6781 section 3.2.3"],
    since: "0.1.0",
    check: Check::Zone(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let signers = signers_of(zone, types::DNSKEY);
    if signers.is_empty() {
        return;
    }
    let keys = Keys::of(zone);
    let mut seps = keys.iter().filter(|key| key.is_sep() && !key.is_revoked() && key.is_usable());
    let Some(sep) = seps.next() else { return };
    if keys.iter().any(|key| key.is_sep() && signs(&signers, key)) {
        return;
    }
    let Some(signer) = keys.iter().find(|key| signs(&signers, *key)) else { return };
    cx.report_on(sep.record, Part::Whole, |finding| {
        finding.message(format!("DNSKEY RRset is signed by {signer} and by no key with the SEP bit"));
        finding.here(format!("{sep}: signs no DNSKEY RRset")).label(signer.record.whole(), format!("{signer}: signs it"));
        finding.help(format!("sign the DNSKEY RRset with {sep}, or make the DS from {signer}"));
    });
}
