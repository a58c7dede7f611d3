//! SSHFP: RFC 4255 section 3.1.

use crate::rr::{Field, Kind, RrType};

/// SSHFP, RFC 4255 section 3.1.
pub static SSHFP: RrType = RrType {
    code: 44,
    mnemonic: "SSHFP",
    fields: &[
        Field { name: "algorithm", kind: Kind::U8 },
        Field { name: "fingerprint type", kind: Kind::U8 },
        Field { name: "fingerprint", kind: Kind::HexRest },
    ],
};
