//! UNSPEC: reserved by IANA without a format.

use crate::rr::RrType;
use crate::rr::types::uinfo;

/// UNSPEC, reserved by IANA without a format; laid out like UINFO.
pub static UNSPEC: RrType = RrType { code: 103, mnemonic: "UNSPEC", fields: uinfo::FIELDS };
