//! MX: RFC 1035 section 3.3.9.

use crate::rr::{Field, Kind, RrType};

/// MX, RFC 1035 section 3.3.9.
pub static MX: RrType = RrType {
    code: 15,
    mnemonic: "MX",
    fields: &[
        Field { name: "preference", kind: Kind::U16 },
        Field { name: "mail exchange", kind: Kind::Name },
    ],
};
