use crate::dane::{Pkix, Published, Unusable};
use crate::finding::Severity;
use crate::record::digest;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// A `TLSA` record with matching type 0 does not hold a certificate (selector 0) or public key (selector
    /// 1) in DER.
    ///
    /// ## Why it breaks
    /// Matching type 0 says that the data is the certificate or key itself. Clients that cannot read it drop
    /// the record, those that only compare octets never see it match. Data of 32 or 64 octets is a digest,
    /// and its matching type is 1 or 2.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _25._tcp.mx  TLSA  3 1 0 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN004",
    name: "tlsa-undigested-not-der",
    summary: "undigested TLSA data is no certificate or key",
    breaks: "clients drop the record or fail to match it (RFC 6698 section 2.1.3, RFC 7671 section 10.3)",
    severity: Severity::Error,
    rfcs: &["RFC 6698 section 2.1.3", "RFC 7671 section 10.3"],
    since: "0.1.0",
    check: Check::Record(&[types::TLSA], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(published) = Published::parse(record.rdata()).filter(|published| published.matching == 0) else {
        return;
    };
    let (what, octets) = match published.usable(Pkix::Validated) {
        Err(Unusable::NotACertificate { octets }) => ("certificate", octets),
        Err(Unusable::NotAKey { octets }) => ("public key", octets),
        Ok(_) | Err(_) => return,
    };
    let meant = [1, 2].into_iter().find_map(|matching| {
        digest::of_tlsa(matching).filter(|digest| digest.octets == octets).map(|digest| (matching, digest))
    });
    let plural = if octets == 1 { "" } else { "s" };
    cx.report_on(record, Part::Field(types::tlsa::CERTIFICATE_ASSOCIATION_DATA), |finding| {
        finding
            .message(format!("TLSA data is {octets} octet{plural}, matching type 0 needs a {what} in DER"))
            .label(record.span(Part::Field(types::tlsa::MATCHING_TYPE)), "undigested by this matching type")
            .help(match meant {
                Some((matching, digest)) => format!(
                    "write matching type `{matching}`: {octets} octets are the length of a {} digest",
                    digest.name
                ),
                None => format!("write the whole {what} in DER, or matching type `1` and its SHA-256 digest"),
            });
    });
}
