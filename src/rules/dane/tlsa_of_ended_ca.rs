use crate::dane::AS_OF;
use crate::dane::pin::Pins;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// All `TLSA` records of a service are of CAs of which no certificate is valid any more.
    ///
    /// Known are the CAs of Let's Encrypt: the last certificates of X1 to X4 ended on 2021-10-06, those of
    /// R3, R4, E1 and E2 on 2025-09-15, and those of R10 to R14 and E5 to E9 end on 2027-03-12.
    ///
    /// ## Why it breaks
    /// Below usage 2 clients check the dates of all certificates up to the CA's. No chain can match these
    /// records, whatever the server sends.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _993._tcp.mx  TLSA  2 1 1 8d02536c887482bc34ff54e41d2ba659bf85b341a0a20afadb5813dcfbcf286d
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _993._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN049",
    name: "tlsa-of-ended-ca",
    summary: "TLSA of nothing but CAs without a valid certificate",
    breaks: "every client that uses DANE refuses to connect, and senders keep mail back (RFC 7672 section \
        2.2)",
    severity: Severity::Error,
    rfcs: &["RFC 7671 section 5.2", "RFC 7672 section 2.2"],
    since: "0.1.0",
    check: Check::Pins(check),
}

/// How many of the other records are pointed at.
const SHOWN: usize = 4;

fn check(pins: &Pins<'_>, cx: &mut Cx<'_>) {
    if !pins.have_ended(cx.now) {
        return;
    }
    let mut cas = pins.usable.iter().filter_map(|pin| Some((pin.record, pin.authority()?)));
    let Some((first, authority)) = cas.next() else { return };
    let ended = authority.ends.unwrap_or(AS_OF);
    cx.report_on(first, Part::Field(types::tlsa::CERTIFICATE_ASSOCIATION_DATA), |finding| {
        finding.message(format!("the last certificate of `{}` ended on {ended}", authority.name));
        for (record, other) in cas.take(SHOWN) {
            finding.label(record.whole(), format!("no certificate of `{}` is valid either", other.name));
        }
        finding.help("write `3 1 1` with the SHA-256 digest of the server's public key in the place of all");
    });
}
