//! NSEC3PARAM: RFC 5155 section 4.1.

use crate::rr::{Field, Kind, RrType};

/// NSEC3PARAM, RFC 5155 section 4.1.
pub static NSEC3PARAM: RrType = RrType {
    code: 51,
    mnemonic: "NSEC3PARAM",
    fields: &[
        Field { name: "hash algorithm", kind: Kind::U8 },
        Field { name: "flags", kind: Kind::U8 },
        Field { name: "iterations", kind: Kind::U16 },
        Field { name: "salt", kind: Kind::HexLen8 },
    ],
};
