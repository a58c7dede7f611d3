use crate::dane::owner;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::duration_text;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A `TLSA` RRset, or a `CNAME` at the name of a service, has a TTL of less than a minute. A TTL of 0 is
    /// `ttl-zero`.
    ///
    /// ## Why it breaks
    /// A client may not connect before it knows the TLSA records or that there are none. With a short TTL
    /// nearly every connection asks the zone's name servers, and none is made while they do not answer.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _25._tcp.mx  30  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  60  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN016",
    name: "tlsa-ttl-too-short",
    summary: "TTL of TLSA records is shorter than a minute",
    breaks: "nearly every connection waits for the lookup, and mail is deferred whenever it fails (RFC 7672 \
        section 2.2)",
    severity: Severity::Info,
    rfcs: &["RFC 7672 section 2.2", "RFC 7671 section 13"],
    since: "0.1.0",
    check: Check::Rrset(&[types::TLSA, types::CNAME], check),
}

/// TTLs that are cached for less than a minute.
const SHORT_S: std::ops::Range<u32> = 1..60;

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    let Some(record) = rrset.records().find(|record| SHORT_S.contains(&record.ttl())) else { return };
    if !owner::is_looked_up(rrset) {
        return;
    }
    cx.report_on(record, Part::Ttl, |finding| {
        finding
            .message(format!(
                "TTL of `{} {}` is {}, less than a minute",
                rrset.owner(),
                rrset.rtype(),
                duration_text(u64::from(record.ttl()))
            ))
            .help("write a TTL that spares lookups, such as `3600`");
    });
}
