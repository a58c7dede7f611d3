use crate::dnssec::{Cause, Signatures, signature_octets};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// A signature does not have the length of its algorithm's signatures.
    ///
    /// It has more or fewer octets, and no other signature of the RRset is good.
    ///
    /// ## Why it breaks
    /// Such octets are no signature at all. A line that was cut while copying is the usual cause.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG006",
    name: "signature-length",
    summary: "signature of another length than its algorithm makes",
    breaks: "validating resolvers do not accept the signature (RFC 6605 section 4, RFC 8080 section 4)",
    severity: Severity::Error,
    rfcs: &["RFC 6605 section 4", "RFC 8080 section 4"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    cx.report_group(
        signatures.bogus.get(&Cause::Length),
        |fault| (fault.rrsig.record, Part::Field(types::rrsig::SIGNATURE)),
        |fault, finding| {
            let (found, needed) =
                (fault.rrsig.signature.len(), signature_octets(fault.rrsig.algorithm).unwrap_or(0));
            finding
                .message(format!(
                    "signature of `{} {}` is {found} octets, it needs {needed}",
                    fault.rrset.owner(),
                    fault.rrset.rtype()
                ))
                .here(format!("signatures of algorithm {} are {needed} octets", fault.rrsig.algorithm))
                .help("sign the zone again, or copy the whole signature");
        },
    );
}
