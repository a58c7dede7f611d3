//! DSYNC: RFC 9859 section 2.

use crate::rr::{Field, Kind, RrType};

/// DSYNC, RFC 9859 section 2.
pub static DSYNC: RrType = RrType {
    code: 66,
    mnemonic: "DSYNC",
    fields: &[
        Field { name: "type", kind: Kind::Type },
        Field { name: "scheme", kind: Kind::DsyncScheme },
        Field { name: "port", kind: Kind::U16 },
        Field { name: "target", kind: Kind::NameAsIs },
    ],
};
