//! A6: RFC 2874 section 3.1, historic.

use crate::rr::{Field, Kind, RrType};

/// A6, RFC 2874 section 3.1, historic.
pub static A6: RrType =
    RrType { code: 38, mnemonic: "A6", fields: &[Field { name: "address prefix", kind: Kind::A6 }] };
