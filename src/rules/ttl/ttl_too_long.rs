use crate::dane::owner;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::{Ttl, duration_text};
use crate::zone::{Completeness, Node, Part, Record, Rrset, Zone};

declare_rule! {
    /// Records have a TTL of more than a week. Reported once for the zone.
    ///
    /// ## Why it breaks
    /// Resolvers cut long TTLs to what they find reasonable, RFC 8767 suggests 7 days. Those that do not keep
    /// a mistake, or an address that has moved, for as long as the TTL says.
    ///
    /// TLSA records are left out here: of those, more than a day is `tlsa-ttl-too-long`.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   30d  A  192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   7d   A  192.0.2.1
    /// ```
    code: "TTL003",
    name: "ttl-too-long",
    summary: "TTL is longer than a week",
    breaks: "a change takes as long as the TTL to reach everyone; resolvers that follow RFC 8767 section 4 \
        stop at 7 days",
    severity: Severity::Info,
    rfcs: &["RFC 8767 section 4", "RFC 1912 section 2.2"],
    since: "0.1.0",
    check: Check::File(check),
}

/// Where RFC 8767 section 4 suggests to stop.
const WEEK_S: u32 = 604_800;
/// How many of the others are pointed at.
const SHOWN: usize = 3;

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    // A file of loose records may be the root hints, whose TTLs nobody chose.
    if zone.completeness() == Completeness::Fragment {
        return;
    }
    let mut count = 0_usize;
    let mut first: Vec<Record<'_>> = Vec::new();
    for record in zone.nodes().flat_map(Node::rrsets).filter_map(too_long) {
        count += 1;
        first.push(record);
        if first.len() > 2 * SHOWN {
            keep_first(&mut first);
        }
    }
    keep_first(&mut first);
    let Some((record, others)) = first.split_first() else { return };
    cx.report_on(*record, Part::Ttl, |finding| {
        let ttl = duration_text(u64::from(record.ttl()));
        let more = if count > 1 { format!(", and {} more RRsets", count - 1) } else { String::new() };
        finding.message(format!(
            "TTL of `{} {}` is {ttl}, more than 7 days{more}",
            record.owner(),
            record.rtype()
        ));
        for other in others {
            finding.label(other.span(Part::Ttl), duration_text(u64::from(other.ttl())));
        }
        finding.help("write a TTL of at most 7 days, such as `86400`");
    });
}

/// A record of an RRset whose TTL is too long.
fn too_long(rrset: Rrset<'_>) -> Option<Record<'_>> {
    // Above the maximum a TTL is not long but unreadable, which is another rule's.
    let record = rrset.records().find(|record| (WEEK_S + 1..=Ttl::MAX.0).contains(&record.ttl()))?;
    // Of TLSA two days are long already, which is another rule's.
    (rrset.rtype() != types::RRSIG && !owner::is_looked_up(rrset)).then_some(record)
}

/// Keeps the records that come first in the input.
fn keep_first(records: &mut Vec<Record<'_>>) {
    records.sort_by_key(|record| record.id());
    records.truncate(SHOWN + 1);
}
