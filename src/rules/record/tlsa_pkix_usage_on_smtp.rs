use crate::dane::owner;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// A `TLSA` record for SMTP has usage 0 (PKIX-TA) or 1 (PKIX-EE).
    ///
    /// ## Why it breaks
    /// Mail servers have no list of CAs to check against, so RFC 7672 leaves these usages undefined. Postfix
    /// and Exchange Online drop such records; where all are dropped, nothing authenticates the server.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _25._tcp.mx  TLSA  1 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// _25._tcp.mx  TLSA  3 1 1 9b74c9897bac770ffc029102a200c5de5a1d2b6fd0a7c6d1f5f3b4e2a8c9d0e1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "REC006",
    name: "tlsa-pkix-usage-on-smtp",
    summary: "TLSA with PKIX usage for SMTP",
    breaks: "sending mail servers drop the record as unusable (RFC 7672 section 3.1.3)",
    severity: Severity::Warning,
    rfcs: &["RFC 7672 section 3.1.3"],
    since: "0.1.0",
    check: Check::Record(&[types::TLSA], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(usage) = record.u8(types::tlsa::CERTIFICATE_USAGE).filter(|usage| *usage <= 1) else { return };
    if !owner::is_smtp(record.owner()) {
        return;
    }
    cx.report_on(record, Part::Field(types::tlsa::CERTIFICATE_USAGE), |finding| {
        finding
            .message(format!("TLSA usage {} for SMTP, where only 2 and 3 count", owner::pkix_name(usage)))
            .help(match usage {
                0 => "write `2` in place of `0`, and let the server send that CA certificate",
                _ => "write `3` in place of `1`",
            });
    });
}
