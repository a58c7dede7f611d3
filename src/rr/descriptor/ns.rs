//! NS: RFC 1035 section 3.3.11.

use crate::rr::{Field, Kind, RrType};

/// NS, RFC 1035 section 3.3.11.
pub static NS: RrType =
    RrType { code: 2, mnemonic: "NS", fields: &[Field { name: "name server", kind: Kind::Name }] };
