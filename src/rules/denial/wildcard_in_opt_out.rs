use crate::dnssec::Denial;
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part};

declare_rule! {
    /// The zone has a wildcard, and its NSEC3 chain uses Opt-Out.
    ///
    /// ## Why it breaks
    /// An answer from a wildcard comes with the proof that the name itself does not exist. With Opt-Out that
    /// proof leaves open whether an unsigned delegation exists, so the answer is not secure: `TLSA` from such
    /// a wildcard is worth nothing.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// *.example. … A 192.0.2.3
    /// … NSEC3 1 1 0 - …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// *.example. … A 192.0.2.3
    /// … NSEC3 1 0 0 - …
    /// ```
    code: "DEN032",
    name: "wildcard-in-opt-out",
    summary: "wildcard in a zone with Opt-Out",
    breaks: "resolvers do not treat answers from the wildcard as secure: an unsigned delegation may hide \
        there (RFC 5155 section 8.8)",
    severity: Severity::Info,
    rfcs: &["RFC 5155 section 8.8", "RFC 5155 section 12.2"],
    since: "0.1.0",
    check: Check::Denial(check),
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    let Some((set, _)) = denial.used_chains().find(|(set, _)| set.opt_out > 0) else { return };
    let zone = denial.zone;
    let mut wildcards = zone.nodes().filter(|node| node.name().is_wildcard() && node.is_authoritative());
    let Some(first) = wildcards.next().filter(|node| matches!(zone.lookup(node.name()), Lookup::Exists(_)))
    else {
        return;
    };
    let more = wildcards.count();
    let Some(rrset) = first.rrsets().next() else { return };
    cx.report_on(rrset.first(), Part::Owner, |finding| {
        finding.message(format!(
            "answers from wildcard `{}` are not secure in a zone with Opt-Out",
            first.name()
        ));
        if more > 0 {
            finding.here(format!("and {more} more wildcards"));
        }
        finding.label(set.first.whole(), "the chain with Opt-Out");
        finding.help("sign the zone without Opt-Out, or write the names out");
    });
}
