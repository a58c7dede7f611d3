//! AFSDB: RFC 1183 section 1, RFC 5864.

use crate::rr::{Field, Kind, RrType};

/// AFSDB, RFC 1183 section 1, RFC 5864.
pub static AFSDB: RrType = RrType {
    code: 18,
    mnemonic: "AFSDB",
    fields: &[Field { name: "subtype", kind: Kind::U16 }, Field { name: "host name", kind: Kind::Name }],
};
