//! What the owner and the numbers of a TLSA record say. Judges nothing.

use crate::dane::{Authority, Pkix, Published, Usage, authority_of};
use crate::wire::NameRef;
use crate::zone::{Record, Rrset};

/// A TLSA record that clients can use.
#[derive(Clone, Copy)]
pub struct Pin<'z> {
    /// The record.
    pub record: Record<'z>,
    /// Its usage.
    pub usage: Usage,
    /// The CA that its data is of, where that is known.
    pub authority: Option<&'static Authority>,
}

impl Pin<'_> {
    /// Whether it has a CA's digest where the server's own belongs.
    #[must_use]
    pub fn is_ca_as_server(&self) -> bool {
        self.usage == Usage::DaneEe && self.authority.is_some()
    }
}

/// The records of a set that clients of its service can use.
#[must_use]
pub fn pins(rrset: Rrset<'_>) -> Vec<Pin<'_>> {
    let pkix = if is_smtp(rrset.owner()) { Pkix::Unusable } else { Pkix::Validated };
    let usable = rrset.records().filter_map(|record| Some((record, Published::parse(record.rdata())?.usable(pkix).ok()?)));
    let pin = |(record, tlsa): (_, crate::dane::Tlsa)| {
        let authority = authority_of(tlsa.parameters.selector, tlsa.parameters.matching, &tlsa.data);
        Pin { record, usage: tlsa.parameters.usage, authority }
    };
    usable.map(pin).collect()
}

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
