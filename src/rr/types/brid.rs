//! BRID: RFC 9886 section 5.2.

use crate::rr::RrType;
use crate::rr::types::hhit;

/// BRID, RFC 9886 section 5.2; laid out like HHIT.
pub static BRID: RrType = RrType { code: 68, mnemonic: "BRID", fields: hhit::FIELDS };
