//! CSYNC: RFC 7477 section 2.1.

use crate::rr::{Field, Kind, RrType};

/// CSYNC, RFC 7477 section 2.1.
pub static CSYNC: RrType = RrType {
    code: 62,
    mnemonic: "CSYNC",
    fields: &[
        Field { name: "SOA serial", kind: Kind::U32 },
        Field { name: "flags", kind: Kind::U16 },
        Field { name: "types", kind: Kind::TypeBitmap },
    ],
};
