//! RESINFO: RFC 9606 section 4.

use super::txt;
use crate::rr::RrType;

/// RESINFO, RFC 9606 section 4; laid out like TXT.
pub static RESINFO: RrType = RrType { code: 261, mnemonic: "RESINFO", fields: txt::FIELDS };
