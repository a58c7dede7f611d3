//! L32: RFC 6742 section 2.2.

use crate::rr::{Field, Kind, RrType};

/// L32, RFC 6742 section 2.2.
pub static L32: RrType = RrType {
    code: 105,
    mnemonic: "L32",
    fields: &[Field { name: "preference", kind: Kind::U16 }, Field { name: "locator", kind: Kind::Ipv4 }],
};
