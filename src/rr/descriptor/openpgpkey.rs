//! OPENPGPKEY: RFC 7929 section 2.

use crate::rr::{Field, Kind, RrType};

/// OPENPGPKEY, RFC 7929 section 2.
pub static OPENPGPKEY: RrType = RrType {
    code: 61,
    mnemonic: "OPENPGPKEY",
    fields: &[Field { name: "OpenPGP public key", kind: Kind::Base64Rest }],
};
