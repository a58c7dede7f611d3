//! URI: RFC 7553 section 4.

use crate::rr::{Field, Kind, RrType};

/// URI, RFC 7553 section 4.
pub static URI: RrType = RrType {
    code: 256,
    mnemonic: "URI",
    fields: &[
        Field { name: "priority", kind: Kind::U16 },
        Field { name: "weight", kind: Kind::U16 },
        Field { name: "target", kind: Kind::QuotedRest },
    ],
};
