//! CLA: the DNS resource records for DTN draft.

use crate::rr::{Field, Kind, RrType};

/// CLA, the DNS resource records for DTN draft.
pub static CLA: RrType = RrType {
    code: 263,
    mnemonic: "CLA",
    fields: &[Field { name: "convergence layer adapters", kind: Kind::StringsRest }],
};
