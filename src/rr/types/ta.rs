//! TA: the DNSSEC trust authorities report.

use crate::rr::RrType;
use crate::rr::types::ds;

/// TA, the DNSSEC trust authorities report; laid out like DS.
pub static TA: RrType = RrType { code: 32768, mnemonic: "TA", fields: ds::FIELDS };
