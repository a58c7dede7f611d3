//! PTR: RFC 1035 section 3.3.12.

use crate::rr::{Field, Kind, RrType};

/// PTR, RFC 1035 section 3.3.12.
pub static PTR: RrType =
    RrType { code: 12, mnemonic: "PTR", fields: &[Field { name: "target", kind: Kind::Name }] };
