//! MB: RFC 1035 section 3.3.3, experimental.

use crate::rr::{Field, Kind, RrType};

/// MB, RFC 1035 section 3.3.3, experimental.
pub static MB: RrType =
    RrType { code: 7, mnemonic: "MB", fields: &[Field { name: "mailbox host", kind: Kind::Name }] };
