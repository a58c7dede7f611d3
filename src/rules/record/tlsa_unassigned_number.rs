use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// A `TLSA` or `SMIMEA` usage, selector or matching type is not assigned.
    ///
    /// ## Why it breaks
    /// Clients drop records with numbers they do not know. Where no other record is left, the host is as if
    /// it had none. 255 is for private use and is not reported.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _25._tcp.mx  TLSA  4 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// _25._tcp.mx  TLSA  3 1 1 9b74c9897bac770ffc029102a200c5de5a1d2b6fd0a7c6d1f5f3b4e2a8c9d0e1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "REC005",
    name: "tlsa-unassigned-number",
    summary: "TLSA number is not assigned",
    breaks: "clients drop a record with a number they do not know (RFC 6698 section 4.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 6698 section 7", "RFC 7218 section 2", "RFC 8162 section 2"],
    since: "0.1.0",
    check: Check::Record(&[types::TLSA, types::SMIMEA], check),
}

/// Field, its largest assigned value, and what to write.
const FIELDS: &[(&str, u8, &str)] = &[
    ("usage", 3, "write `3` for the server's own key or `2` for a CA"),
    ("selector", 1, "write `1` for the public key or `0` for the whole certificate"),
    ("matching type", 2, "write `1` for a SHA-256 digest"),
];
/// For private use: RFC 7218 section 2.
const PRIVATE: u8 = 255;

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    for (index, (field, most, help)) in FIELDS.iter().enumerate() {
        let Some(value) = record.u8(index).filter(|value| value > most && *value != PRIVATE) else {
            continue;
        };
        cx.report_on(record, Part::Field(index), |finding| {
            finding
                .message(format!("{} {field} {value} is not assigned, expected 0 to {most}", record.rtype()))
                .help(*help);
        });
    }
}
