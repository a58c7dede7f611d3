//! NINFO: the zone status draft.

use super::txt;
use crate::rr::RrType;

/// NINFO, the zone status draft; laid out like TXT.
pub static NINFO: RrType = RrType { code: 56, mnemonic: "NINFO", fields: txt::FIELDS };
