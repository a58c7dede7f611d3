//! AVC: the vendor's template at IANA.

use crate::rr::RrType;
use crate::rr::types::txt;

/// AVC, the vendor's template at IANA; laid out like TXT.
pub static AVC: RrType = RrType { code: 258, mnemonic: "AVC", fields: txt::FIELDS };
