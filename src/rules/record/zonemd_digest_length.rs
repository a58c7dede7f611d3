use crate::finding::Severity;
use crate::record::digest;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// A `ZONEMD` digest is too short, or not as long as its hash algorithm says.
    ///
    /// ## Why it breaks
    /// Whoever verifies the zone cannot use the digest: it is 48 octets for SHA-384, 64 for SHA-512, and at
    /// least 12 for any other. BIND refuses the file.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  ZONEMD  1 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  ZONEMD  1 1 1 7aecbf5335e0ddb305673e43b779a21a7455d1e50a178c0ba49720e14d02f616606e67bfa785ccef044df66e4653bf00
    /// ```
    code: "REC021",
    name: "zonemd-digest-length",
    summary: "ZONEMD digest has the wrong length",
    breaks: "verification of the zone fails, and BIND refuses the file (RFC 8976 sections 2.2.4 and 4)",
    severity: Severity::Error,
    rfcs: &["RFC 8976 section 2.2.4"],
    since: "0.1.0",
    check: Check::Record(&[types::ZONEMD], check),
}

/// Whatever the hash algorithm: RFC 8976 section 2.2.4.
const LEAST_OCTETS: usize = 12;
/// The one scheme that is defined; RFC 8976 appendix A.3 has shorter digests with others.
const SIMPLE: u8 = 1;

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let octets = record.octets(types::zonemd::DIGEST).unwrap_or_default().len();
    let hash = record
        .u8(types::zonemd::HASH_ALGORITHM)
        .filter(|_| record.u8(types::zonemd::SCHEME) == Some(SIMPLE))
        .and_then(digest::of_zonemd);
    let message = match hash {
        Some(expected) => expected.mismatch("ZONEMD digest", octets),
        None => (octets < LEAST_OCTETS)
            .then(|| format!("ZONEMD digest is {octets} octets, expected at least {LEAST_OCTETS}")),
    };
    let Some(message) = message else { return };
    cx.report_on(record, Part::Field(types::zonemd::DIGEST), |finding| {
        finding
            .message(message)
            .help("compute the digest again, for example with `ldns-signzone -z`, or remove the record");
    });
}
