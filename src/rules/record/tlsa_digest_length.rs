use crate::finding::Severity;
use crate::record::digest;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// A `TLSA` or `SMIMEA` digest is not as long as its matching type says.
    ///
    /// ## Why it breaks
    /// Matching type 1 is SHA-256 with 32 octets, 2 is SHA-512 with 64. A digest of another length matches no
    /// certificate: senders drop the record, and where it is the only one, DANE protects nothing or mail is
    /// refused.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58
    /// _25._tcp.mx  TLSA  3 1 1 9b74c9897bac770ffc029102a200c5de5a1d2b6fd0a7c6d1f5f3b4e2a8c9d0e1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "REC004",
    name: "tlsa-digest-length",
    summary: "TLSA digest has the wrong length",
    breaks: "clients drop the record or fail to match it (RFC 6698 section 2.1.3, RFC 7671 section 10.3)",
    severity: Severity::Error,
    rfcs: &["RFC 6698 section 2.1.3", "RFC 7671 section 10.3", "RFC 8162 section 2"],
    since: "0.1.0",
    check: Check::Record(&[types::TLSA, types::SMIMEA], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(matching_type) = record.u8(types::tlsa::MATCHING_TYPE) else { return };
    let Some(expected) = digest::of_tlsa(matching_type) else { return };
    let octets = record.octets(types::tlsa::CERTIFICATE_ASSOCIATION_DATA).unwrap_or_default().len();
    let Some(mismatch) = expected.mismatch(format_args!("{} digest", record.rtype()), octets) else { return };
    let meant = [1, 2]
        .into_iter()
        .find(|other| digest::of_tlsa(*other).is_some_and(|digest| digest.octets == octets));
    cx.report_on(record, Part::Field(types::tlsa::CERTIFICATE_ASSOCIATION_DATA), |finding| {
        finding
            .message(mismatch)
            .label(
                record.span(Part::Field(types::tlsa::MATCHING_TYPE)),
                format!("{} by this matching type", expected.name),
            )
            .help(match meant {
                Some(meant) => format!(
                    "write matching type `{meant}`, or all {} octets of the {} digest",
                    expected.octets, expected.name
                ),
                None if octets > 64 => {
                    "write matching type `0` for undigested data, or the digest of it".to_owned()
                }
                None => format!(
                    "write all {} octets ({} digits) of the {} digest",
                    expected.octets,
                    expected.octets * 2,
                    expected.name
                ),
            });
    });
}
