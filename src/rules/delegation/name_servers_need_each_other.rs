use std::collections::BTreeSet;

use crate::finding::Severity;
use crate::resolve::host::ADDRESSES;
use crate::resolve::{Perspective, place};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::{NameKey, NameRef};
use crate::zone::{Part, Zone};

declare_rule! {
    /// All name servers of the zone are in other zones of the run whose name servers are, in the end, in this
    /// zone.
    ///
    /// Reported only where no parent can have glue for them: the name servers are not below the parent zone,
    /// or that is given and has no addresses for them. Cycles inside one zone are `glue-cycle`.
    ///
    /// ## Why it breaks
    /// To ask a name server, a resolver needs its address, and for that it has to ask the other zone, whose
    /// servers it finds only by asking this one. Caches hide that until they run out.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ NS ns1.example.com.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ NS ns1.example.com.
    /// @ NS ns1
    /// ```
    code: "DEL017",
    name: "name-servers-need-each-other",
    summary: "name servers that need each other across zones",
    breaks: "no resolver finds the address of any name server of the zone (RFC 1912 section 2.3, RFC 2182)",
    severity: Severity::Error,
    rfcs: &["RFC 1034 section 4.2.1", "RFC 9471 section 2.3"],
    since: "0.1.0",
    check: Check::Zone(check),
}

/// Zones that are passed on the way.
const ZONES: usize = 256;

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let Some(ns) = zone.apex().and_then(|apex| apex.rrset(types::NS)) else { return };
    if cx.given.is_alone() || zone.soa().is_none() {
        return;
    }
    let Some(other) = cyclic(zone, cx.perspective()) else { return };
    cx.report_on(ns.first(), Part::Field(types::ns::NAME_SERVER), |finding| {
        finding.message(format!(
            "`{}` and `{}` have no name server that can be found without the other",
            zone.name(),
            other.name()
        ));
        if let Some(ns) = other.apex().and_then(|apex| apex.rrset(types::NS)) {
            finding.here(format!("the other way at {}", place(ns.first())));
        }
        finding
            .help(format!("add `{0} NS ns1.{0}` with an address, and the glue at its parent", zone.name()));
    });
}

/// The first other zone on the way, where every way from a zone's name servers comes back to it.
fn cyclic<'a>(zone: &Zone, seen: Perspective<'a>) -> Option<&'a Zone> {
    let mut passed = BTreeSet::from([zone.name().key()]);
    let mut open: Vec<&'a Zone> = Vec::new();
    let mut first = None;
    if leads_out(zone, seen, &mut passed, &mut open) {
        return None;
    }
    while let Some(next) = open.pop() {
        first = first.or(Some(next));
        if passed.len() > ZONES || leads_out(next, seen, &mut passed, &mut open) {
            return None;
        }
    }
    first
}

/// Whether one of the name servers of a zone may be found without the zones that were passed; those that it
/// leads to are added to `open`.
fn leads_out<'a>(
    zone: &Zone,
    seen: Perspective<'a>,
    passed: &mut BTreeSet<NameKey>,
    open: &mut Vec<&'a Zone>,
) -> bool {
    let Some(ns) = zone.apex().and_then(|apex| apex.rrset(types::NS)) else { return true };
    for record in ns.records() {
        let Some(target) = record.name(types::ns::NAME_SERVER) else { return true };
        let Ok(holder) = seen.zone_of(target) else { return true };
        // A name server of the zone itself has glue at the parent.
        if target.is_at_or_below(zone.name()) || holder.soa().is_none() || may_have_glue(zone, target, seen) {
            return true;
        }
        if passed.insert(holder.name().key()) {
            open.push(holder);
        }
    }
    false
}

/// Whether the parent of a zone has the address of a name server, or may have it.
fn may_have_glue(zone: &Zone, target: NameRef<'_>, seen: Perspective<'_>) -> bool {
    match seen.given().zone_above(zone) {
        Some(parent) => parent.node(target).is_some_and(|node| node.has(ADDRESSES)),
        None => zone.name().parent().is_some_and(|above| !above.is_root() && target.is_below(above)),
    }
}
