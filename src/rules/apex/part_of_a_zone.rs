use crate::finding::Severity;
use crate::rr::{Rtype, types};
use crate::rule::{Check, Cx};
use crate::zone::{Completeness, Zone};

declare_rule! {
    /// A file whose name says that others include it (`.inc`, `.include`, `.part`) has no SOA.
    ///
    /// ## Why it breaks
    /// Nothing breaks. What is missing, and where its relative names are, only the zone that includes it says: check that
    /// zone too.
    ///
    /// ## Bad
    /// ```zone,bad,whole,file=common.inc
    /// $TTL 3600
    /// www   A    192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    code: "APX021",
    name: "part-of-a-zone",
    summary: "part of a zone, without SOA",
    breaks: "nothing by itself: the records are checked one by one, and not as a zone",
    severity: Severity::Info,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::File(check),
}

/// Types of which files of keys and DS sets are made.
const KEYS: &[Rtype] = &[types::DNSKEY, types::DS, types::CDS, types::CDNSKEY, types::KEY, types::TLSA];

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    if zone.completeness() != Completeness::Fragment || zone.soa().is_some() {
        return;
    }
    // Keys are loose by custom, and hints of the root have a rule of their own.
    let are_hints = zone.name().is_root() && zone.apex().is_some_and(|apex| apex.has(&[types::NS]));
    let are_keys = zone.nodes().flat_map(|node| node.rrsets()).all(|rrset| KEYS.contains(&rrset.rtype()));
    if are_hints || are_keys {
        return;
    }
    let count = zone.record_count();
    cx.report(zone.start(), |finding| {
        finding.message(format!("part of a zone, {count} records without SOA"));
        finding.help("check the zone that includes it");
    });
}
