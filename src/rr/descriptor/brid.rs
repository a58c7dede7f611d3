//! BRID: RFC 9886 section 5.2.

use super::hhit;
use crate::rr::RrType;

/// BRID, RFC 9886 section 5.2; laid out like HHIT.
pub static BRID: RrType = RrType { code: 68, mnemonic: "BRID", fields: hhit::FIELDS };
