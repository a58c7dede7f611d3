use crate::dnssec::{Misplaced, Signatures};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// An RRSIG record covers the NS records of a delegation.
    ///
    /// The child zone signs those; the parent signs the DS, or the NSEC that says that there is none.
    ///
    /// ## Why it breaks
    /// The NS RRset of a delegation is a hint of the parent, not authoritative data.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// sub.example. 3600 NS ns1.sub.example.
    /// sub.example. 3600 RRSIG NS 13 2 3600 … 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// sub.example. 3600 NS ns1.sub.example.
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG013",
    name: "signature-on-delegation-ns",
    summary: "NS of a delegation is signed",
    breaks: "validators and signers disagree on whose NS records these are; kzonecheck refuses the zone (RFC \
        4035 section 2.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 2.2"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    cx.report_group(
        signatures.misplaced.get(&Misplaced::DelegationNs),
        |rrsig| (rrsig.record, Part::Rdata),
        |rrsig, finding| {
            finding
                .message(format!("`{} {}` is a delegation and signed", rrsig.record.owner(), rrsig.covered))
                .here("the child signs its NS records")
                .help("sign the zone again: NS records of delegations are left out");
        },
    );
}
