//! TLSA: RFC 6698.

use crate::rr::{Field, Kind, RrType};

/// TLSA, RFC 6698 section 2.
pub static TLSA: RrType = RrType {
    code: 52,
    mnemonic: "TLSA",
    fields: &[
        Field { name: "certificate usage", kind: Kind::U8 },
        Field { name: "selector", kind: Kind::U8 },
        Field { name: "matching type", kind: Kind::U8 },
        Field { name: "certificate association data", kind: Kind::HexRest },
    ],
};
