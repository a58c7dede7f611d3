//! What the owner and the numbers of a TLSA record say. Judges nothing.

use crate::wire::NameRef;

/// Whether the owner is that of SMTP between servers, `_25._tcp.host`: RFC 7672 section 2.2.3.
#[must_use]
pub fn is_smtp(owner: NameRef<'_>) -> bool {
    let mut labels = owner.labels();
    labels.next() == Some(b"_25") && labels.next().is_some_and(|label| label.eq_ignore_ascii_case(b"_tcp"))
}

/// `0 (PKIX-TA)` or `1 (PKIX-EE)`: RFC 7218 section 2.1.
#[must_use]
pub fn pkix_name(usage: u8) -> &'static str {
    match usage {
        0 => "0 (PKIX-TA)",
        _ => "1 (PKIX-EE)",
    }
}
