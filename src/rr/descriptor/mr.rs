//! MR: RFC 1035 section 3.3.8, experimental.

use crate::rr::{Field, Kind, RrType};

/// MR, RFC 1035 section 3.3.8, experimental.
pub static MR: RrType =
    RrType { code: 9, mnemonic: "MR", fields: &[Field { name: "new mailbox", kind: Kind::Name }] };
