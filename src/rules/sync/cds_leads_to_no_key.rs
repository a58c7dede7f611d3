use crate::dnssec::Link;
use crate::dnssec::sync::Sync;
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// None of the `CDS` records, or of the `CDNSKEY` records, names a key of the zone that signs the
    /// `DNSKEY` RRset.
    ///
    /// ## Why it breaks
    /// The set replaces the parent's DS set. Applied as it is, no DS leads to a key, and every answer is
    /// bogus.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 CDS 1132 13 2 1b55c3f9…
    /// example. 3600 CDNSKEY 256 3 13 OKcNTKIb…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 CDS 13257 13 2 8dfd1321…
    /// example. 3600 CDNSKEY 257 3 13 0pwetjo6…
    /// ```
    code: "CDS002",
    name: "cds-leads-to-no-key",
    summary: "no CDS leads to a key that signs the keys",
    breaks: "a parent that applies it breaks the zone; one that checks refuses it (RFC 7344 section 4.1)",
    severity: Severity::Error,
    rfcs: &["RFC 7344 section 4.1"],
    since: "0.1.0",
    check: Check::Sync(check),
}

fn check(sync: &Sync<'_>, cx: &mut Cx<'_>) {
    if sync.keys.is_empty() {
        return;
    }
    // An algorithm that no key has is another rule's.
    if sync.foreign().next().is_some() {
        return;
    }
    for rrset in [sync.cds, sync.cdnskey] {
        let Some(first) = sync.named(rrset).next() else { continue };
        if sync.named(rrset).any(|named| sync.leads(named)) {
            continue;
        }
        let why = match sync.link(first) {
            Link::Key(key) | Link::Unchecked(key) => match key.flaw() {
                Some(flaw) => format!("names {key}: {flaw}"),
                None => format!("names {key}, which does not sign DNSKEY"),
            },
            Link::Digest(key) => format!("has another digest than {key}"),
            Link::Number(key) => format!("has the digest of {key}"),
            Link::Algorithm(key) => format!("has the tag of {key}, and another algorithm"),
            Link::None => "names no key of the zone".to_owned(),
        };
        cx.report_on(first.record, Part::Rdata, |finding| {
            finding
                .message(format!("{first} {why}"))
                .help("write what `danelaw ds --cds` prints for the key that signs DNSKEY");
        });
        // The two sets say the same; where they do not, that is said elsewhere.
        return;
    }
}
