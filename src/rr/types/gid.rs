//! GID: reserved by IANA without a format.

use crate::rr::RrType;
use crate::rr::types::uinfo;

/// GID, reserved by IANA without a format; laid out like UINFO.
pub static GID: RrType = RrType { code: 102, mnemonic: "GID", fields: uinfo::FIELDS };
