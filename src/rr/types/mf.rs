//! MF: RFC 1035 section 3.3.5, obsolete.

use crate::rr::RrType;
use crate::rr::types::md;

/// MF, RFC 1035 section 3.3.5, obsolete; laid out like MD.
pub static MF: RrType = RrType { code: 4, mnemonic: "MF", fields: md::FIELDS };
