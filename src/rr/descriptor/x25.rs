//! X25: RFC 1183 section 3.1.

use crate::rr::{Field, Kind, RrType};

/// X25, RFC 1183 section 3.1.
pub static X25: RrType =
    RrType { code: 19, mnemonic: "X25", fields: &[Field { name: "PSDN address", kind: Kind::DigitString }] };
