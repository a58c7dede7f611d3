//! NSAP: RFC 1706 section 5.

use crate::rr::{Field, Kind, RrType};

/// NSAP, RFC 1706 section 5.
pub static NSAP: RrType =
    RrType { code: 22, mnemonic: "NSAP", fields: &[Field { name: "NSAP address", kind: Kind::Nsap }] };
