//! RRSIG: RFC 4034 section 3.1.

use crate::rr::{Field, Kind, RrType};

/// The layout that other types share with RRSIG.
pub(super) const FIELDS: &[Field] = &[
    Field { name: "type covered", kind: Kind::Type },
    Field { name: "algorithm", kind: Kind::Algorithm },
    Field { name: "labels", kind: Kind::U8 },
    Field { name: "original TTL", kind: Kind::U32 },
    Field { name: "expiration", kind: Kind::Time },
    Field { name: "inception", kind: Kind::Time },
    Field { name: "key tag", kind: Kind::U16 },
    Field { name: "signer's name", kind: Kind::Name },
    Field { name: "signature", kind: Kind::Base64Rest },
];

/// RRSIG, RFC 4034 section 3.1.
pub static RRSIG: RrType = RrType { code: 46, mnemonic: "RRSIG", fields: FIELDS };
