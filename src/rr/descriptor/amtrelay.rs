//! AMTRELAY: RFC 8777 section 4.

use crate::rr::{Field, Kind, RrType};

/// AMTRELAY, RFC 8777 section 4.
pub static AMTRELAY: RrType = RrType {
    code: 260,
    mnemonic: "AMTRELAY",
    fields: &[Field { name: "precedence", kind: Kind::U8 }, Field { name: "relay", kind: Kind::AmtRelay }],
};
