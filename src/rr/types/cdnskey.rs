//! CDNSKEY: RFC 7344 section 3.2.

use crate::rr::RrType;
use crate::rr::types::dnskey;

/// CDNSKEY, RFC 7344 section 3.2; laid out like DNSKEY.
pub static CDNSKEY: RrType = RrType { code: 60, mnemonic: "CDNSKEY", fields: dnskey::FIELDS };
