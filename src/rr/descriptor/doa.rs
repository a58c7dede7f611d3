//! DOA: the DOA over DNS draft.

use crate::rr::{Field, Kind, RrType};

/// DOA, the DOA over DNS draft.
pub static DOA: RrType = RrType {
    code: 259,
    mnemonic: "DOA",
    fields: &[
        Field { name: "enterprise", kind: Kind::U32 },
        Field { name: "type", kind: Kind::U32 },
        Field { name: "location", kind: Kind::U8 },
        Field { name: "media type", kind: Kind::String },
        Field { name: "data", kind: Kind::Base64OrDash },
    ],
};
