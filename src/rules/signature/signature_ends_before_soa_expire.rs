use crate::dnssec::{Signatures, TimeKind};
use crate::finding::{Holds, Severity};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::{Timestamp, duration_text, rough_duration_text};
use crate::zone::Part;

declare_rule! {
    /// The last good signature of an RRset ends before the SOA expire time.
    ///
    /// That is the time for which secondaries go on without their primary.
    ///
    /// ## Why it breaks
    /// While the primary is away the secondaries go on answering, for as long as the SOA says. Validating
    /// resolvers refuse those answers as soon as the signatures end. Shorter signatures are a choice: then
    /// the primary has to come back sooner.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 RRSIG A 13 2 3600 20261210000000 20261101000000 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG023",
    name: "signature-ends-before-soa-expire",
    summary: "signature expires before secondaries give up the zone",
    breaks: "a secondary that lost its primary serves signatures that have expired, until the SOA expire \
        time is over (RFC 6781 section 4.4.1)",
    severity: Severity::Info,
    rfcs: &["RFC 6781 section 4.4.1"],
    since: "0.1.0",
    check: Check::Signatures(check),
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    let now = cx.now;
    let soa = signatures.zone.soa().and_then(|soa| Some((soa, soa.u32(types::soa::EXPIRE)?)));
    let Some(tally) = signatures.times.get(&TimeKind::EndsBeforeExpire) else { return };
    let (rrsig, rrset) = (tally.worst.rrsig, tally.worst.rrset);
    cx.report_on(rrsig.record, Part::Field(types::rrsig::EXPIRATION), |finding| {
        let end = rrsig.expiration(now);
        let left = rough_duration_text(u64::try_from(end.0 - now.0).unwrap_or(0));
        finding
            .message(format!(
                "signature of `{} {}` ends before the SOA expire time",
                rrset.owner(),
                rrset.rtype()
            ))
            .here(format!("{left} from now"))
            .help("sign for longer, sign again earlier, or shorten the SOA expire time");
        if let Some((soa, expire_s)) = soa {
            finding.label(
                soa.span(Part::Field(types::soa::EXPIRE)),
                format!("expire: {}", duration_text(u64::from(expire_s))),
            );
            finding.holds = Holds { from: Some(Timestamp(end.0 - i64::from(expire_s))), until: Some(end) };
        }
    });
    cx.unshown(tally.count - 1);
}
