use crate::dane::pin::Pins;
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A service has more than 12 different `TLSA` records.
    ///
    /// ## Why it breaks
    /// Two records, of the key in use and the next one, or four where the server has an RSA and an ECDSA
    /// certificate, are all that a service needs. Exchange Online is reported to fail with more than about
    /// 12; others, Postfix among them, take them.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _25._tcp.a   TLSA  3 1 1 1f5a0d…10…
    ///              TLSA  3 1 1 1f5a0d…11…
    ///              TLSA  3 1 1 1f5a0d…12…
    ///              TLSA  3 1 1 1f5a0d…13…
    ///              TLSA  3 1 1 1f5a0d…14…
    ///              TLSA  3 1 1 1f5a0d…15…
    ///              TLSA  3 1 1 1f5a0d…16…
    ///              TLSA  3 1 1 1f5a0d…17…
    ///              TLSA  3 1 1 1f5a0d…18…
    ///              TLSA  3 1 1 1f5a0d…19…
    ///              TLSA  3 1 1 1f5a0d…1a…
    ///              TLSA  3 1 1 1f5a0d…1b…
    ///              TLSA  3 1 1 1f5a0d…1c…
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// _25._tcp.mx  TLSA  3 1 1 9b74c9897bac770ffc029102a200c5de5a1d2b6fd0a7c6d1f5f3b4e2a8c9d0e1
    /// ```
    code: "DAN012",
    name: "tlsa-too-many",
    summary: "more than 12 TLSA records",
    breaks: "some large senders, Exchange Online among them, are reported not to process more than about 12 \
        records",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 8.1", "RFC 7671 section 10.1.1"],
    since: "0.1.0",
    check: Check::Pins(check),
}

/// Records that all senders are known to take.
const MOST: usize = 12;

fn check(pins: &Pins<'_>, cx: &mut Cx<'_>) {
    let tlsa = pins.rrset;
    let count = pins.count();
    if count <= MOST {
        return;
    }
    cx.report_on(tlsa.first(), Part::Type, |finding| {
        finding
            .message(format!("`{}` has {count} TLSA records, more than {MOST}", tlsa.owner()))
            .help(format!("remove records of keys that are gone, until at most {MOST} are left"));
    });
}
