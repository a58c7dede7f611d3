use crate::dnssec::Denial;
use crate::dnssec::denial::ChainUse;
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The zone has `NSEC3` records with parameters that no `NSEC3PARAM` announces, besides a chain that is
    /// announced.
    ///
    /// ## Why it breaks
    /// While parameters change, the new chain is made before its NSEC3PARAM is added, and the old one removed
    /// after its own is. Where that is not going on, records were left behind.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. … NSEC3PARAM 1 0 0 -
    /// … NSEC3 1 0 3 - … A RRSIG
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// … NSEC3 1 0 0 - …
    /// ```
    code: "DEN034",
    name: "nsec3-chain-spare",
    summary: "NSEC3 chain that nothing announces besides another",
    breaks: "nobody: servers use the chain that NSEC3PARAM announces, and a change of parameters passes \
        through this (RFC 5155 section 10.4)",
    severity: Severity::Info,
    rfcs: &["RFC 5155 section 10.4"],
    since: "0.1.0",
    check: Check::Denial(check),
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    if denial.first_nsec.is_some() {
        return;
    }
    let missing: Vec<_> = denial
        .used_chains()
        .flat_map(|(_, chain)| chain.faults.missing.get(&()).1)
        .filter_map(|item| item.other)
        .collect();
    let chains = denial.nsec3.sets.iter().zip(&denial.chains);
    for (set, _) in chains.filter(|(_, chain)| chain.standing == ChainUse::Spare) {
        // A record that belongs to the chain and whose parameters were changed: the name it misses tells
        // that.
        if set.count == 1 && missing.iter().any(|record| record.owner() == set.first.owner()) {
            continue;
        }
        cx.report_on(set.first, Part::Rdata, |finding| {
            let records = if set.count == 1 { "record" } else { "records" };
            finding.message(format!(
                "{} NSEC3 {records} with `{}`, which no NSEC3PARAM announces",
                set.count, set.parameters
            ));
            finding.help("remove them when the change of parameters is over");
        });
    }
}
