//! ISDN: RFC 1183 section 3.2.

use crate::rr::{Field, Kind, RrType};

/// ISDN, RFC 1183 section 3.2.
pub static ISDN: RrType = RrType {
    code: 20,
    mnemonic: "ISDN",
    fields: &[
        Field { name: "ISDN address", kind: Kind::String },
        Field { name: "subaddress", kind: Kind::StringOptional },
    ],
};
