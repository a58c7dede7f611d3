//! DNSKEY: RFC 4034 section 2.1.

use crate::rr::{Field, Kind, RrType};

/// The layout that other types share with DNSKEY.
pub(super) const FIELDS: &[Field] = &[
    Field { name: "flags", kind: Kind::U16 },
    Field { name: "protocol", kind: Kind::U8 },
    Field { name: "algorithm", kind: Kind::Algorithm },
    Field { name: "public key", kind: Kind::Base64Rest },
];

/// DNSKEY, RFC 4034 section 2.1.
pub static DNSKEY: RrType = RrType { code: 48, mnemonic: "DNSKEY", fields: FIELDS };
