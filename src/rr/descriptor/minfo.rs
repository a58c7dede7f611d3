//! MINFO: RFC 1035 section 3.3.7, experimental.

use crate::rr::{Field, Kind, RrType};

/// MINFO, RFC 1035 section 3.3.7, experimental.
pub static MINFO: RrType = RrType {
    code: 14,
    mnemonic: "MINFO",
    fields: &[
        Field { name: "responsible mailbox", kind: Kind::Name },
        Field { name: "error mailbox", kind: Kind::Name },
    ],
};
