use crate::dnssec::{Signatures, TtlFault};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::wire::Ttl;
use crate::zone::Part;

declare_rule! {
    /// The TTL of an RRSIG record is not the TTL of the records it covers.
    ///
    /// ## Why it breaks
    /// RFC 4034 wants them equal. A cache that drops the signature first has records it cannot prove.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 60 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG017",
    name: "signature-ttl",
    summary: "TTL of a signature is not the TTL of its records",
    breaks: "caches lose one before the other, and ask again for what they have (RFC 4034 section 3)",
    severity: Severity::Warning,
    rfcs: &["RFC 4034 section 3"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    cx.report_group(
        signatures.ttl.get(&TtlFault::Own),
        |fault| (fault.rrsig.record, Part::Ttl),
        |fault, finding| {
            let record = fault.rrset.first();
            finding
                .message(format!(
                    "signature of `{} {}` has another TTL than its records",
                    fault.rrset.owner(),
                    fault.rrset.rtype()
                ))
                .here(Ttl(fault.rrsig.record.ttl()).to_string())
                .label(record.whole(), Ttl(record.ttl()).to_string())
                .help(format!("write TTL {}", record.ttl()));
        },
    );
}
