//! NSEC3: RFC 5155 section 3.1.

use crate::rr::{Field, Kind, RrType};

/// NSEC3, RFC 5155 section 3.1.
pub static NSEC3: RrType = RrType {
    code: 50,
    mnemonic: "NSEC3",
    fields: &[
        Field { name: "hash algorithm", kind: Kind::U8 },
        Field { name: "flags", kind: Kind::U8 },
        Field { name: "iterations", kind: Kind::U16 },
        Field { name: "salt", kind: Kind::HexLen8 },
        Field { name: "next hashed owner name", kind: Kind::Base32Len8 },
        Field { name: "types", kind: Kind::TypeBitmap },
    ],
};
