use crate::dnssec::Denial;
use crate::dnssec::denial::{Parameters, Unchecked};
use crate::dnssec::denial_text::MOST_ITERATIONS;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// An NSEC3 chain is made with so many iterations that validators do not accept its proofs.
    ///
    /// ## Why it breaks
    /// Validators limit the work that one answer may cause. BIND, Knot Resolver and PowerDNS Recursor accept
    /// 50 iterations, Unbound
    /// 150. Above that negative answers count as unsigned, so `TLSA` and `DS` lookups lose their protection.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. … NSEC3PARAM 1 0 200 -
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. … NSEC3PARAM 1 0 0 -
    /// ```
    code: "DEN027",
    name: "nsec3-iterations-too-many",
    summary: "NSEC3 iterations above what validators accept",
    breaks: "BIND, Knot Resolver and PowerDNS Recursor treat the zone as unsigned where the iterations are \
        above 50 (RFC 9276 section 3.2)",
    severity: Severity::Error,
    rfcs: &["RFC 9276 section 3.2"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    for (set, chain) in denial.used_chains() {
        let Parameters { iterations, .. } = set.parameters;
        // One that was not checked for its iterations is a finding of its own.
        if iterations <= MOST_ITERATIONS || chain.unchecked == Some(Unchecked::Iterations) {
            continue;
        }
        let record = denial.nsec3param_of(set).map_or(set.first, |param| param.record);
        cx.report_on(record, Part::Field(types::nsec3::ITERATIONS), |finding| {
            finding.message(format!(
                "NSEC3 chain has {iterations} iterations, validators accept {MOST_ITERATIONS}"
            ));
            finding.help("sign the zone again with `1 0 0 -`: no iterations, no salt");
        });
    }
}
