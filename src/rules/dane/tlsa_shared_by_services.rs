use std::collections::{BTreeMap, BTreeSet};

use crate::dane::owner;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part, Record, Zone};

declare_rule! {
    /// Aliases of services of different kinds, such as mail and web, lead to one `TLSA` RRset with usage 3.
    ///
    /// Ports of one kind, such as 25, 465, 587 and 993, are one service here; so are several hosts.
    ///
    /// ## Why it breaks
    /// With usage 3 clients do not look at names in the certificate: the key alone says who the server is.
    /// Where mail and web share it, an attacker on the path can pass a connection for one to the other, and
    /// neither side notices. Services that run on one machine with one certificate may well be meant to share
    /// it.
    ///
    /// ## Bad
    /// ```zone,bad
    /// key1._dane       TLSA   3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// _25._tcp.mail    CNAME  key1._dane
    /// _443._tcp.mail   CNAME  key1._dane
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// key1._dane       TLSA   3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// _25._tcp.mail    CNAME  key1._dane
    /// _587._tcp.mail   CNAME  key1._dane
    /// ```
    code: "DAN014",
    name: "tlsa-shared-by-services",
    summary: "services of different kinds share a key",
    breaks: "whoever controls the connection can lead clients of one service to the other, and both accept \
        it (RFC 7671 section 5.1)",
    severity: Severity::Info,
    rfcs: &["RFC 7671 section 5.1", "RFC 7671 section 13"],
    since: "0.1.0",
    check: Check::File(check),
}

/// Services of one kind: clients of one would be served by the others.
const KINDS: &[&[u16]] = &[
    &[25, 110, 143, 465, 587, 993, 995, 4190],
    &[80, 443],
    &[53, 853],
    &[5222, 5223, 5269, 5270],
    &[389, 636],
    &[5060, 5061],
    &[20, 21, 989, 990],
];

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    if !zone.has_type(types::TLSA) || !zone.has_type(types::CNAME) {
        return;
    }
    // Where each target was led to first.
    let mut first: BTreeMap<usize, (usize, Record<'_>)> = BTreeMap::new();
    let mut told: BTreeSet<usize> = BTreeSet::new();
    for alias in
        zone.nodes().filter_map(|node| node.rrset(types::CNAME)).filter(|cname| owner::is_looked_up(*cname))
    {
        let Some((Some(port), _)) = owner::service_of(alias.owner()) else { continue };
        let record = alias.first();
        let Some(Lookup::Exists(target)) =
            record.name(types::cname::CANONICAL_NAME).map(|name| zone.lookup(name))
        else {
            continue;
        };
        let Some(tlsa) = target.rrset(types::TLSA).filter(|rrset| {
            rrset.records().any(|record| record.u8(types::tlsa::CERTIFICATE_USAGE) == Some(3))
        }) else {
            continue;
        };
        let (known, other) = *first.entry(target.position()).or_insert((kind(port), record));
        if known == kind(port) || !told.insert(target.position()) {
            continue;
        }
        cx.report_on(record, Part::Field(types::cname::CANONICAL_NAME), |finding| {
            finding
                .message(format!("`{}` and `{}` share TLSA records", other.owner(), record.owner()))
                .label(other.whole(), "leads there too")
                .label(tlsa.first().whole(), "usage 3: the key alone says who the server is")
                .help(
                    "give each service a key and TLSA records of its own, unless one server is meant to be \
                    both",
                );
        });
    }
}

/// The number of the port's kind, or that of a kind of its own.
fn kind(port: u16) -> usize {
    KINDS.iter().position(|ports| ports.contains(&port)).unwrap_or_else(|| KINDS.len() + usize::from(port))
}
