//! UINFO: reserved by IANA without a format.

use crate::rr::{Field, Kind, RrType};

/// The layout that other types share with UINFO.
pub(super) const FIELDS: &[Field] = &[Field { name: "data", kind: Kind::Opaque }];

/// UINFO, reserved by IANA without a format.
pub static UINFO: RrType = RrType { code: 100, mnemonic: "UINFO", fields: FIELDS };
