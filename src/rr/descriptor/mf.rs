//! MF: RFC 1035 section 3.3.5, obsolete.

use super::md;
use crate::rr::RrType;

/// MF, RFC 1035 section 3.3.5, obsolete; laid out like MD.
pub static MF: RrType = RrType { code: 4, mnemonic: "MF", fields: md::FIELDS };
