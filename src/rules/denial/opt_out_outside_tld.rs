use crate::dnssec::Denial;
use crate::dnssec::denial::Nsec3;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The NSEC3 chain uses Opt-Out, though the zone leaves out fewer than 1000 delegations.
    ///
    /// ## Why it breaks
    /// Opt-Out was made for zones with millions of unsigned delegations. In any other zone it saves next to
    /// nothing, and names in its spans are not protected. RFC 9276 advises against it.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example.org. … NSEC3PARAM 1 0 0 -
    /// … NSEC3 1 1 0 - …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example.org. … NSEC3PARAM 1 0 0 -
    /// … NSEC3 1 0 0 - …
    /// ```
    code: "DEN029",
    name: "opt-out-outside-tld",
    summary: "opt-out in a zone with few delegations",
    breaks: "delegations without DS can be added and removed by an attacker who can forge answers (RFC 5155 \
        section 12.2)",
    severity: Severity::Info,
    rfcs: &["RFC 9276 section 3.1", "RFC 5155 section 12.2"],
    since: "0.1.0",
    check: Check::Denial(check),
}

/// Left-out delegations from which on Opt-Out is worth something.
const MANY: u64 = 1000;

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    if denial.zone.name().label_count() < 2 {
        return;
    }
    for (set, chain) in denial.used_chains() {
        let opted_out = chain.faults.opted_out;
        if set.opt_out == 0 || chain.unchecked.is_some() || opted_out >= MANY {
            continue;
        }
        let Some(first) = Nsec3::of(set.first) else { continue };
        cx.report_on(set.first, Part::Field(types::nsec3::FLAGS), |finding| {
            let names = if opted_out == 1 { "name" } else { "names" };
            finding.message(format!(
                "{} NSEC3 records have Opt-Out, to leave out {opted_out} {names}",
                set.opt_out
            ));
            finding.here(if first.is_opt_out() {
                "the Opt-Out flag"
            } else {
                "the first record of the chain"
            });
            finding.help("sign the zone without Opt-Out");
        });
    }
}
