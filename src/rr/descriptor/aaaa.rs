//! AAAA: RFC 3596 section 2.2.

use crate::rr::{Field, Kind, RrType};

/// AAAA, RFC 3596 section 2.2.
pub static AAAA: RrType =
    RrType { code: 28, mnemonic: "AAAA", fields: &[Field { name: "address", kind: Kind::Ipv6 }] };
