use crate::dane::pin::{Pin, Pins};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `TLSA` record with usage 3, for the server's own key, has the digest of a CA; no other record can
    /// match.
    ///
    /// Known are the CAs of Let's Encrypt, as of 2026-08-21, by their SHA-256 digests.
    ///
    /// ## Why it breaks
    /// Usage 3 is compared with the server's own certificate only, so nothing matches and senders refuse to
    /// deliver. The digest was taken of the wrong certificate of the chain, or usage 2 was meant.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _25._tcp.mx  TLSA  3 1 1 2e8307068b6db620e4a39d068b5dee5d6ef5788cbb2c0b6d23ead84fcc17178c
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN044",
    name: "tlsa-ca-under-usage-3",
    summary: "TLSA of a CA with usage 3",
    breaks: "the record can match no server: clients that use DANE refuse to connect (RFC 7671 section 5.1)",
    severity: Severity::Error,
    rfcs: &["RFC 7671 section 5.1", "RFC 6698 section 2.1.1"],
    since: "0.1.0",
    check: Check::Pins(check),
}

fn check(pins: &Pins<'_>, cx: &mut Cx<'_>) {
    let pins = &pins.usable;
    if !pins.iter().all(Pin::is_ca_as_server) {
        return;
    }
    for pin in pins.iter().filter(|pin| pin.is_ca_as_server()) {
        let Some(authority) = pin.authority() else { continue };
        cx.report_on(pin.record, Part::Field(types::tlsa::CERTIFICATE_USAGE), |finding| {
            finding.message(format!("TLSA usage 3 with the digest of CA `{}`", authority.name));
            finding.label(
                pin.record.span(Part::Field(types::tlsa::CERTIFICATE_ASSOCIATION_DATA)),
                "of the CA, not of the server",
            );
            finding.help("write the digest of the server's own key, the first certificate of its chain");
        });
    }
}
