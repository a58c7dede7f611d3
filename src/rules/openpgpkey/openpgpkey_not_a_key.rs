use crate::dane::lookup;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// An `OPENPGPKEY` record does not hold a public key: it is armoured twice, a secret key, or something
    /// else.
    ///
    /// ## Why it breaks
    /// The rdata is the key in binary form, in base64 in the file. The lines of an ASCII-armoured key are
    /// base64 already: whoever encodes the whole `.asc` file once more publishes text that no program reads.
    ///
    /// ## Bad
    /// ```zone,bad
    /// c93f1e400f26708f98cb19d936620da35eec8f72e57f9eec01c1afd6._openpgpkey  OPENPGPKEY  LS0tLS1CRUdJTiBQR1A=
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// c93f1e400f26708f98cb19d936620da35eec8f72e57f9eec01c1afd6._openpgpkey  OPENPGPKEY  mDMEZw==
    /// ```
    code: "PGP002",
    name: "openpgpkey-not-a-key",
    summary: "OPENPGPKEY holds no public key",
    breaks: "mail programs cannot read the key, and send mail without encryption or not at all (RFC 7929 \
        section 2)",
    severity: Severity::Error,
    rfcs: &["RFC 7929 section 2", "RFC 9580 sections 4.2 and 10.1"],
    since: "0.1.0",
    check: Check::Record(&[types::OPENPGPKEY], check),
}

/// Packet types of a key: RFC 9580 section 5.
const SECRET_KEY: u8 = 5;
const PUBLIC_KEY: u8 = 6;

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(key) = record.octets(types::openpgpkey::OPENPGP_PUBLIC_KEY) else { return };
    let packet = packet(key);
    let what = match packet {
        Some(PUBLIC_KEY) => return,
        _ if key.starts_with(b"-----BEGIN PGP") => "is ASCII armour in base64, not the key".to_owned(),
        Some(SECRET_KEY) => "holds a secret key".to_owned(),
        Some(packet) => format!("begins with packet {packet}, expected {PUBLIC_KEY} (public key)"),
        None if key.is_empty() => "is empty".to_owned(),
        None => "begins with no OpenPGP packet".to_owned(),
    };
    if cx.zone.node(record.owner()).is_some_and(lookup::is_occluded) {
        return;
    }
    cx.report_on(record, Part::Rdata, |finding| {
        finding.message(format!("OPENPGPKEY {what}")).help(match packet {
            Some(SECRET_KEY) => {
                "revoke this key if it was ever published, and write what `gpg --export \
                <address> | base64 -w0` prints"
            }
            _ => "write what `gpg --export --export-options export-minimal <address> | base64 -w0` prints",
        });
    });
}

/// The type of the first packet: RFC 9580 section 4.2.
fn packet(key: &[u8]) -> Option<u8> {
    match key.first()? {
        head @ 0xc0.. => Some(head & 0x3f),
        head @ 0x80..=0xbf => Some((head >> 2) & 0x0f),
        _ => None,
    }
}
