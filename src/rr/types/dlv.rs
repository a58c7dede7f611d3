//! DLV: RFC 4431 section 2, obsolete.

use crate::rr::RrType;
use crate::rr::types::ds;

/// DLV, RFC 4431 section 2, obsolete; laid out like DS.
pub static DLV: RrType = RrType { code: 32769, mnemonic: "DLV", fields: ds::FIELDS };
