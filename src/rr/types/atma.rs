//! ATMA: ATM Forum AF-SAA-0069.000 section 5.2.1.

use crate::rr::{Field, Kind, RrType};

/// ATMA, ATM Forum AF-SAA-0069.000 section 5.2.1.
pub static ATMA: RrType = RrType { code: 34, mnemonic: "ATMA", fields: &[Field { name: "ATM address", kind: Kind::Atma }] };
