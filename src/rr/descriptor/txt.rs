//! TXT: RFC 1035 section 3.3.14.

use crate::rr::{Field, Kind, RrType};

/// The layout that other types share with TXT.
pub(super) const FIELDS: &[Field] = &[Field { name: "text", kind: Kind::StringsRest }];

/// TXT, RFC 1035 section 3.3.14.
pub static TXT: RrType = RrType { code: 16, mnemonic: "TXT", fields: FIELDS };
