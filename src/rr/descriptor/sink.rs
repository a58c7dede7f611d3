//! SINK: the kitchen sink draft.

use crate::rr::{Field, Kind, RrType};

/// SINK, the kitchen sink draft.
pub static SINK: RrType = RrType {
    code: 40,
    mnemonic: "SINK",
    fields: &[
        Field { name: "meaning", kind: Kind::U8 },
        Field { name: "coding", kind: Kind::U8 },
        Field { name: "subcoding", kind: Kind::U8 },
        Field { name: "data", kind: Kind::Base64RestOptional },
    ],
};
