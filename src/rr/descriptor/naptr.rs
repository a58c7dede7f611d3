//! NAPTR: RFC 3403 section 4.1.

use crate::rr::{Field, Kind, RrType};

/// NAPTR, RFC 3403 section 4.1.
pub static NAPTR: RrType = RrType {
    code: 35,
    mnemonic: "NAPTR",
    fields: &[
        Field { name: "order", kind: Kind::U16 },
        Field { name: "preference", kind: Kind::U16 },
        Field { name: "flags", kind: Kind::String },
        Field { name: "services", kind: Kind::String },
        Field { name: "regexp", kind: Kind::String },
        Field { name: "replacement", kind: Kind::Name },
    ],
};
