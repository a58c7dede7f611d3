use crate::dnssec::{Signatures, TimeKind};
use crate::finding::{Holds, Severity};
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::wire::rough_duration_text;
use crate::zone::Part;

declare_rule! {
    /// No good signature of an RRset is valid yet.
    ///
    /// The finding is at the signature that begins last; the others are counted.
    ///
    /// ## Why it breaks
    /// Before its inception a signature is worth nothing. A signer whose clock is fast is the usual cause.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 RRSIG A 13 2 3600 20270101000000 20261202000000 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG010",
    name: "signature-not-yet-valid",
    summary: "signature is not yet valid",
    breaks: "validating resolvers answer SERVFAIL for these records until then (RFC 4035 section 5.3.1)",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 5.3.1"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    let now = cx.now;
    let Some(tally) = signatures.times.get(&TimeKind::Early) else { return };
    let (rrsig, rrset) = (tally.worst.rrsig, tally.worst.rrset);
    cx.report_on(rrsig.record, Part::Field(types::rrsig::INCEPTION), |finding| {
        let start = rrsig.inception(now);
        let wait = rough_duration_text(u64::try_from(start.0 - now.0).unwrap_or(0));
        finding
            .message(format!(
                "signature of `{} {}`{} is not valid for another {wait}",
                rrset.owner(),
                rrset.rtype(),
                tally.others()
            ))
            .here(format!("begins {start}"))
            .help("publish the zone after that, or sign it again with an earlier inception");
        finding.holds = Holds { from: None, until: Some(start) };
    });
}
