//! UID: reserved by IANA without a format.

use crate::rr::RrType;
use crate::rr::types::uinfo;

/// UID, reserved by IANA without a format; laid out like UINFO.
pub static UID: RrType = RrType { code: 101, mnemonic: "UID", fields: uinfo::FIELDS };
