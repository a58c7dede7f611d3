//! A: RFC 1035 section 3.4.1.

use crate::rr::{Field, Kind, RrType};

/// A, RFC 1035 section 3.4.1.
pub static A: RrType =
    RrType { code: 1, mnemonic: "A", fields: &[Field { name: "address", kind: Kind::Ipv4 }] };
