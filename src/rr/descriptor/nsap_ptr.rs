//! NSAP-PTR: RFC 1348 section 4, historic.

use crate::rr::{Field, Kind, RrType};

/// NSAP-PTR, RFC 1348 section 4, historic.
pub static NSAP_PTR: RrType =
    RrType { code: 23, mnemonic: "NSAP-PTR", fields: &[Field { name: "target", kind: Kind::NameAsIs }] };
