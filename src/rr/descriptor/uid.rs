//! UID: reserved by IANA without a format.

use super::uinfo;
use crate::rr::RrType;

/// UID, reserved by IANA without a format; laid out like UINFO.
pub static UID: RrType = RrType { code: 101, mnemonic: "UID", fields: uinfo::FIELDS };
