//! SRV: RFC 2782.

use crate::rr::{Field, Kind, RrType};

/// SRV, RFC 2782.
pub static SRV: RrType = RrType {
    code: 33,
    mnemonic: "SRV",
    fields: &[
        Field { name: "priority", kind: Kind::U16 },
        Field { name: "weight", kind: Kind::U16 },
        Field { name: "port", kind: Kind::U16 },
        Field { name: "target", kind: Kind::Name },
    ],
};
