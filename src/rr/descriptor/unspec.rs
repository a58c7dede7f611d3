//! UNSPEC: reserved by IANA without a format.

use super::uinfo;
use crate::rr::RrType;

/// UNSPEC, reserved by IANA without a format; laid out like UINFO.
pub static UNSPEC: RrType = RrType { code: 103, mnemonic: "UNSPEC", fields: uinfo::FIELDS };
