//! NULL: RFC 1035 section 3.3.10, experimental.

use crate::rr::{Field, Kind, RrType};

/// NULL, RFC 1035 section 3.3.10, experimental.
pub static NULL: RrType =
    RrType { code: 10, mnemonic: "NULL", fields: &[Field { name: "data", kind: Kind::Opaque }] };
