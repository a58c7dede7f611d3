//! APL: RFC 3123 section 4.

use crate::rr::{Field, Kind, RrType};

/// APL, RFC 3123 section 4.
pub static APL: RrType =
    RrType { code: 42, mnemonic: "APL", fields: &[Field { name: "address prefixes", kind: Kind::Apl }] };
