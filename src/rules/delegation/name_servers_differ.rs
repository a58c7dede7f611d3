use crate::dnssec::parentage::Parentage;
use crate::finding::Severity;
use crate::resolve::place;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The `NS` records at the apex are not those with which the parent delegates the zone.
    ///
    /// The parent is given with `--parent`, or is checked in the same run.
    ///
    /// ## Why it breaks
    /// Resolvers begin with what the parent says, and many go on with what the zone says. A server that only
    /// the parent names may not know the zone; one that only the zone names does not help where the others
    /// are out of reach.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ NS ns1.example.net.
    /// @ NS ns2.example.net.…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ NS NS3.example.net.
    /// @ NS ns1.example.NET.
    /// ```
    code: "DEL013",
    name: "name-servers-differ",
    summary: "name servers differ from those at the parent",
    breaks: "a name server that only one side names is asked by some resolvers and not by others (RFC 1034 \
        section 4.2.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 1034 section 4.2.2", "RFC 1912 section 2.3"],
    since: "0.1.0",
    check: Check::Parentage(check),
}

fn check(parentage: &Parentage<'_>, cx: &mut Cx<'_>) {
    let zone = cx.zone;
    let Parentage::Delegated(cut) = *parentage else { return };
    let (Some(above), Some(own)) = (cut.rrset(types::NS), zone.apex().and_then(|apex| apex.rrset(types::NS)))
    else {
        return;
    };
    if zone.may_have(zone.name(), types::NS) || cut.zone().may_have(cut.name(), types::NS) {
        return;
    }
    for record in own.records() {
        let Some(name) = record.name(types::ns::NAME_SERVER).filter(|name| !names(above, *name)) else {
            continue;
        };
        cx.report_on(record, Part::Field(types::ns::NAME_SERVER), |finding| {
            finding
                .message(format!("the parent does not name `{name}` as a name server of `{}`", zone.name()))
                .here(format!("the delegation is at {}", place(above.first())))
                .help(format!("have the parent add `{} NS {name}`, or remove it here", zone.name()));
        });
    }
    for record in above.records() {
        let Some(name) = record.name(types::ns::NAME_SERVER).filter(|name| !names(own, *name)) else {
            continue;
        };
        cx.report_on(own.first(), Part::Owner, |finding| {
            finding
                .message(format!("the parent names `{name}` as a name server, `{}` does not", zone.name()))
                .here(format!("the delegation is at {}", place(record)))
                .help(format!("add `{} NS {name}`, or have the parent remove it", zone.name()));
        });
    }
}

fn names(ns: Rrset<'_>, name: NameRef<'_>) -> bool {
    ns.records().any(|record| record.name(types::ns::NAME_SERVER) == Some(name))
}
