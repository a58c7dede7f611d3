use crate::dane::Usage;
use crate::dane::pin::Pins;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// All `TLSA` records pin ISRG Root X1 with usage 2, a root that the usual chain of Let's Encrypt does
    /// not have.
    ///
    /// Known by its SHA-256 digests, as of 2026-08-21. Not reported where any other record of the set may
    /// match.
    ///
    /// ## Why it breaks
    /// A digest of usage 2 is looked for among the certificates that the server sends. ACME clients write a
    /// chain that ends below this root, so nothing matches, unless the root was appended to it.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _993._tcp.mx  TLSA  2 1 1 0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5afc3
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _993._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN047",
    name: "tlsa-of-root-not-sent",
    summary: "TLSA of a root that servers do not send",
    breaks: "clients find the root in no chain that servers send by default: mail is refused (RFC 7671 \
        section 5.2.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 5.2.2", "RFC 7672 section 3.1.2"],
    since: "0.1.0",
    check: Check::Pins(check),
}

fn check(pins: &Pins<'_>, cx: &mut Cx<'_>) {
    let pins = &pins.usable;
    if !pins.iter().all(|pin| {
        pin.usage() == Usage::DaneTa && pin.authority().is_some_and(|authority| authority.is_left_out())
    }) {
        return;
    }
    for pin in pins {
        let Some(authority) = pin.authority() else { continue };
        cx.report_on(pin.record, Part::Field(types::tlsa::CERTIFICATE_ASSOCIATION_DATA), |finding| {
            finding.message(format!("TLSA pins `{}`, which the usual chain does not have", authority.name));
            finding.help(
                "write `3 1 1` with the digest of the server's key, or append this root to the \
                chain that the server sends",
            );
        });
    }
}
