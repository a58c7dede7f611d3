use crate::dnssec::denial::SHA_1;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Record, Rrset};

declare_rule! {
    /// The `NSEC3PARAM` of a zone without `DNSKEY` has a hash algorithm other than 1 (SHA-1).
    ///
    /// In zones with keys that is `nsec3-unknown-hash`.
    ///
    /// ## Why it breaks
    /// SHA-1 is the only algorithm that is assigned. `named` does not load such a zone, signed or not: `no
    /// supported nsec3 hash algorithm`.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  NSEC3PARAM  2 0 0 -
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  NSEC3PARAM  1 0 0 -
    /// ```
    code: "DEN038",
    name: "nsec3param-unknown-hash",
    summary: "NSEC3PARAM with an unknown hash algorithm",
    breaks: "BIND does not load the zone: `no supported nsec3 hash algorithm` (RFC 5155 section 11)",
    severity: Severity::Error,
    rfcs: &["RFC 5155 section 11", "RFC 5155 section 4.1.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::NSEC3PARAM], check),
    applies_to: EVERY_ZONE,
}

fn check(params: Rrset<'_>, cx: &mut Cx<'_>) {
    let algorithm = |record: Record<'_>| record.u8(types::nsec3param::HASH_ALGORITHM);
    let is_known = params.records().any(|record| algorithm(record) == Some(SHA_1));
    if is_known || !params.node().is_apex() || cx.zone.is_signed() {
        return;
    }
    let record = params.first();
    let Some(number) = algorithm(record) else { return };
    cx.report_on(record, Part::Field(types::nsec3param::HASH_ALGORITHM), |finding| {
        finding
            .message(format!("NSEC3PARAM has hash algorithm {number}, only 1 (SHA-1) is assigned"))
            .help("write `1`, or remove the record: the signer adds it");
    });
}
