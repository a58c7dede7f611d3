//! SPF: RFC 7208 section 3.1, obsolete.

use super::txt;
use crate::rr::RrType;

/// SPF, RFC 7208 section 3.1, obsolete; laid out like TXT.
pub static SPF: RrType = RrType { code: 99, mnemonic: "SPF", fields: txt::FIELDS };
