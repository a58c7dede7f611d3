use crate::dnssec::{Misplaced, Signatures};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// An RRSIG record covers type RRSIG.
    ///
    /// ## Why it breaks
    /// RRSIG records are not signed themselves.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 RRSIG RRSIG 13 2 3600 … 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG015",
    name: "signature-over-signatures",
    summary: "signature of signatures",
    breaks: "no validator asks for it, and signatures of signatures have no end (RFC 4035 section 2.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 2.2"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    cx.report_group(
        signatures.misplaced.get(&Misplaced::Rrsig),
        |rrsig| (rrsig.record, Part::Rdata),
        |rrsig, finding| {
            finding
                .message(format!(
                    "`{} {}` is signed, and signatures are not",
                    rrsig.record.owner(),
                    rrsig.covered
                ))
                .here("covers RRSIG")
                .help("take this RRSIG out");
        },
    );
}
