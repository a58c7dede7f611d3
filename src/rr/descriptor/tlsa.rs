//! TLSA: RFC 6698 section 2.

use crate::rr::{Field, Kind, RrType};

/// The layout that other types share with TLSA.
pub(super) const FIELDS: &[Field] = &[
    Field { name: "certificate usage", kind: Kind::U8 },
    Field { name: "selector", kind: Kind::U8 },
    Field { name: "matching type", kind: Kind::U8 },
    Field { name: "certificate association data", kind: Kind::HexRest },
];

/// TLSA, RFC 6698 section 2.
pub static TLSA: RrType = RrType { code: 52, mnemonic: "TLSA", fields: FIELDS };
