use crate::dane::Matching;
use crate::dane::pin::Pins;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// All usable `TLSA` records of a service are SHA2-512 digests.
    ///
    /// ## Why it breaks
    /// SHA2-256 is what every client must support; SHA2-512 is recommended to them only. To a client without
    /// it these records are unusable, and nothing authenticates the server. SHA2-512 is not safer here in any
    /// way that matters.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _25._tcp.mx  TLSA  3 1 2 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d219b74c9897bac770ffc029102a200c5de5a1d2b6fd0a7c6d1f5f3b4e2a8c9d0e1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// _25._tcp.mx  TLSA  3 1 2 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d219b74c9897bac770ffc029102a200c5de5a1d2b6fd0a7c6d1f5f3b4e2a8c9d0e1
    /// ```
    code: "DAN010",
    name: "tlsa-sha512-only",
    summary: "TLSA with SHA2-512 digests only",
    breaks: "clients without SHA2-512, which is optional, can use none of the records (RFC 6698 section 6)",
    severity: Severity::Warning,
    rfcs: &["RFC 6698 section 6", "RFC 7671 section 9"],
    since: "0.1.0",
    check: Check::Pins(check),
}

fn check(pins: &Pins<'_>, cx: &mut Cx<'_>) {
    let tlsa = pins.rrset;
    let Some(first) = pins.usable.first().filter(|_| pins.is_sha512_only()) else { return };
    let mut meant = first.tlsa.parameters;
    meant.matching = Matching::Sha256;
    cx.report_on(first.record, Part::Field(types::tlsa::MATCHING_TYPE), |finding| {
        finding
            .message(format!("TLSA records of `{}` have SHA2-512 digests only", tlsa.owner()))
            .help(format!("publish `{meant}` with the SHA-256 digest of the same data in place of it"));
    });
}
