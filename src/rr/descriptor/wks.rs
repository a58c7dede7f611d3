//! WKS: RFC 1035 section 3.4.2, obsolete.

use crate::rr::{Field, Kind, RrType};

/// WKS, RFC 1035 section 3.4.2, obsolete.
pub static WKS: RrType = RrType {
    code: 11,
    mnemonic: "WKS",
    fields: &[
        Field { name: "address", kind: Kind::Ipv4 },
        Field { name: "protocol and services", kind: Kind::Wks },
    ],
};
