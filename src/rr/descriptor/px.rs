//! PX: RFC 2163 section 4.

use crate::rr::{Field, Kind, RrType};

/// PX, RFC 2163 section 4.
pub static PX: RrType = RrType {
    code: 26,
    mnemonic: "PX",
    fields: &[
        Field { name: "preference", kind: Kind::U16 },
        Field { name: "RFC 822 domain", kind: Kind::Name },
        Field { name: "X.400 domain", kind: Kind::Name },
    ],
};
