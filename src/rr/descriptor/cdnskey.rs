//! CDNSKEY: RFC 7344 section 3.2.

use super::dnskey;
use crate::rr::RrType;

/// CDNSKEY, RFC 7344 section 3.2; laid out like DNSKEY.
pub static CDNSKEY: RrType = RrType { code: 60, mnemonic: "CDNSKEY", fields: dnskey::FIELDS };
