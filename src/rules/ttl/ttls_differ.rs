use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::duration_text;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// Records of one owner and type have different TTLs.
    ///
    /// ## Why it breaks
    /// Resolvers cache the records of one owner and type together, and their TTL is one. Name servers change
    /// the TTLs on loading, each its own way, so the zone that is served is not the zone in the file, and
    /// servers may differ.
    ///
    /// Signatures are left out here: their TTLs follow the records that they cover (RFC 4034 section 3).
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   3600  A  192.0.2.1
    /// www   300   A  192.0.2.2
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   300   A  192.0.2.1
    /// www   300   A  192.0.2.2
    /// ```
    code: "TTL001",
    name: "ttls-differ",
    summary: "TTLs differ inside an RRset",
    breaks: "name servers and caches pick one of the TTLs, not all the same one (RFC 2181 section 5.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 2181 section 5.2"],
    since: "0.1.0",
    check: Check::Rrset(&[], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    if rrset.len() < 2 {
        return;
    }
    let first = rrset.first();
    let Some(other) = rrset.records().find(|record| record.ttl() != first.ttl()) else { return };
    if matches!(rrset.rtype(), types::RRSIG | types::SIG) {
        return;
    }
    let seconds = |ttl: u32| duration_text(u64::from(ttl));
    cx.report_on(other, Part::Ttl, |finding| {
        let least = rrset.records().map(|record| record.ttl()).min().unwrap_or(0);
        finding
            .message(format!(
                "TTLs of `{} {}` differ: {} and {}",
                rrset.owner(),
                rrset.rtype(),
                seconds(first.ttl()),
                seconds(other.ttl())
            ))
            .label(first.span(Part::Ttl), format!("TTL is {} here", seconds(first.ttl())))
            .help(format!("give all {} records the same TTL, such as `{least}`", rrset.len()));
    });
}
