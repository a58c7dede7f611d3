//! ATMA: ATM Name System, AF-DANS-0152.000.

use crate::rr::{Field, Kind, RrType};

/// ATMA, ATM Name System, AF-DANS-0152.000.
pub static ATMA: RrType =
    RrType { code: 34, mnemonic: "ATMA", fields: &[Field { name: "ATM address", kind: Kind::Atma }] };
