//! KEY: RFC 2535 section 3.1.

use crate::rr::{Field, Kind, RrType};

/// KEY, RFC 2535 section 3.1.
pub static KEY: RrType = RrType {
    code: 25,
    mnemonic: "KEY",
    fields: &[
        Field { name: "flags", kind: Kind::KeyFlags },
        Field { name: "protocol", kind: Kind::KeyProtocol },
        Field { name: "algorithm", kind: Kind::Algorithm },
        Field { name: "public key", kind: Kind::Base64RestOptional },
    ],
};
