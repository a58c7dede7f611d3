use crate::dnssec::{Signatures, TimeKind};
use crate::finding::{Holds, Severity};
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::wire::{Timestamp, Ttl, rough_duration_text};
use crate::zone::Part;

declare_rule! {
    /// The TTL of an RRset is longer than its last good signature has left to live.
    ///
    /// ## Why it breaks
    /// The records leave caches when the signature ends, however long their TTL; caches that do not cut the
    /// TTL serve records with a signature that has expired.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 604800 A 192.0.2.1
    /// www.example. 604800 RRSIG A 13 2 604800 20261206000000 20261101000000 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 604800 A 192.0.2.1
    /// www.example. 604800 RRSIG A 13 2 604800 … 45268 example. …
    /// ```
    code: "SIG022",
    name: "signature-ends-within-ttl",
    summary: "signature expires before the TTL runs out",
    breaks: "validating resolvers that fetch the records today drop them when the signature ends, and all \
        come back at once (RFC 4035 section 5.3.3)",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 5.3.3", "RFC 6781 section 4.4.2"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    let now = cx.now;
    let Some(tally) = signatures.times.get(&TimeKind::EndsWithinTtl) else { return };
    let (rrsig, rrset) = (tally.worst.rrsig, tally.worst.rrset);
    cx.report_on(rrsig.record, Part::Field(types::rrsig::EXPIRATION), |finding| {
        let end = rrsig.expiration(now);
        let left = rough_duration_text(u64::try_from(end.0 - now.0).unwrap_or(0));
        let ttl = rrset.first().ttl();
        finding
            .message(format!("signature of `{} {}` ends before the TTL", rrset.owner(), rrset.rtype()))
            .here(format!("{left} from now"))
            .label(rrset.first().whole(), format!("TTL {}", Ttl(ttl)))
            .help("sign the zone again, or shorten the TTL");
        finding.holds = Holds { from: Some(Timestamp(end.0 - i64::from(ttl))), until: Some(end) };
    });
    cx.unshown(tally.count - 1);
}
