//! IPSECKEY: RFC 4025 section 2.

use crate::rr::{Field, Kind, RrType};

/// IPSECKEY, RFC 4025 section 2.
pub static IPSECKEY: RrType = RrType {
    code: 45,
    mnemonic: "IPSECKEY",
    fields: &[
        Field { name: "precedence", kind: Kind::U8 },
        Field { name: "gateway", kind: Kind::IpsecGateway },
        Field { name: "public key", kind: Kind::Base64RestOptional },
    ],
};
