use crate::dnssec::Signatures;
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// A signed zone has records without a signature.
    ///
    /// Every authoritative RRset needs one; only glue and the NS of a delegation go without.
    ///
    /// ## Why it breaks
    /// A validating resolver knows from the DS record at the parent that the zone is signed. An answer
    /// without signature is a forged one to it: SERVFAIL. Records added after signing are the usual cause.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// new.example. 3600 A 192.0.2.2
    /// new.example. 3600 NSEC www.example. A RRSIG NSEC
    /// new.example. 3600 RRSIG NSEC 13 2 …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// sub.example. 3600 NS ns1.sub.example.
    /// ns1.sub.example. 3600 A 192.0.2.53
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG001",
    name: "rrset-unsigned",
    summary: "RRset without RRSIG",
    breaks: "validating resolvers answer SERVFAIL for these records (RFC 4035 section 5)",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 2.2"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    cx.report_group(
        signatures.unsigned.get(&()),
        |rrset| (rrset.first(), Part::Owner),
        |rrset, finding| {
            finding
                .message(format!("`{} {}` has no signature", rrset.owner(), rrset.rtype()))
                .here("authoritative, and not signed")
                .help("sign the zone again, as the last step before it is published");
        },
    );
}
