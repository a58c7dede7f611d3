//! LP: RFC 6742 section 2.4.

use crate::rr::{Field, Kind, RrType};

/// LP, RFC 6742 section 2.4.
pub static LP: RrType = RrType {
    code: 107,
    mnemonic: "LP",
    fields: &[Field { name: "preference", kind: Kind::U16 }, Field { name: "name", kind: Kind::NameAsIs }],
};
