use crate::dnssec::sync::Sync;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The zone publishes `CDS` and no `CDNSKEY`, or the other way round.
    ///
    /// ## Why it breaks
    /// It does not where the parent reads the type that is there. Some read only `CDS`, some only `CDNSKEY`.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 CDS 13257 13 2 8dfd1321…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 CDS 13257 13 2 8dfd1321…
    /// example. 3600 CDNSKEY 257 3 13 0pwetjo6…
    /// ```
    code: "CDS004",
    name: "cds-without-cdnskey",
    summary: "CDS and CDNSKEY are not both published",
    breaks: "parents that read the other type see no request (RFC 7344 section 4)",
    severity: Severity::Info,
    rfcs: &["RFC 7344 section 4"],
    since: "0.1.0",
    check: Check::Sync(check),
}

fn check(sync: &Sync<'_>, cx: &mut Cx<'_>) {
    if sync.keys.is_empty() {
        return;
    }
    let zone = sync.zone;
    let (there, lacking) = match (sync.cds, sync.cdnskey) {
        (Some(cds), None) => (cds, types::CDNSKEY),
        (None, Some(cdnskey)) => (cdnskey, types::CDS),
        _ => return,
    };
    if zone.may_have(zone.name(), lacking) {
        return;
    }
    cx.report_on(there.first(), Part::Type, |finding| {
        finding.message(format!("`{}` has {} and no {lacking}", zone.name(), there.rtype()));
        finding.help(format!("add the {lacking} that `danelaw ds --cds` prints"));
    });
}
