//! NSEC: RFC 4034 section 4.1.

use crate::rr::{Field, Kind, RrType};

/// NSEC, RFC 4034 section 4.1.
pub static NSEC: RrType = RrType {
    code: 47,
    mnemonic: "NSEC",
    fields: &[
        Field { name: "next domain name", kind: Kind::NameAsIs },
        Field { name: "types", kind: Kind::TypeBitmap },
    ],
};
