//! RKEY: the resource key draft.

use crate::rr::{Field, Kind, RrType};

/// RKEY, the resource key draft.
pub static RKEY: RrType = RrType {
    code: 57,
    mnemonic: "RKEY",
    fields: &[
        Field { name: "flags", kind: Kind::U16 },
        Field { name: "protocol", kind: Kind::U8 },
        Field { name: "algorithm", kind: Kind::Algorithm },
        Field { name: "public key", kind: Kind::Base64Rest },
    ],
};
