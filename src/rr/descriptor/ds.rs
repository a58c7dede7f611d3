//! DS: RFC 4034 section 5.1.

use crate::rr::{Field, Kind, RrType};

/// The layout that other types share with DS.
pub(super) const FIELDS: &[Field] = &[
    Field { name: "key tag", kind: Kind::U16 },
    Field { name: "algorithm", kind: Kind::Algorithm },
    Field { name: "digest type", kind: Kind::U8 },
    Field { name: "digest", kind: Kind::HexRest },
];

/// DS, RFC 4034 section 5.1.
pub static DS: RrType = RrType { code: 43, mnemonic: "DS", fields: FIELDS };
