use crate::dnssec::{Misplaced, Signatures};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// An RRSIG record covers a type that its owner does not have.
    ///
    /// ## Why it breaks
    /// The records were taken out after signing: the NSEC or NSEC3 record still promises them, or the signer
    /// did not clean up.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// www.example. 3600 RRSIG TXT 13 2 3600 … 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG014",
    name: "signature-orphan",
    summary: "signature of records that are not there",
    breaks: "signers and servers carry it along, and verifiers such as dnssec-verify refuse the zone (RFC \
        4035 section 2.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 2.2"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    cx.report_group(
        signatures.misplaced.get(&Misplaced::Orphan),
        |rrsig| (rrsig.record, Part::Rdata),
        |rrsig, finding| {
            finding
                .message(format!(
                    "`{}` has a signature of {}, and no such record",
                    rrsig.record.owner(),
                    rrsig.covered
                ))
                .here("covers nothing")
                .help("sign the zone again, or put the records back");
        },
    );
}
