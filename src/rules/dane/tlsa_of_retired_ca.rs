use crate::dane::pin::{Pin, Pins};
use crate::dane::{AS_OF, Standing, Usage};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `TLSA` record with usage 2 has the digest of a CA that issues certificates no more.
    ///
    /// Known are the CAs of Let's Encrypt, as of 2026-08-21, by their SHA-256 digests: R3, R4, E1, E2, X1 to
    /// X4, R10 to R14 and E5 to E9 are retired. Where all records of a service are of CAs whose last
    /// certificate has ended, that is `tlsa-of-ended-ca`.
    ///
    /// ## Why it breaks
    /// The certificate that the server has may still be of this CA. The next one will not be: then the record
    /// matches nothing, and where it is the only one, mail is refused.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _993._tcp.mx  TLSA  2 1 1 025490860b498ab73c6a12f27a49ad5fe230fafe3ac8f6112c9b7d0aad46941d
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _993._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN043",
    name: "tlsa-of-retired-ca",
    summary: "TLSA of a CA that is retired",
    breaks: "from the next renewal on the record matches no certificate of the server (RFC 7671 section 8.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 8.1", "RFC 7671 section 5.2"],
    since: "0.1.0",
    check: Check::Pins(check),
}

fn check(pins: &Pins<'_>, cx: &mut Cx<'_>) {
    // That is `tlsa-of-ended-ca`.
    if pins.have_ended(cx.now) {
        return;
    }
    let pins = &pins.usable;
    let others = pins.iter().any(|pin| !is_retired(pin));
    for pin in pins.iter().filter(|pin| is_retired(pin)) {
        let Some(authority) = pin.authority() else { continue };
        cx.report_on(pin.record, Part::Field(types::tlsa::CERTIFICATE_ASSOCIATION_DATA), |finding| {
            finding.message(format!("TLSA pins `{}`, which issues certificates no more", authority.name));
            finding.here(format!("as of {AS_OF}"));
            finding.help(match others {
                true => {
                    "see that another record matches the server's next certificate, and remove this one \
                    after the renewal"
                }
                false => {
                    "add `3 1 1` with the digest of the server's key now, keep that key at the next \
                    renewal, then remove this one"
                }
            });
        });
    }
}

fn is_retired(pin: &Pin<'_>) -> bool {
    pin.usage() == Usage::DaneTa
        && pin.authority().is_some_and(|authority| authority.standing == Standing::Retired)
}
