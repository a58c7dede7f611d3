//! HTTPS: RFC 9460 section 9.

use super::svcb;
use crate::rr::RrType;

/// HTTPS, RFC 9460 section 9; laid out like SVCB.
pub static HTTPS: RrType = RrType { code: 65, mnemonic: "HTTPS", fields: svcb::FIELDS };
