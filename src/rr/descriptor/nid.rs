//! NID: RFC 6742 section 2.1.

use crate::rr::{Field, Kind, RrType};

/// NID, RFC 6742 section 2.1.
pub static NID: RrType = RrType {
    code: 104,
    mnemonic: "NID",
    fields: &[
        Field { name: "preference", kind: Kind::U16 },
        Field { name: "node identifier", kind: Kind::Locator64 },
    ],
};
