//! L64: RFC 6742 section 2.3.

use crate::rr::{Field, Kind, RrType};

/// L64, RFC 6742 section 2.3.
pub static L64: RrType = RrType {
    code: 106,
    mnemonic: "L64",
    fields: &[
        Field { name: "preference", kind: Kind::U16 },
        Field { name: "locator", kind: Kind::Locator64 },
    ],
};
