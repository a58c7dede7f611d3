//! MD: RFC 1035 section 3.3.4, obsolete.

use crate::rr::{Field, Kind, RrType};

/// The layout that other types share with MD.
pub(super) const FIELDS: &[Field] = &[Field { name: "mail agent", kind: Kind::Name }];

/// MD, RFC 1035 section 3.3.4, obsolete.
pub static MD: RrType = RrType { code: 3, mnemonic: "MD", fields: FIELDS };
