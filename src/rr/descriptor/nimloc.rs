//! NIMLOC: the Nimrod DNS draft.

use crate::rr::{Field, Kind, RrType};

/// NIMLOC, the Nimrod DNS draft.
pub static NIMLOC: RrType =
    RrType { code: 32, mnemonic: "NIMLOC", fields: &[Field { name: "locator", kind: Kind::HexRest }] };
