use std::sync::LazyLock;

use sha2::{Digest as _, Sha256, Sha512};

use crate::dane::Published;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// A `TLSA` record has the digest of the empty string.
    ///
    /// ## Why it breaks
    /// No certificate and no key has this digest. The command that should have written the key wrote nothing,
    /// as `openssl rsa -pubout` does for an EC key, and the next one took the digest of that. The record is
    /// well formed, so clients do use it, and where no other record matches they refuse the server.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _25._tcp.mx  TLSA  3 1 1 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN005",
    name: "tlsa-of-empty-string",
    summary: "TLSA digest of nothing",
    breaks: "no certificate matches, so clients that check it refuse the server (RFC 6698 section 4.1)",
    severity: Severity::Error,
    rfcs: &["RFC 6698 section 2.1.3", "RFC 6698 section 4.1"],
    since: "0.1.0",
    check: Check::Record(&[types::TLSA], check),
}

static EMPTY_256: LazyLock<[u8; 32]> = LazyLock::new(|| Sha256::digest(b"").into());
static EMPTY_512: LazyLock<[u8; 64]> = LazyLock::new(|| Sha512::digest(b"").into());

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(published) = Published::parse(record.rdata()) else { return };
    let name = match published.matching {
        1 if published.data.as_slice() == EMPTY_256.as_slice() => "SHA-256",
        2 if published.data.as_slice() == EMPTY_512.as_slice() => "SHA-512",
        _ => return,
    };
    let source = if published.selector == 0 {
        "openssl x509 -in cert.pem -outform DER"
    } else {
        "openssl x509 -in cert.pem -noout -pubkey | openssl pkey -pubin -outform DER"
    };
    cx.report_on(record, Part::Field(types::tlsa::CERTIFICATE_ASSOCIATION_DATA), |finding| {
        finding
            .message(format!("TLSA data is the {name} digest of the empty string"))
            .help(format!("make the digest again, of what `{source}` writes"));
    });
}
