use crate::dnssec::Denial;
use crate::dnssec::denial::{ChainUse, SHA_1};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The zone has an NSEC3 chain and no `NSEC3PARAM` at its apex announces it.
    ///
    /// ## Why it breaks
    /// A server learns from `NSEC3PARAM` which chain is complete and how to hash names. Without it BIND, NSD
    /// and Knot DNS do not know that there is a chain, or refuse the zone.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. … SOA …
    /// … NSEC3 1 0 0 - …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. … NSEC3PARAM 1 0 0 -
    /// … NSEC3 1 0 0 - …
    /// ```
    code: "DEN022",
    name: "nsec3param-missing",
    summary: "NSEC3 chain without NSEC3PARAM",
    breaks: "servers that serve the file do not find the chain, and validators answer SERVFAIL for what does \
        not exist (RFC 5155 section 4)",
    severity: Severity::Error,
    rfcs: &["RFC 5155 section 4"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    let zone = denial.zone;
    // One that names other parameters, or is passed over for its flags, is a finding of its own.
    if !denial.nsec3params.is_empty() || zone.may_have(zone.name(), types::NSEC3PARAM) {
        return;
    }
    for (set, chain) in denial.used_chains() {
        if chain.standing != ChainUse::OnlyOne || set.parameters.algorithm != SHA_1 {
            continue;
        }
        cx.report_on(set.first, Part::Type, |finding| {
            finding.message(format!("no NSEC3PARAM announces the NSEC3 chain `{}`", set.parameters));
            finding.here(format!("the first of {} records", set.count));
            finding.help(format!("add `{} NSEC3PARAM {}` and sign it", zone.name(), set.parameters));
        });
    }
}
