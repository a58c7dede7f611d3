//! SPF: RFC 7208 section 3.1, obsolete.

use crate::rr::RrType;
use crate::rr::types::txt;

/// SPF, RFC 7208 section 3.1, obsolete; laid out like TXT.
pub static SPF: RrType = RrType { code: 99, mnemonic: "SPF", fields: txt::FIELDS };
