//! EUI48: RFC 7043 section 3.

use crate::rr::{Field, Kind, RrType};

/// EUI48, RFC 7043 section 3.
pub static EUI48: RrType =
    RrType { code: 108, mnemonic: "EUI48", fields: &[Field { name: "address", kind: Kind::Eui(6) }] };
