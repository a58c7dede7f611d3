use crate::dnssec::Denial;
use crate::dnssec::denial::Parameters;
use crate::dnssec::denial_text::MOST_ITERATIONS;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// An NSEC3 chain is made with more than 0 iterations.
    ///
    /// ## Why it breaks
    /// More iterations hide names from nobody who has a graphics card, and cost servers and resolvers time.
    /// RFC 9276 says that the count must be 0, and lets validators lower what they accept.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. … NSEC3PARAM 1 0 10 -
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. … NSEC3PARAM 1 0 0 -
    /// ```
    code: "DEN026",
    name: "nsec3-iterations",
    summary: "NSEC3 iterations above 0",
    breaks: "resolvers and servers spend CPU time on every negative answer for no gain, and may stop to \
        validate them (RFC 9276 section 3.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 9276 section 3.1"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    for (set, _) in denial.used_chains() {
        let Parameters { iterations, .. } = set.parameters;
        if iterations == 0 || iterations > MOST_ITERATIONS {
            continue;
        }
        let record = denial.nsec3param_of(set).map_or(set.first, |param| param.record);
        cx.report_on(record, Part::Field(types::nsec3::ITERATIONS), |finding| {
            finding.message(format!("NSEC3 chain has {iterations} iterations, expected 0"));
            finding.help("sign the zone again with `1 0 0 -`: no iterations, no salt");
        });
    }
}
