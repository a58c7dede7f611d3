use std::collections::BTreeSet;

use crate::finding::Severity;
use crate::record::svcb::bindings;
use crate::rr::{Rtype, types};
use crate::rule::{Check, Cx};
use crate::wire::{NameKey, NameRef};
use crate::zone::{Node, Part, Rrset, Zone};

declare_rule! {
    /// An `HTTPS` or `SVCB` record is at a name where no client looks for it.
    ///
    /// Browsers ask for HTTPS at the host itself, and at `_<port>._https` for ports other than 443. SVCB records
    /// are at `_<scheme>` names, and HTTPS is what `https` URLs use. Names that records of the zone lead to may
    /// be any.
    ///
    /// ## Why it breaks
    /// A client asks for one name, which its URL gives. What is at another name is never read: no HTTP/3, no
    /// Encrypted ClientHello, no other port.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _443._https.www  HTTPS  1 www alpn=h2
    /// www              A      192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _8443._https.www  HTTPS  1 www alpn=h2
    /// www               HTTPS  1 . alpn=h2
    /// www               A      192.0.2.1
    /// ```
    code: "SRV018",
    name: "binding-owner-unused",
    summary: "HTTPS or SVCB where no client looks",
    breaks: "browsers and other clients never ask for this record (RFC 9460 section 9.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 9460 section 9.1", "RFC 9460 section 2.3"],
    since: "0.1.0",
    check: Check::Zone(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let kinds: Vec<Rtype> =
        [types::HTTPS, types::SVCB].into_iter().filter(|&rtype| zone.has_type(rtype)).collect();
    if kinds.is_empty() {
        return;
    }
    let led_to = led_to(zone);
    let nodes = zone.nodes().filter(|node| !node.is_cut() && !node.is_below_cut());
    for rrset in nodes.flat_map(Node::rrsets).filter(|rrset| kinds.contains(&rrset.rtype())) {
        let owner = rrset.owner();
        if owner.is_wildcard() || led_to.contains(&owner.key()) {
            continue;
        }
        let Some((what, help)) = fault(rrset) else { continue };
        cx.report_on(rrset.first(), Part::Owner, |finding| {
            finding.message(format!("{} at `{owner}`, {what}", rrset.rtype())).help(help);
        });
    }
}

/// The names that aliases and bindings of the zone lead to.
fn led_to(zone: &Zone) -> BTreeSet<NameKey> {
    const LEADING: [Rtype; 3] = [types::CNAME, types::SVCB, types::HTTPS];
    let records = zone.nodes().flat_map(Node::rrsets).filter(|rrset| LEADING.contains(&rrset.rtype()));
    records
        .flat_map(|rrset| rrset.records())
        .filter_map(|record| record.target())
        .filter(|target| !target.name().is_root())
        .map(|target| target.name().key())
        .collect()
}

/// Why no client looks here, and what to write.
fn fault(rrset: Rrset<'_>) -> Option<(&'static str, String)> {
    let owner = rrset.owner();
    let mut labels = owner.labels();
    let (first, second) = (labels.next()?, labels.next().unwrap_or_default());
    if rrset.rtype() == types::SVCB {
        let is_web = |protocol: &[u8]| matches!(protocol, b"h2" | b"h3" | b"http/1.1");
        let is_https = bindings(rrset).flat_map(|binding| binding.protocols()).any(is_web);
        return if !first.starts_with(b"_") && is_https {
            Some(("where browsers ask for HTTPS", format!("write `{owner} HTTPS` with the same rdata")))
        } else if is_scheme(first, "_https") || is_scheme(second, "_https") {
            let host = service_host(owner)?;
            Some(("and `https` URLs use HTTPS records", format!("write `{host} HTTPS` with the same rdata")))
        } else {
            None
        };
    }
    if !first.starts_with(b"_") {
        return None;
    }
    let host = service_host(owner)?;
    let port = port(first);
    match (port, is_scheme(second, "_https")) {
        (Some(443), true) => {
            Some(("where no browser asks: 443 is the default port", format!("write it at `{host}`")))
        }
        (Some(_), true) => None,
        (Some(port), false) if port != 443 => {
            Some(("where no browser asks", format!("write it at `_{port}._https.{host}`")))
        }
        _ => Some(("where no browser asks", format!("write it at `{host}`"))),
    }
}

/// The host behind the labels that start with an underscore.
fn service_host(owner: NameRef<'_>) -> Option<NameRef<'_>> {
    std::iter::successors(Some(owner), |name| name.parent())
        .find(|name| !name.first_label().starts_with(b"_"))
}

fn is_scheme(label: &[u8], scheme: &str) -> bool {
    label.eq_ignore_ascii_case(scheme.as_bytes())
}

fn port(label: &[u8]) -> Option<u16> {
    std::str::from_utf8(label.strip_prefix(b"_")?).ok()?.parse().ok()
}
