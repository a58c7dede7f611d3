//! NINFO: the zone status draft.

use crate::rr::RrType;
use crate::rr::types::txt;

/// NINFO, the zone status draft; laid out like TXT.
pub static NINFO: RrType = RrType { code: 56, mnemonic: "NINFO", fields: txt::FIELDS };
