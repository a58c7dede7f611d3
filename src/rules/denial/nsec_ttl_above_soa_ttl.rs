use crate::dnssec::Denial;
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::wire::duration_text;
use crate::zone::Part;

declare_rule! {
    /// The TTL of `NSEC` or `NSEC3` records is the SOA's minimum, as was right before RFC 9077, and the SOA's
    /// own TTL is less.
    ///
    /// ## Why it breaks
    /// Negative answers are cached for the lesser of the SOA's TTL and its minimum. Signers from before 2021
    /// give NSEC the minimum alone, so that aggressive use of NSEC (RFC 8198) denies names for longer.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 SOA …
    /// example. 7200 NSEC a.example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 7200 SOA …
    /// example. 7200 NSEC a.example. …
    /// ```
    code: "DEN013",
    name: "nsec-ttl-above-soa-ttl",
    summary: "TTL of NSEC or NSEC3 is the minimum, above the SOA's TTL",
    breaks: "resolvers deny a name from NSEC in their cache for longer than from the SOA (RFC 9077 section \
        3)",
    severity: Severity::Info,
    rfcs: &["RFC 9077 section 3"],
    since: "0.1.0",
    check: Check::Denial(check),
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    for (seen, soa) in denial.wrong_ttls().filter(|(seen, soa)| seen.ttl == soa.minimum) {
        cx.report_on(seen.record, Part::Ttl, |finding| {
            let (rtype, ttl) = (seen.record.rtype(), duration_text(seen.ttl.into()));
            finding.message(format!("TTL of {rtype} is {ttl}, the SOA minimum, above the SOA TTL"));
            if seen.count > 1 {
                finding.here(format!("and {} more records", seen.count - 1));
            }
            finding.label(soa.soa.span(Part::Ttl), format!("TTL {}", duration_text(soa.ttl.into())));
            finding.help(format!("give the SOA a TTL of {} or more", soa.minimum));
        });
    }
}
