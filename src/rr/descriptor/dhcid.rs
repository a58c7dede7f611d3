//! DHCID: RFC 4701 section 3.1.

use crate::rr::{Field, Kind, RrType};

/// DHCID, RFC 4701 section 3.1.
pub static DHCID: RrType =
    RrType { code: 49, mnemonic: "DHCID", fields: &[Field { name: "digest", kind: Kind::Base64Rest }] };
