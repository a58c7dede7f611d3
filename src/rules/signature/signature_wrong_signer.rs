use crate::dnssec::{Cause, Signatures};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The signer's name of a signature is not the name of the zone, and no other signature of the RRset is
    /// good.
    ///
    /// ## Why it breaks
    /// Only the zone itself may sign its records: the signature is ignored, and the answer is a forged one.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 www.example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 EXAMPLE. …
    /// ```
    code: "SIG004",
    name: "signature-wrong-signer",
    summary: "signer is not the zone",
    breaks: "validating resolvers do not accept the signature (RFC 4035 section 5.3.1)",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 5.3.1"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    let zone = signatures.zone.name();
    cx.report_group(
        signatures.bogus.get(&Cause::Signer),
        |fault| (fault.rrsig.record, Part::Field(types::rrsig::SIGNER_NAME)),
        |fault, finding| {
            let (owner, rtype) = (fault.rrset.owner(), fault.rrset.rtype());
            finding
                .message(format!(
                    "signature of `{owner} {rtype}` is by `{}`, not by the zone",
                    fault.rrsig.signer
                ))
                .here(format!("the zone is `{zone}`"))
                .help(format!("sign the zone again as `{zone}`"));
        },
    );
}
