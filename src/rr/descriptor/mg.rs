//! MG: RFC 1035 section 3.3.6, experimental.

use crate::rr::{Field, Kind, RrType};

/// MG, RFC 1035 section 3.3.6, experimental.
pub static MG: RrType =
    RrType { code: 8, mnemonic: "MG", fields: &[Field { name: "mail group member", kind: Kind::Name }] };
