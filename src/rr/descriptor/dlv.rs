//! DLV: RFC 4431 section 2, obsolete.

use super::ds;
use crate::rr::RrType;

/// DLV, RFC 4431 section 2, obsolete; laid out like DS.
pub static DLV: RrType = RrType { code: 32769, mnemonic: "DLV", fields: ds::FIELDS };
