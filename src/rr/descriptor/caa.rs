//! CAA: RFC 8659 section 4.1.

use crate::rr::{Field, Kind, RrType};

/// CAA, RFC 8659 section 4.1.
pub static CAA: RrType = RrType {
    code: 257,
    mnemonic: "CAA",
    fields: &[
        Field { name: "flags", kind: Kind::U8 },
        Field { name: "tag", kind: Kind::Tag },
        Field { name: "value", kind: Kind::TextRest },
    ],
};
