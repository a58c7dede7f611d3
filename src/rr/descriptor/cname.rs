//! CNAME: RFC 1035 section 3.3.1.

use crate::rr::{Field, Kind, RrType};

/// CNAME, RFC 1035 section 3.3.1.
pub static CNAME: RrType =
    RrType { code: 5, mnemonic: "CNAME", fields: &[Field { name: "canonical name", kind: Kind::Name }] };
