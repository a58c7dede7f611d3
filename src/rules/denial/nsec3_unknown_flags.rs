use crate::dnssec::Denial;
use crate::dnssec::denial::Nsec3;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The flags of an `NSEC3` are neither 0 nor 1.
    ///
    /// ## Why it breaks
    /// Opt-Out (1) is the only flag. A validator must pass over an NSEC3 with any other, so the chain has a
    /// gap there.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// … NSEC3 1 2 0 - …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// … NSEC3 1 0 0 - …
    /// ```
    code: "DEN025",
    name: "nsec3-unknown-flags",
    summary: "NSEC3 with flags other than Opt-Out",
    breaks: "validators pass over an NSEC3 with unknown flags and answer SERVFAIL for what it denies (RFC \
        5155 section 8.2)",
    severity: Severity::Error,
    rfcs: &["RFC 5155 section 3.1.2", "RFC 5155 section 8.2"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    let unknown = &denial.nsec3.unknown_flags;
    for nsec3 in unknown.get(&()).1.iter().copied().filter_map(Nsec3::of) {
        cx.report_on(nsec3.record, Part::Field(types::nsec3::FLAGS), |finding| {
            finding.message(format!("NSEC3 has flags {}, expected 0 or 1 (Opt-Out)", nsec3.flags));
            finding.help("sign the zone again, so that the flags are 0 or 1");
        });
    }
    cx.unshown(unknown.unkept(&()));
}
