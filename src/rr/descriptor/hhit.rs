//! HHIT: RFC 9886 section 5.1.

use crate::rr::{Field, Kind, RrType};

/// The layout that other types share with HHIT.
pub(super) const FIELDS: &[Field] = &[Field { name: "data", kind: Kind::Base64Rest }];

/// HHIT, RFC 9886 section 5.1.
pub static HHIT: RrType = RrType { code: 67, mnemonic: "HHIT", fields: FIELDS };
