//! IPN: the DNS resource records for DTN draft.

use crate::rr::{Field, Kind, RrType};

/// IPN, the DNS resource records for DTN draft.
pub static IPN: RrType =
    RrType { code: 264, mnemonic: "IPN", fields: &[Field { name: "node number", kind: Kind::NodeNumber }] };
