use crate::dnssec::Denial;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The flags of an `NSEC3PARAM` are not 0.
    ///
    /// ## Why it breaks
    /// Opt-Out is said in each NSEC3, never in NSEC3PARAM. Servers pass over an NSEC3PARAM with any flag, as
    /// if it were not there.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. … NSEC3PARAM 1 1 0 -
    /// … NSEC3 1 1 0 - …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. … NSEC3PARAM 1 0 0 -
    /// … NSEC3 1 1 0 - …
    /// ```
    code: "DEN023",
    name: "nsec3param-flags",
    summary: "NSEC3PARAM with flags",
    breaks: "servers pass over an NSEC3PARAM whose flags are not 0, and with it the chain (RFC 5155 section \
        4.1.2)",
    severity: Severity::Error,
    rfcs: &["RFC 5155 section 4.1.2"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    for param in denial.nsec3params.iter().filter(|param| param.flags != 0) {
        cx.report_on(param.record, Part::Field(types::nsec3param::FLAGS), |finding| {
            finding.message(format!(
                "NSEC3PARAM of `{}` has flags {}, expected 0",
                param.record.owner(),
                param.flags
            ));
            finding.help(format!("write `NSEC3PARAM {}` and sign it", param.parameters));
        });
    }
}
