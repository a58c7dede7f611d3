use crate::dnssec::{Cause, Signatures};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The inception of a signature lies behind its expiration, and no other signature of the RRset is good.
    ///
    /// Times are compared as RFC 1982 compares serial numbers, so dates beyond 2038 and 2106 are no fault.
    ///
    /// ## Why it breaks
    /// There is no moment at which such a signature is valid.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 RRSIG A 13 2 3600 20261101000000 20270101000000 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG008",
    name: "signature-backwards",
    summary: "inception of a signature is behind its expiration",
    breaks: "validating resolvers accept the signature at no time at all (RFC 4035 section 5.3.1)",
    severity: Severity::Error,
    rfcs: &["RFC 4034 section 3.1.5", "RFC 1982"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    let now = cx.now;
    cx.report_group(
        signatures.bogus.get(&Cause::Backwards),
        |fault| (fault.rrsig.record, Part::Field(types::rrsig::EXPIRATION)),
        |fault, finding| {
            let rrsig = fault.rrsig;
            finding
                .message(format!(
                    "signature of `{} {}` expires before it begins",
                    fault.rrset.owner(),
                    fault.rrset.rtype()
                ))
                .here(format!("begins {}", rrsig.inception(now)))
                .help("sign the zone again with a clock that is right");
        },
    );
}
