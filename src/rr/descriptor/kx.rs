//! KX: RFC 2230 section 3.1.

use crate::rr::{Field, Kind, RrType};

/// KX, RFC 2230 section 3.1.
pub static KX: RrType = RrType {
    code: 36,
    mnemonic: "KX",
    fields: &[
        Field { name: "preference", kind: Kind::U16 },
        Field { name: "key exchanger", kind: Kind::Name },
    ],
};
