use crate::dnssec::{Signatures, TimeKind};
use crate::finding::{Holds, Severity};
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::wire::{Timestamp, rough_duration_text};
use crate::zone::Part;

declare_rule! {
    /// The last good signature of an RRset expires within the time that `--expires-within` sets, 3 days
    /// unless configured.
    ///
    /// The finding is at the one that expires first; the others are counted.
    ///
    /// ## Why it breaks
    /// Signers renew signatures days before they expire. One that is this near its end was forgotten, or its
    /// signer has stopped.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 RRSIG A 13 2 3600 20261202000000 20261101000000 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG021",
    name: "signature-expires-soon",
    summary: "signature expires soon",
    breaks: "validating resolvers answer SERVFAIL from then on, unless the zone is signed again in time (RFC \
        6781 section 4.4.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 6781 section 4.4.2", "RFC 4035 section 5.3.1"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    let now = cx.now;
    let within_s = i64::from(cx.policy.expires_within_s);
    let Some(tally) = signatures.times.get(&TimeKind::ExpiresSoon) else { return };
    let (rrsig, rrset) = (tally.worst.rrsig, tally.worst.rrset);
    cx.report_on(rrsig.record, Part::Field(types::rrsig::EXPIRATION), |finding| {
        let end = rrsig.expiration(now);
        let left = rough_duration_text(u64::try_from(end.0 - now.0).unwrap_or(0));
        finding
            .message(format!(
                "last signature of `{} {}`{} expires in {left}",
                rrset.owner(),
                rrset.rtype(),
                tally.others()
            ))
            .here(end.to_string())
            .help("sign the zone again, and see why its signer did not");
        finding.holds = Holds { from: Some(Timestamp(end.0 - within_s)), until: Some(end) };
    });
}
