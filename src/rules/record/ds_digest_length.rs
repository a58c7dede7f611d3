use crate::finding::Severity;
use crate::record::digest;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// A `DS`, `CDS` or `DLV` digest is not as long as its digest type says.
    ///
    /// ## Why it breaks
    /// Validators skip a DS they cannot use. Where no other one matches the child zone, all its names fail
    /// to validate. BIND and Knot DNS refuse the file.
    ///
    /// ## Bad
    /// ```zone,bad
    /// sub  NS  ns1.example.net.
    /// sub  DS  12345 13 2 e3b0c44298fc1c149afbf4c8996fb92427ae41e4
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// sub  NS  ns1.example.net.
    /// sub  DS  12345 13 2 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "REC018",
    name: "ds-digest-length",
    summary: "DS digest has the wrong length",
    breaks: "validators cannot match it to a key, and BIND refuses the file (RFC 4034 section 5.1.4)",
    severity: Severity::Error,
    rfcs: &["RFC 4034 section 5.1", "RFC 4509", "RFC 6605 section 2"],
    since: "0.1.0",
    check: Check::Record(&[types::DS, types::CDS, types::DLV], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    // Millions of DS: the digest type is octet 3, the digest starts at 4.
    let &[_, _, algorithm, digest_type, ref digest @ ..] = record.rdata() else { return };
    // Algorithm 0 asks for the removal of all DS, which has a form of its own.
    if algorithm == 0 && record.rtype() == types::CDS {
        return;
    }
    let Some(expected) = digest::of_ds(digest_type).filter(|expected| expected.octets != digest.len()) else {
        return;
    };
    let Some(mismatch) = expected.mismatch(format_args!("{} digest", record.rtype()), digest.len()) else {
        return;
    };
    cx.report_on(record, Part::Field(types::ds::DIGEST), |finding| {
        finding
            .message(mismatch)
            .label(
                record.span(Part::Field(types::ds::DIGEST_TYPE)),
                format!("{} by this digest type", expected.name),
            )
            .help(format!(
                "write all {} octets ({} digits) of the {} digest, as the child's operator gives them",
                expected.octets,
                expected.octets * 2,
                expected.name
            ));
    });
}
