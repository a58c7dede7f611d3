use crate::dnssec::Denial;
use crate::dnssec::denial_text::and_more;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// A delegation without `DS` has no `NSEC3`, and the `NSEC3` that covers it does not have the Opt-Out
    /// flag.
    ///
    /// ## Why it breaks
    /// Only Opt-Out lets a chain leave out delegations. Without the flag the covering NSEC3 says that the
    /// delegation does not exist, so a resolver takes the referral for an attack.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// … NSEC3 1 0 0 - …
    /// sub.example. … NS ns1.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// … NSEC3 1 1 0 - …
    /// sub.example. … NS ns1.example.net.
    /// ```
    code: "DEN021",
    name: "insecure-delegation-left-out",
    summary: "insecure delegation that NSEC3 denies",
    breaks: "validating resolvers answer SERVFAIL for every name of the delegated zone (RFC 5155 section \
        8.9)",
    severity: Severity::Error,
    rfcs: &["RFC 5155 section 6", "RFC 5155 section 8.9"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

/// The position of the flags.
const FLAGS: Part = Part::Field(types::nsec3::FLAGS);

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    for (_, chain) in denial.used_chains() {
        let left_out = &chain.faults.left_out;
        for item in left_out.get(&()).1 {
            cx.report_on(item.record, FLAGS, |finding| {
                finding.message(format!(
                    "NSEC3 without Opt-Out denies delegation `{}`{}",
                    item.name,
                    and_more(item.count)
                ));
                finding.here("0 leaves no delegation out");
                finding.label(item.seen_at.whole(), "an insecure delegation without NSEC3");
                finding.help("sign the zone again, all of it with Opt-Out or all of it without");
            });
        }
        cx.unshown(left_out.unkept(&()));
    }
}
