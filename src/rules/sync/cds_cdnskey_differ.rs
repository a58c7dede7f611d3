use std::collections::BTreeSet;

use crate::dnssec::sync::Sync;
use crate::dnssec::{Ds, KeyTag};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A key is named by a `CDNSKEY` and by no `CDS`, or the other way round.
    ///
    /// ## Why it breaks
    /// The two sets must match. What the parent publishes depends on which it reads, and one that reads both
    /// stops.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 pvduMcnl…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 CDS 13257 13 2 8dfd1321…
    /// example. 3600 CDNSKEY 257 3 13 pvduMcnl…
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
    code: "CDS005",
    name: "cds-cdnskey-differ",
    summary: "CDS and CDNSKEY do not name the same keys",
    breaks: "parents that compare them do nothing, and others act on either (RFC 7344 section 4)",
    severity: Severity::Warning,
    rfcs: &["RFC 7344 section 4"],
    since: "0.1.0",
    check: Check::Sync(check),
}

fn check(sync: &Sync<'_>, cx: &mut Cx<'_>) {
    let (Some(cds), Some(cdnskey)) = (sync.cds, sync.cdnskey) else { return };
    // A request for removal in one and keys in the other differ too.
    let name = |named: Ds<'_>| (named.algorithm, named.tag);
    let all = |rrset: Rrset<'_>| -> BTreeSet<(crate::dnssec::Algorithm, KeyTag)> {
        rrset.records().filter_map(Ds::of).map(name).collect()
    };
    let (of_cds, of_cdnskey) = (all(cds), all(cdnskey));
    let removal = |rrset: Rrset<'_>| rrset.records().any(crate::dnssec::sync::is_delete);
    // Where none leads to a key that is the fault to tell.
    let lost =
        sync.named(Some(cds)).next().is_some() && !sync.named(Some(cds)).any(|named| sync.leads(named));
    if lost || removal(cds) && removal(cdnskey) {
        return;
    }
    let alone =
        |rrset, other: &BTreeSet<_>| sync.named(Some(rrset)).find(|named| !other.contains(&name(*named)));
    let Some(named) = alone(cds, &of_cdnskey).or_else(|| alone(cdnskey, &of_cds)) else { return };
    let other = if named.record.rtype() == cds.rtype() { cdnskey.rtype() } else { cds.rtype() };
    cx.report_on(named.record, Part::Rdata, |finding| {
        finding
            .message(format!("{named} has no {other} of the same key"))
            .help(format!("add the {other} that `danelaw ds --cds` prints, or take this away"));
    });
}
