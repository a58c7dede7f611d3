//! WALLET: the template at IANA.

use crate::rr::RrType;
use crate::rr::types::txt;

/// WALLET, the template at IANA; laid out like TXT.
pub static WALLET: RrType = RrType { code: 262, mnemonic: "WALLET", fields: txt::FIELDS };
