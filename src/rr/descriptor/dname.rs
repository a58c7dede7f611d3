//! DNAME: RFC 6672 section 2.1.

use crate::rr::{Field, Kind, RrType};

/// DNAME, RFC 6672 section 2.1.
pub static DNAME: RrType =
    RrType { code: 39, mnemonic: "DNAME", fields: &[Field { name: "target", kind: Kind::Name }] };
