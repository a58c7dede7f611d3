//! GID: reserved by IANA without a format.

use super::uinfo;
use crate::rr::RrType;

/// GID, reserved by IANA without a format; laid out like UINFO.
pub static GID: RrType = RrType { code: 102, mnemonic: "GID", fields: uinfo::FIELDS };
