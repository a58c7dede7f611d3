//! CDS: RFC 7344 section 3.1.

use super::ds;
use crate::rr::RrType;

/// CDS, RFC 7344 section 3.1; laid out like DS.
pub static CDS: RrType = RrType { code: 59, mnemonic: "CDS", fields: ds::FIELDS };
