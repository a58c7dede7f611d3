//! WALLET: the template at IANA.

use super::txt;
use crate::rr::RrType;

/// WALLET, the template at IANA; laid out like TXT.
pub static WALLET: RrType = RrType { code: 262, mnemonic: "WALLET", fields: txt::FIELDS };
