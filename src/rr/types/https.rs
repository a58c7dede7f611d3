//! HTTPS: RFC 9460 section 9.

use crate::rr::RrType;
use crate::rr::types::svcb;

/// HTTPS, RFC 9460 section 9; laid out like SVCB.
pub static HTTPS: RrType = RrType { code: 65, mnemonic: "HTTPS", fields: svcb::FIELDS };
