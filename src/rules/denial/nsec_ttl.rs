use crate::dnssec::Denial;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::wire::duration_text;
use crate::zone::Part;

declare_rule! {
    /// The TTL of `NSEC` or `NSEC3` records is neither the SOA's minimum nor the lesser of that and the SOA's
    /// TTL.
    ///
    /// ## Why it breaks
    /// The TTL of a denial record says for how long a resolver may deny names from its cache. It must be the
    /// negative TTL that the SOA announces: the lesser of its TTL and its minimum field. It differs when the
    /// SOA was changed and the zone was not signed again.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. … SOA …
    /// example. 7200 NSEC a.example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. … SOA …
    /// example. 3600 NSEC a.example. …
    /// ```
    code: "DEN012",
    name: "nsec-ttl",
    summary: "TTL of NSEC or NSEC3 differs from what the SOA says",
    breaks: "resolvers deny a name for longer or shorter than the SOA says after it was added (RFC 9077 \
        section 3)",
    severity: Severity::Warning,
    rfcs: &["RFC 9077 section 3", "RFC 4034 section 4"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    for (seen, soa) in denial.wrong_ttls().filter(|(seen, soa)| seen.ttl != soa.minimum) {
        let expected = duration_text(soa.expected().into());
        cx.report_on(seen.record, Part::Ttl, |finding| {
            finding.message(format!(
                "TTL of {} is {}, expected {expected}",
                seen.record.rtype(),
                duration_text(seen.ttl.into())
            ));
            if seen.count > 1 {
                finding.here(format!("and {} more records", seen.count - 1));
            }
            let text = format!(
                "TTL {}, minimum {}",
                duration_text(soa.ttl.into()),
                duration_text(soa.minimum.into())
            );
            finding.label(soa.soa.span(Part::Field(types::soa::MINIMUM)), text);
            finding
                .help(format!("sign the zone again, so that NSEC and NSEC3 get a TTL of {}", soa.expected()));
        });
    }
}
