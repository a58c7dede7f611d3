//! ZONEMD: RFC 8976 section 2.2.

use crate::rr::{Field, Kind, RrType};

/// ZONEMD, RFC 8976 section 2.2.
pub static ZONEMD: RrType = RrType {
    code: 63,
    mnemonic: "ZONEMD",
    fields: &[
        Field { name: "serial", kind: Kind::U32 },
        Field { name: "scheme", kind: Kind::U8 },
        Field { name: "hash algorithm", kind: Kind::U8 },
        Field { name: "digest", kind: Kind::HexRest },
    ],
};
