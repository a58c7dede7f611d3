//! SMIMEA: RFC 8162 section 2.

use super::tlsa;
use crate::rr::RrType;

/// SMIMEA, RFC 8162 section 2; laid out like TLSA.
pub static SMIMEA: RrType = RrType { code: 53, mnemonic: "SMIMEA", fields: tlsa::FIELDS };
