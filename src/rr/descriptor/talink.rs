//! TALINK: the trust anchor history draft.

use crate::rr::{Field, Kind, RrType};

/// TALINK, the trust anchor history draft.
pub static TALINK: RrType = RrType {
    code: 58,
    mnemonic: "TALINK",
    fields: &[
        Field { name: "previous name", kind: Kind::NameAsIs },
        Field { name: "next name", kind: Kind::NameAsIs },
    ],
};
