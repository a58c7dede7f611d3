//! RP: RFC 1183 section 2.2.

use crate::rr::{Field, Kind, RrType};

/// RP, RFC 1183 section 2.2.
pub static RP: RrType = RrType {
    code: 17,
    mnemonic: "RP",
    fields: &[
        Field { name: "responsible mailbox", kind: Kind::Name },
        Field { name: "text name", kind: Kind::Name },
    ],
};
