use crate::dane::owner;
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::wire::{Ttl, duration_text};
use crate::zone::{Completeness, Part, Rrset};

declare_rule! {
    /// Records have a TTL of more than a week.
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
    check: Check::Rrset(&[], check),
}

/// Where RFC 8767 section 4 suggests to stop.
const WEEK_S: u32 = 604_800;

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    // Above the maximum a TTL is not long but unreadable, which is another rule's.
    let Some(record) = rrset.records().find(|record| (WEEK_S + 1..=Ttl::MAX.0).contains(&record.ttl()))
    else {
        return;
    };
    // A file of loose records may be the root hints, whose TTLs nobody chose.
    if rrset.rtype() == crate::rr::types::RRSIG || cx.zone.completeness() == Completeness::Fragment {
        return;
    }
    // Of these two days are long already, which is another rule's.
    if owner::is_looked_up(rrset) {
        return;
    }
    cx.report_on(record, Part::Ttl, |finding| {
        finding
            .message(format!(
                "TTL of `{} {}` is {}, more than 7 days",
                rrset.owner(),
                rrset.rtype(),
                duration_text(u64::from(record.ttl()))
            ))
            .help("write a TTL of at most 7 days, such as `86400`");
    });
}
