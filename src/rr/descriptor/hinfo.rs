//! HINFO: RFC 1035 section 3.3.2.

use crate::rr::{Field, Kind, RrType};

/// HINFO, RFC 1035 section 3.3.2.
pub static HINFO: RrType = RrType {
    code: 13,
    mnemonic: "HINFO",
    fields: &[Field { name: "CPU", kind: Kind::String }, Field { name: "OS", kind: Kind::String }],
};
