//! SIG: RFC 2535 section 4.1, RFC 2931.

use super::rrsig;
use crate::rr::RrType;

/// SIG, RFC 2535 section 4.1, RFC 2931; laid out like RRSIG.
pub static SIG: RrType = RrType { code: 24, mnemonic: "SIG", fields: rrsig::FIELDS };
