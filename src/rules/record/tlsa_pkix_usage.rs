use crate::dane::owner;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// A `TLSA` record of a service other than SMTP has usage 0 (PKIX-TA) or 1 (PKIX-EE).
    ///
    /// ## Why it breaks
    /// These usages ask for ordinary certificate validation besides, so the record can only make a connection
    /// fail, never succeed. RFC 7671 recommends usages 2 and 3; few clients implement 0 and 1.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _443._tcp.www  TLSA  1 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _443._tcp.www  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "REC007",
    name: "tlsa-pkix-usage",
    summary: "TLSA with PKIX usage",
    breaks: "many clients do not implement usages 0 and 1 (RFC 7671 section 4)",
    severity: Severity::Info,
    rfcs: &["RFC 7671 section 4", "RFC 6698 section 2.1.1"],
    since: "0.1.0",
    check: Check::Record(&[types::TLSA], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(usage) = record.u8(types::tlsa::CERTIFICATE_USAGE).filter(|usage| *usage <= 1) else { return };
    if owner::is_smtp(record.owner()) {
        return;
    }
    cx.report_on(record, Part::Field(types::tlsa::CERTIFICATE_USAGE), |finding| {
        finding
            .message(format!("TLSA usage {} needs a CA the client trusts already", owner::pkix_name(usage)))
            .help(match usage {
                0 => "write `2` in place of `0` if the server sends that CA certificate",
                _ => "write `3` in place of `1` if clients need not check the CA as well",
            });
    });
}
