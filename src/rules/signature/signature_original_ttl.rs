use crate::dnssec::{Signatures, TtlFault};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::wire::Ttl;
use crate::zone::Part;

declare_rule! {
    /// The original TTL field of a signature is not the TTL of the records it covers.
    ///
    /// The signature verifies all the same.
    ///
    /// ## Why it breaks
    /// The TTL was changed after signing. Resolvers never keep the records longer than the original TTL says.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 60 A 192.0.2.1
    /// www.example. 60 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG016",
    name: "signature-original-ttl",
    summary: "original TTL is not the TTL of the records",
    breaks: "resolvers cut the TTL to the original one, and verifiers such as kzonecheck refuse the zone \
        (RFC 4035 section 5.3.3)",
    severity: Severity::Warning,
    rfcs: &["RFC 4034 section 3.1.4", "RFC 4035 section 5.3.3"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    cx.report_group(
        signatures.ttl.get(&TtlFault::Original),
        |fault| (fault.rrsig.record, Part::Field(types::rrsig::ORIGINAL_TTL)),
        |fault, finding| {
            let record = fault.rrset.first();
            let (ttl, original) = (Ttl(record.ttl()), Ttl(fault.rrsig.original_ttl));
            finding
                .message(format!(
                    "`{} {}` was signed with another TTL than it has",
                    fault.rrset.owner(),
                    fault.rrset.rtype()
                ))
                .here(format!("signed with {original}"))
                .label(record.whole(), format!("has {ttl}"))
                .help(format!("sign the zone again, or give the records TTL {}", original.0));
        },
    );
}
