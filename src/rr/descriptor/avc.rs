//! AVC: the vendor's template at IANA.

use super::txt;
use crate::rr::RrType;

/// AVC, the vendor's template at IANA; laid out like TXT.
pub static AVC: RrType = RrType { code: 258, mnemonic: "AVC", fields: txt::FIELDS };
