//! CERT: RFC 4398 section 2.

use crate::rr::{Field, Kind, RrType};

/// CERT, RFC 4398 section 2.
pub static CERT: RrType = RrType {
    code: 37,
    mnemonic: "CERT",
    fields: &[
        Field { name: "type", kind: Kind::CertType },
        Field { name: "key tag", kind: Kind::U16 },
        Field { name: "algorithm", kind: Kind::Algorithm },
        Field { name: "certificate", kind: Kind::Base64Rest },
    ],
};
