//! SVCB: RFC 9460 section 2.

use crate::rr::{Field, Kind, RrType};

/// The layout that other types share with SVCB.
pub(super) const FIELDS: &[Field] = &[
    Field { name: "priority", kind: Kind::U16 },
    Field { name: "target", kind: Kind::NameAsIs },
    Field { name: "service parameters", kind: Kind::SvcParams },
];

/// SVCB, RFC 9460 section 2.
pub static SVCB: RrType = RrType { code: 64, mnemonic: "SVCB", fields: FIELDS };
