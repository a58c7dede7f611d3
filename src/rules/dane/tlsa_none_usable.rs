use crate::dane::pin::Pins;
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// Clients can use none of the `TLSA` records of a service.
    ///
    /// Where there is one record only, the rule about that record tells it. Numbers for private use (255) are
    /// left out: those who set them know what they mean.
    ///
    /// ## Why it breaks
    /// Numbers that are not assigned, usages 0 and 1 for mail, and data of the wrong length make a record
    /// unusable. Where every record is, the server is authenticated by nothing. Mail servers take the records
    /// as a promise of TLS all the same: mail is deferred when STARTTLS is missing.
    ///
    /// ## Bad
    /// ```zone,bad,also=tlsa-pkix-usage-on-smtp,also=tlsa-pkix-usage-on-smtp
    /// _25._tcp.mx  TLSA  1 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// _25._tcp.mx  TLSA  1 1 1 9b74c9897bac770ffc029102a200c5de5a1d2b6fd0a7c6d1f5f3b4e2a8c9d0e1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN007",
    name: "tlsa-none-usable",
    summary: "no TLSA record that clients can use",
    breaks: "nobody authenticates the server, and mail servers still refuse to deliver without TLS (RFC 7672 \
        section 2.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 6698 section 4.1", "RFC 7671 section 10.3", "RFC 7672 section 2.2"],
    since: "0.1.0",
    check: Check::Pins(check),
}

/// How many of the other records are pointed at.
const SHOWN: usize = 4;

fn check(pins: &Pins<'_>, cx: &mut Cx<'_>) {
    let tlsa = pins.rrset;
    // What is wrong with a single record says it all.
    if !pins.usable.is_empty() || !pins.private.is_empty() || pins.count() < 2 {
        return;
    }
    cx.report_on(tlsa.first(), Part::Type, |finding| {
        let rest = pins.unusable.iter().skip(1).take(SHOWN);
        rest.for_each(|record| {
            finding.label(record.whole(), "not usable either");
        });
        finding
            .message(format!("none of the {} TLSA records of `{}` is usable", pins.count(), tlsa.owner()))
            .help("publish `3 1 1` with the SHA-256 digest of the server's public key");
    });
}
