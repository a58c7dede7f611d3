//! EUI64: RFC 7043 section 4.

use crate::rr::{Field, Kind, RrType};

/// EUI64, RFC 7043 section 4.
pub static EUI64: RrType =
    RrType { code: 109, mnemonic: "EUI64", fields: &[Field { name: "address", kind: Kind::Eui(8) }] };
