use crate::dane::lookup::{self, Place};
use crate::finding::Severity;
use crate::rr::{Rtype, types};
use crate::rule::{Check, Cx};
use crate::wire::{Name, NameRef};
use crate::zone::{Lookup, Node, Part, Rrset, Zone};

declare_rule! {
    /// The host of a `TLSA` record has no address and no alias, and nothing leads to it.
    ///
    /// Hosts that `MX`, `SRV`, `SVCB` or `HTTPS` records of the run lead to are not reported, except where a
    /// wildcard would have had their address. Nor is a zone without any address.
    ///
    /// ## Why it breaks
    /// Nobody connects to a host without an address, so nobody looks for its TLSA records. Most often the
    /// host was renamed or removed, or has its address from a wildcard: that ends where records exist below
    /// the name.
    ///
    /// ## Bad
    /// ```zone,bad
    /// mail          A     192.0.2.1
    /// _25._tcp.mx   TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// mail           A     192.0.2.1
    /// _25._tcp.mail  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN031",
    name: "tlsa-host-without-address",
    summary: "TLSA for a host without an address",
    breaks: "no client connects to the host, or asks for the records (RFC 6698 section 3)",
    severity: Severity::Warning,
    rfcs: &["RFC 6698 section 3", "RFC 4592 section 2.2.1"],
    since: "0.1.0",
    check: Check::Zone(check),
}

/// Types from here on are private: servers make addresses out of some (RFC 6895 section 3.1).
const PRIVATE: u16 = 65_280;
/// What a client may follow to an address.
const LEADING: &[Rtype] = &[types::A, types::AAAA, types::CNAME, types::SVCB, types::HTTPS];

/// TLSA records, their host, and the wildcard that has addresses.
type Suspect<'z> = (Rrset<'z>, NameRef<'z>, Option<Node<'z>>);

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    if !zone.has_type(types::TLSA) || !(zone.has_type(types::A) || zone.has_type(types::AAAA)) {
        return;
    }
    let suspects =
        zone.nodes().filter(|node| !lookup::is_occluded(*node)).filter_map(|node| suspect(node, zone));
    let mut last = None;
    for (tlsa, host, wildcard) in suspects {
        let is_named = cx.across.is_named(tlsa.owner(), cx.zone)
            || wildcard.is_none() && cx.across.is_named(host, cx.zone);
        // Once for a host, whatever its ports.
        if is_named || last.replace(host) == Some(host) {
            continue;
        }
        cx.report_on(tlsa.first(), Part::Owner, |finding| {
            finding.message(format!("TLSA for `{host}`, which has no address"));
            if let Some(rrset) = wildcard.and_then(|node| node.rrsets().next()) {
                finding.label(rrset.first().whole(), "does not answer for a name below which records exist");
                finding.help(format!("write A or AAAA records for `{host}` itself"));
            } else {
                finding.help(format!(
                    "put the records below the host's own name, or remove them; or write \
                    the address of `{host}`"
                ));
            }
        });
    }
}

/// TLSA records whose host has nothing in this zone that a client could follow.
fn suspect<'z>(node: Node<'z>, zone: &'z Zone) -> Option<Suspect<'z>> {
    let tlsa = node.rrset(types::TLSA)?;
    let Place { port, host } = lookup::place_of(tlsa.owner())?;
    // An owner with service labels twice has a rule of its own.
    let is_host = !host.is_wildcard() && !host.first_label().starts_with(b"_");
    if !is_host || LEADING.iter().any(|&rtype| zone.may_have(host, rtype)) {
        return None;
    }
    match zone.lookup(host) {
        Lookup::Exists(found) => {
            let leads =
                found.rrsets().any(|rrset| LEADING.contains(&rrset.rtype()) || rrset.rtype().0 >= PRIVATE);
            // Records of a mail domain, and those beside SRV records, have rules of their own.
            let is_mail_domain = port == Some(25) && found.has(&[types::MX]);
            (!leads && !is_mail_domain && lookup::srv_elsewhere(node).is_empty())
                .then_some((tlsa, host, None))
        }
        Lookup::EmptyNonTerminal if lookup::srv_elsewhere(node).is_empty() => {
            Some((tlsa, host, covering(host, zone)))
        }
        _ => None,
    }
}

/// The wildcard with addresses that would answer for a name if nothing existed below that.
fn covering<'z>(host: NameRef<'_>, zone: &'z Zone) -> Option<Node<'z>> {
    let wildcard = Name::parse(b"*", host.parent()?).ok()?;
    zone.node(wildcard.borrow_name()).filter(|node| node.has(&[types::A, types::AAAA, types::CNAME]))
}
