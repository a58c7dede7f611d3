use crate::dnssec::{Signatures, TimeKind};
use crate::finding::{Holds, Severity};
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::wire::rough_duration_text;
use crate::zone::Part;

declare_rule! {
    /// All good signatures of an RRset have expired.
    ///
    /// The finding is at the signature that expired first; the others are counted.
    ///
    /// ## Why it breaks
    /// From the second after its expiration on a signature is worth nothing. Zones that are signed by a job
    /// that stopped go dark like this.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 RRSIG A 13 2 3600 20261128000000 20261101000000 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG009",
    name: "signature-expired",
    summary: "signature has expired",
    breaks: "validating resolvers answer SERVFAIL for these records (RFC 4035 section 5.3.1)",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 5.3.1", "RFC 4034 section 3.1.5"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    let now = cx.now;
    let Some(tally) = signatures.times.get(&TimeKind::Expired) else { return };
    let (rrsig, rrset) = (tally.worst.rrsig, tally.worst.rrset);
    cx.report_on(rrsig.record, Part::Field(types::rrsig::EXPIRATION), |finding| {
        let end = rrsig.expiration(now);
        let ago = rough_duration_text(u64::try_from(now.0 - end.0).unwrap_or(0));
        finding
            .message(format!(
                "signature of `{} {}`{} expired {ago} ago",
                rrset.owner(),
                rrset.rtype(),
                tally.others()
            ))
            .here(format!("{end}: good until then"))
            .help("sign the zone again");
        finding.holds = Holds { from: Some(end), until: None };
    });
}
