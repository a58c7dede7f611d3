//! GPOS: RFC 1712 section 3.

use crate::rr::{Field, Kind, RrType};

/// GPOS, RFC 1712 section 3.
pub static GPOS: RrType =
    RrType { code: 27, mnemonic: "GPOS", fields: &[Field { name: "position", kind: Kind::Gpos }] };
