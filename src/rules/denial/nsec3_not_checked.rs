use crate::dnssec::Denial;
use crate::dnssec::denial::Unchecked;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// An NSEC3 chain would take so much hashing that it was not compared with the names of the zone.
    ///
    /// ## Why it breaks
    /// Checking a chain means hashing every name of the zone as often as the iterations say. Above 2500
    /// iterations, above a total of some five seconds, and beyond 8 different sets of parameters the hashes
    /// are not computed.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. … NSEC3PARAM 1 0 3000 -
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. … NSEC3PARAM 1 0 0 -
    /// ```
    code: "DEN036",
    name: "nsec3-not-checked",
    summary: "NSEC3 chain that was not checked",
    breaks: "validators do not accept so much hashing either, and this run cannot say whether the chain is \
        right (RFC 9276 section 3.2)",
    severity: Severity::Error,
    rfcs: &["RFC 9276 section 3.2"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    let limits = cx.limits;
    for (set, chain) in denial.used_chains() {
        let why = match chain.unchecked {
            Some(Unchecked::Iterations) => format!("iterations are limited to {}", limits.nsec3_iterations),
            Some(Unchecked::Work) => format!("hashing is limited to {} blocks", limits.nsec3_hash_blocks),
            Some(Unchecked::Algorithm) | None => continue,
        };
        let record = denial.nsec3param_of(set).map_or(set.first, |param| param.record);
        cx.report_on(record, Part::Field(types::nsec3::ITERATIONS), |finding| {
            finding.message(match chain.unchecked {
                Some(Unchecked::Iterations) => {
                    format!(
                        "NSEC3 chain of {} iterations was not checked: validators accept 50",
                        set.parameters.iterations
                    )
                }
                _ => format!("NSEC3 chain `{}` was not checked", set.parameters),
            });
            finding.here(why);
            finding.help("sign the zone again with `1 0 0 -`: no iterations, no salt");
        });
    }
    if let Some((record, count)) = denial.nsec3.beyond {
        cx.report_on(record, Part::Rdata, |finding| {
            finding.message(format!("{count} NSEC3 records were not checked"));
            finding.here(format!("sets of parameters are limited to {}", limits.nsec3_parameter_sets));
            finding.help("remove NSEC3 chains that are not in use");
        });
    }
}
