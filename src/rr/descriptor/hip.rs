//! HIP: RFC 8005 section 5.

use crate::rr::{Field, Kind, RrType};

/// HIP, RFC 8005 section 5.
pub static HIP: RrType = RrType {
    code: 55,
    mnemonic: "HIP",
    fields: &[
        Field { name: "host identity", kind: Kind::HipIdentity },
        Field { name: "rendezvous servers", kind: Kind::NamesRest },
    ],
};
