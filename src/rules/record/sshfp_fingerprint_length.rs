use crate::finding::Severity;
use crate::record::digest;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// An `SSHFP` fingerprint is not as long as its type says.
    ///
    /// ## Why it breaks
    /// A fingerprint of another length never matches a host key, so SSH clients that check DNS warn of a
    /// changed key. BIND refuses the whole file.
    ///
    /// ## Bad
    /// ```zone,bad
    /// host  SSHFP  4 2 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// host  SSHFP  4 2 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "REC002",
    name: "sshfp-fingerprint-length",
    summary: "SSHFP fingerprint has the wrong length",
    breaks: "SSH clients never match it, and BIND refuses the file (RFC 4255 section 3.1.3, RFC 6594)",
    severity: Severity::Error,
    rfcs: &["RFC 4255 section 3.1", "RFC 6594 section 3"],
    since: "0.1.0",
    check: Check::Record(&[types::SSHFP], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(expected) = record.u8(types::sshfp::FINGERPRINT_TYPE).and_then(digest::of_sshfp) else { return };
    let Some(mismatch) = expected
        .mismatch("SSHFP fingerprint", record.octets(types::sshfp::FINGERPRINT).unwrap_or_default().len())
    else {
        return;
    };
    cx.report_on(record, Part::Field(types::sshfp::FINGERPRINT), |finding| {
        finding
            .message(mismatch)
            .label(
                record.span(Part::Field(types::sshfp::FINGERPRINT_TYPE)),
                format!("{} by this type", expected.name),
            )
            .help("replace the record by a line that `ssh-keygen -r <host>` prints on the host");
    });
}
