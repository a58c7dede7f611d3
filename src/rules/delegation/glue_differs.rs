use crate::dnssec::parentage::Parentage;
use crate::finding::Severity;
use crate::resolve::place;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Node, Part, Record, Rrset};

declare_rule! {
    /// The parent zone has glue for a name server below this zone, and the zone has other addresses for it.
    ///
    /// The parent is given with `--parent`, or is checked in the same run. An address that is missing as glue
    /// is not meant.
    ///
    /// ## Why it breaks
    /// A resolver that knows nothing of the zone goes by the glue. The stale address costs it time, or leads
    /// it to a host that answers something else.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ SOA ns1.sub.example. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @ NS ns1.sub.example.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ SOA ns1.sub.example. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @ NS ns1.sub.example.
    /// ```
    code: "DEL012",
    name: "glue-differs",
    summary: "glue at the parent is not the address in the zone",
    breaks: "who comes from the parent asks a host that may be no name server of the zone any more (RFC 1034 \
        section 4.2.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 1034 section 4.2.2", "RFC 9471 section 2"],
    since: "0.1.0",
    check: Check::Parentage(check),
}

fn check(parentage: &Parentage<'_>, cx: &mut Cx<'_>) {
    let zone = cx.zone;
    let Parentage::Delegated(cut) = *parentage else { return };
    for name in cut
        .rrset(types::NS)
        .iter()
        .flat_map(|ns| ns.records())
        .filter_map(|record| record.name(types::ns::NAME_SERVER))
    {
        let Some(glue) = cut.zone().node(name).filter(|_| name.is_at_or_below(zone.name())) else { continue };
        let Lookup::Exists(host) = zone.lookup(name) else { continue };
        if [types::A, types::AAAA].iter().any(|&rtype| zone.may_have(name, rtype)) {
            continue;
        }
        for rtype in [types::A, types::AAAA] {
            let own = host.rrset(rtype);
            let has =
                |address: &[u8]| own.is_some_and(|own| own.records().any(|record| record.rdata() == address));
            for stale in glue
                .rrset(rtype)
                .iter()
                .flat_map(|rrset| rrset.records())
                .filter(|record| !has(record.rdata()))
            {
                report(host, own, stale, cx);
            }
        }
    }
}

fn report(host: Node<'_>, own: Option<Rrset<'_>>, stale: Record<'_>, cx: &mut Cx<'_>) {
    // A host without any address is a fault of its own.
    let Some(first) = own.or_else(|| host.rrset(types::A)).or_else(|| host.rrset(types::AAAA)) else {
        return;
    };
    cx.report_on(first.first(), Part::Rdata, |finding| {
        finding
            .message(format!("the parent has glue `{}` for `{}`", stale.present(), host.name()))
            .here(format!("the glue is at {}", place(stale)))
            .help(format!(
                "change the glue at the parent, or add `{} {} {}`",
                host.name(),
                stale.rtype(),
                stale.present()
            ));
    });
}
