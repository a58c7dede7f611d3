//! SIG: RFC 2535 section 4.1, RFC 2931.

use crate::rr::RrType;
use crate::rr::types::rrsig;

/// SIG, RFC 2535 section 4.1, RFC 2931; laid out like RRSIG.
pub static SIG: RrType = RrType { code: 24, mnemonic: "SIG", fields: rrsig::FIELDS };
