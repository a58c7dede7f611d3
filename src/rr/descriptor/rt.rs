//! RT: RFC 1183 section 3.3.

use crate::rr::{Field, Kind, RrType};

/// RT, RFC 1183 section 3.3.
pub static RT: RrType = RrType {
    code: 21,
    mnemonic: "RT",
    fields: &[
        Field { name: "preference", kind: Kind::U16 },
        Field { name: "intermediate host", kind: Kind::Name },
    ],
};
