use crate::dnssec::{Misplaced, Signatures};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// An RRSIG record covers data at or below a delegation.
    ///
    /// Glue addresses, and anything else below the cut, are not this zone's.
    ///
    /// ## Why it breaks
    /// This zone has no say about names below its cuts. Signed glue comes from a signer that does not see the
    /// delegation, or from a delegation added after signing.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// ns1.sub.example. 3600 A 192.0.2.53
    /// ns1.sub.example. 3600 RRSIG A 13 3 3600 … 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// ns1.sub.example. 3600 A 192.0.2.53
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG012",
    name: "signature-on-glue",
    summary: "signature below a zone cut",
    breaks: "validators take the address for authoritative data and look for a denial that is not there; \
        kzonecheck and ldns refuse the zone (RFC 4035 section 2.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 2.2"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    cx.report_group(
        signatures.misplaced.get(&Misplaced::Glue),
        |rrsig| (rrsig.record, Part::Rdata),
        |rrsig, finding| {
            finding
                .message(format!(
                    "`{} {}` is below a zone cut and signed",
                    rrsig.record.owner(),
                    rrsig.covered
                ))
                .here("glue is not signed")
                .help("sign the zone again: glue is left out");
        },
    );
}
