use crate::finding::Severity;
use crate::resolve::delegation::{Delegations, NsFault};
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Purpose};

declare_rule! {
    /// An `NS` record names a host that a zone at hand is authoritative for, and that has no address.
    ///
    /// That is the zone of the `NS` record, or another one that is checked in the same run. Hosts at or below
    /// a zone cut are not meant: those need glue, which other rules ask for. Of response policy and catalog zones
    /// the apex alone is judged.
    ///
    /// ## Why it breaks
    /// A resolver asks for the address of the name server and learns that there is none. It takes the next
    /// name server; where there is none left, the zone is out of reach.
    ///
    /// ## Bad
    /// ```zone,bad
    /// shop  NS  ns1.hots
    /// host  A   192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// shop      NS  ns1.host
    /// ns1.host  A   192.0.2.1
    /// ```
    code: "DEL001",
    name: "name-server-without-address",
    summary: "name server has no address",
    breaks: "BIND and Knot do not load the zone if it is its own name server, and no resolver can ask this \
        server (RFC 1034 section 4.2.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1034 section 4.2.1", "RFC 1912 section 2.3"],
    since: "0.1.0",
    check: Check::Delegations(check),
    applies_to: EVERY_ZONE,
}

fn check(delegations: &Delegations<'_>, cx: &mut Cx<'_>) {
    let is_ordinary = delegations.zone.purpose() == Purpose::Ordinary;
    for target in &delegations.targets {
        let NsFault::NoAddress { zone, exists } = target.fault else { continue };
        // NS records of triggers delegate nothing; those of the apex are what servers load the zone by.
        if !is_ordinary && target.ns.owner() != delegations.zone.name() {
            continue;
        }
        cx.report_on(target.ns, Part::Field(types::ns::NAME_SERVER), |finding| {
            let what = if exists { "has no address" } else { "does not exist" };
            finding.message(format!("name server `{}` {what}", target.name));
            if !std::ptr::eq(zone, delegations.zone) {
                finding.here(format!("in the zone `{}`", zone.name()));
            }
            finding.help(format!("add `{} A <address>`, or name a host that has one", target.name));
        });
    }
}
