use crate::finding::Severity;
use crate::record::digest;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// A `DS`, `CDS` or `DLV` digest type is not assigned.
    ///
    /// ## Why it breaks
    /// Validators skip a DS with a digest type they do not know. Where no other one is left, they take the
    /// child zone as unsigned. 253 and 254 are for private use and are not reported.
    ///
    /// ## Bad
    /// ```zone,bad
    /// sub  NS  ns1.example.net.
    /// sub  DS  12345 13 7 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// sub  NS  ns1.example.net.
    /// sub  DS  12345 13 2 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "REC019",
    name: "ds-digest-type-unassigned",
    summary: "DS digest type is not assigned",
    breaks: "validators skip the DS; with no other one the child zone counts as unsigned (RFC 4035 section \
        5.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 5.2", "RFC 6840 section 5.2", "RFC 9904"],
    since: "0.1.0",
    check: Check::Record(&[types::DS, types::CDS, types::DLV], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let rdata = record.rdata();
    let &[_, _, algorithm, digest_type, ..] = rdata else { return };
    // Algorithm 0 asks for the removal of all DS, which has a form of its own.
    let removal = algorithm == 0 && record.rtype() == types::CDS;
    let private = matches!(digest_type, 253 | 254);
    if private || digest::of_ds(digest_type).is_some() || removal {
        return;
    }
    cx.report_on(record, Part::Field(types::ds::DIGEST_TYPE), |finding| {
        finding
            .message(format!("{} digest type {digest_type} is not assigned, expected 2 or 4", record.rtype()))
            .help("write the SHA-256 digest with digest type `2`");
    });
}
