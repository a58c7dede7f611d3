use crate::dnssec::Link;
use crate::dnssec::sync::Sync;
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `CDS` or `CDNSKEY` names no `DNSKEY` of the zone; others do.
    ///
    /// ## Why it breaks
    /// It does not: the DS of a key may be published before the key. A record that was forgotten asks the
    /// parent for a DS that no key stands behind.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 CDS 1132 13 2 1b55c3f9…
    /// example. 3600 CDS 13257 13 2 8dfd1321…
    /// example. 3600 CDNSKEY 256 3 13 OKcNTKIb…
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
    code: "CDS003",
    name: "cds-names-no-key",
    summary: "a CDS names no key of the zone",
    breaks: "nothing while its key stands by; otherwise the parent publishes a DS that leads nowhere (RFC \
        7344 section 4.1)",
    severity: Severity::Info,
    rfcs: &["RFC 7344 section 4.1", "RFC 7583 section 3.3"],
    since: "0.1.0",
    check: Check::Sync(check),
}

fn check(sync: &Sync<'_>, cx: &mut Cx<'_>) {
    if sync.keys.is_empty() {
        return;
    }
    // CDNSKEY says the same as CDS where there is one.
    let rrset = sync.cds.or(sync.cdnskey);
    if !sync.named(rrset).any(|named| sync.leads(named)) {
        return;
    }
    let foreign: Vec<_> = sync.foreign().map(|named| named.record.id()).collect();
    for named in sync.named(rrset).filter(|named| !foreign.contains(&named.record.id())) {
        let what = match sync.link(named) {
            Link::Key(_) | Link::Unchecked(_) => continue,
            Link::Digest(key) => format!("has another digest than {key}"),
            _ => "names no key of the zone".to_owned(),
        };
        cx.report_on(named.record, Part::Rdata, |finding| {
            finding
                .message(format!("{named} {what}"))
                .help("take it away, unless its key stands by; `danelaw ds --cds` prints the right ones");
        });
    }
}
