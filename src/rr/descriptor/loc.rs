//! LOC: RFC 1876 section 2.

use crate::rr::{Field, Kind, RrType};

/// LOC, RFC 1876 section 2.
pub static LOC: RrType =
    RrType { code: 29, mnemonic: "LOC", fields: &[Field { name: "location", kind: Kind::Loc }] };
