//! EID: the Nimrod DNS draft.

use crate::rr::{Field, Kind, RrType};

/// EID, the Nimrod DNS draft.
pub static EID: RrType = RrType {
    code: 31,
    mnemonic: "EID",
    fields: &[Field { name: "endpoint identifier", kind: Kind::HexRest }],
};
