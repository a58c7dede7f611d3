use crate::dane::owner;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::{Ttl, duration_text};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A `TLSA` RRset, or a `CNAME` at the name of a service, has a TTL of more than a day.
    ///
    /// ## Why it breaks
    /// Before a server may use a new key, records of it have to be published for as long as the old ones are
    /// cached. After a lost or leaked key there is no such time: until the TTL has run out everywhere,
    /// clients that have the old records refuse the server.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _25._tcp.mx  172800  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  3600  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN015",
    name: "tlsa-ttl-too-long",
    summary: "TTL of TLSA records is longer than a day",
    breaks: "a new key can be used only when the old records have left all caches, an emergency included \
        (RFC 7671 section 8.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 8.1", "RFC 7671 section 11"],
    since: "0.1.0",
    check: Check::Rrset(&[types::TLSA, types::CNAME], check),
}

/// The longest TTL with which an emergency lasts no longer than a day.
const DAY_S: u32 = 86_400;

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    // Above the maximum a TTL is not long but unreadable, which is another rule's.
    let Some(record) = rrset.records().find(|record| (DAY_S + 1..=Ttl::MAX.0).contains(&record.ttl())) else {
        return;
    };
    if !owner::is_looked_up(rrset) {
        return;
    }
    cx.report_on(record, Part::Ttl, |finding| {
        finding
            .message(format!(
                "TTL of `{} {}` is {}, more than 1 day",
                rrset.owner(),
                rrset.rtype(),
                duration_text(u64::from(record.ttl()))
            ))
            .help("write a TTL of at most a day, such as `3600`");
    });
}
