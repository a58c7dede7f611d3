use crate::dnssec::{Signatures, TimeKind};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::{duration_text, rough_duration_text};
use crate::zone::Part;

declare_rule! {
    /// A signature is valid for more than 180 days.
    ///
    /// Dates beyond 2038 are no fault.
    ///
    /// ## Why it breaks
    /// A signature cannot be taken back: until it expires, an attacker can answer with the old records.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 RRSIG A 13 2 3600 20400101000000 20261101000000 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG024",
    name: "signature-validity-too-long",
    summary: "signature is valid for very long",
    breaks: "whoever took the answer can replay it for that long, after the records have changed (RFC 6781 \
        section 4.4.2)",
    severity: Severity::Info,
    rfcs: &["RFC 6781 section 4.4.2"],
    since: "0.1.0",
    check: Check::Signatures(check),
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    let Some(tally) = signatures.times.get(&TimeKind::TooLong) else { return };
    let (rrsig, rrset) = (tally.worst.rrsig, tally.worst.rrset);
    let most = duration_text(u64::from(cx.policy.longest_validity_s));
    cx.report_on(rrsig.record, Part::Field(types::rrsig::EXPIRATION), |finding| {
        let validity = rough_duration_text(u64::from(rrsig.validity_s()));
        finding
            .message(format!("signature of `{} {}` is valid for {validity}", rrset.owner(), rrset.rtype()))
            .here(format!("more than {most}"))
            .help("sign for some weeks, and again before they are over");
    });
    cx.unshown(tally.count - 1);
}
