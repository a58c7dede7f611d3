//! TA: the DNSSEC trust authorities report.

use super::ds;
use crate::rr::RrType;

/// TA, the DNSSEC trust authorities report; laid out like DS.
pub static TA: RrType = RrType { code: 32768, mnemonic: "TA", fields: ds::FIELDS };
