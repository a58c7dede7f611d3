use crate::dnssec::Denial;
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// Not one `NSEC3` of a chain has the hash of a name of the zone.
    ///
    /// ## Why it breaks
    /// The hashes were made with another salt or another count of iterations than the records say, or for
    /// another zone: an edited parameter changes every hash.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. … NSEC3PARAM 1 0 0 -
    /// … NSEC3 1 0 0 - …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// … NSEC3 1 0 0 - …
    /// ```
    code: "DEN020",
    name: "nsec3-chain-foreign",
    summary: "NSEC3 chain that fits no name of the zone",
    breaks: "validating resolvers answer SERVFAIL for all that does not exist: nothing can be proved (RFC \
        5155 section 5)",
    severity: Severity::Error,
    rfcs: &["RFC 5155 section 5", "RFC 5155 section 7.1"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    for (set, _) in denial.used_chains().filter(|(_, chain)| chain.is_foreign) {
        cx.report_on(set.first, Part::Owner, |finding| {
            finding.message(format!(
                "none of {} NSEC3 owners is the hash of a name under `{}`",
                set.count, set.parameters
            ));
            finding.here("the first of them");
            if let Some(param) = denial.nsec3param_of(set) {
                finding.label(param.record.whole(), "announces these parameters");
            }
            finding.help("sign the zone again: hashes cannot be kept when a parameter changes");
        });
    }
}
