//! SMIMEA: RFC 8162 section 2.

use crate::rr::RrType;
use crate::rr::types::tlsa;

/// SMIMEA, RFC 8162 section 2; laid out like TLSA.
pub static SMIMEA: RrType = RrType { code: 53, mnemonic: "SMIMEA", fields: tlsa::FIELDS };
