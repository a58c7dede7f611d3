use std::collections::BTreeSet;

use crate::dane::lookup;
use crate::finding::Severity;
use crate::record::reverse::{Tree, address_in, name_of};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Lookup, Part, Zone};

declare_rule! {
    /// A host has an address, the reverse zone of the address is checked in the same run, and it has no `PTR`
    /// for it.
    ///
    /// Addresses of wildcards and in reverse zones are left out, and the same address is told once.
    ///
    /// ## Why it breaks
    /// It does not for most hosts. A host that sends mail needs a PTR record, and one that does not is easier
    /// to find with it.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// mail  A  192.0.2.2…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// mail  A  192.0.2.3
    /// ```
    code: "REV005",
    name: "address-without-ptr",
    summary: "address without PTR in a reverse zone of the run",
    breaks: "mail servers refuse mail from this address, and logs show it as a number (RFC 1912 section 2.1)",
    severity: Severity::Info,
    rfcs: &["RFC 1912 section 2.1"],
    since: "0.1.0",
    check: Check::Zone(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    // Addresses in a reverse zone are those of gateways and networks.
    if !cx.across.has_reverse() || Tree::of(zone.name()).is_some() {
        return;
    }
    let across = cx.perspective();
    let mut seen = BTreeSet::new();
    for node in zone.nodes().filter(|node| !lookup::is_occluded(*node) && !node.name().is_wildcard()) {
        for record in [types::A, types::AAAA]
            .into_iter()
            .filter_map(|rtype| node.rrset(rtype))
            .flat_map(|rrset| rrset.records())
        {
            let Some(address) = address_in(record.rdata()).filter(|address| seen.insert(*address)) else {
                continue;
            };
            let Some(name) = name_of(address) else { continue };
            let Some(reverse) =
                across.zone_of(name.borrow_name()).ok().filter(|reverse| lacks(reverse, name.borrow_name()))
            else {
                continue;
            };
            cx.report_on(record, Part::Rdata, |finding| {
                finding
                    .message(format!("`{address}` has no PTR in `{}`", reverse.name()))
                    .help(format!("add `{name} PTR {}` there", record.owner()));
            });
        }
    }
}

/// Whether a zone that answers for a name has nothing there, be it PTR or an alias.
fn lacks(reverse: &Zone, name: NameRef<'_>) -> bool {
    match reverse.lookup(name) {
        Lookup::NxDomain | Lookup::EmptyNonTerminal => true,
        Lookup::Exists(node) | Lookup::Wildcard(node) => {
            !node.has(&[types::PTR, types::CNAME]) && !reverse.may_exist(name)
        }
        Lookup::OutOfZone | Lookup::Delegated(_) | Lookup::Redirected(_) | Lookup::Unread => false,
    }
}
