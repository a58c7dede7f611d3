//! NXT: RFC 2535 section 5.2, obsolete.

use crate::rr::{Field, Kind, RrType};

/// NXT, RFC 2535 section 5.2, obsolete.
pub static NXT: RrType = RrType {
    code: 30,
    mnemonic: "NXT",
    fields: &[
        Field { name: "next domain name", kind: Kind::Name },
        Field { name: "types", kind: Kind::NxtBitmap },
    ],
};
