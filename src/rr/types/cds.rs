//! CDS: RFC 7344 section 3.1.

use crate::rr::RrType;
use crate::rr::types::ds;

/// CDS, RFC 7344 section 3.1; laid out like DS.
pub static CDS: RrType = RrType { code: 59, mnemonic: "CDS", fields: ds::FIELDS };
