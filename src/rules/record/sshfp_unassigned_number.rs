use crate::finding::Severity;
use crate::record::digest;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// An `SSHFP` key algorithm or fingerprint type is not assigned.
    ///
    /// ## Why it breaks
    /// SSH clients skip records with numbers they do not know. The host is as if it had none.
    ///
    /// ## Bad
    /// ```zone,bad
    /// host  SSHFP  5 2 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// host  SSHFP  4 2 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "REC003",
    name: "sshfp-unassigned-number",
    summary: "SSHFP number is not assigned",
    breaks: "SSH clients skip a record with a number they do not know (RFC 4255 section 3.1)",
    severity: Severity::Info,
    rfcs: &["RFC 4255 section 3.1", "RFC 7479", "RFC 8709"],
    since: "0.1.0",
    check: Check::Record(&[types::SSHFP], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    if let Some(algorithm) =
        record.u8(types::sshfp::ALGORITHM).filter(|algorithm| !matches!(algorithm, 1..=4 | 6))
    {
        cx.report_on(record, Part::Field(types::sshfp::ALGORITHM), |finding| {
            finding
                .message(format!("SSHFP algorithm {algorithm} is not assigned, expected 1 to 4 or 6"))
                .help("write the algorithm of the host key: 1 RSA, 2 DSA, 3 ECDSA, 4 Ed25519, 6 Ed448");
        });
    }
    if let Some(number) =
        record.u8(types::sshfp::FINGERPRINT_TYPE).filter(|number| digest::of_sshfp(*number).is_none())
    {
        cx.report_on(record, Part::Field(types::sshfp::FINGERPRINT_TYPE), |finding| {
            finding
                .message(format!("SSHFP fingerprint type {number} is not assigned, expected 1 or 2"))
                .help("write `2` and the SHA-256 fingerprint");
        });
    }
}
