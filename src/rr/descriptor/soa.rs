//! SOA: RFC 1035 section 3.3.13.

use crate::rr::{Field, Kind, RrType};

/// SOA, RFC 1035 section 3.3.13.
pub static SOA: RrType = RrType {
    code: 6,
    mnemonic: "SOA",
    fields: &[
        Field { name: "primary name server", kind: Kind::Name },
        Field { name: "responsible mailbox", kind: Kind::Name },
        Field { name: "serial", kind: Kind::U32 },
        Field { name: "refresh", kind: Kind::Period },
        Field { name: "retry", kind: Kind::Period },
        Field { name: "expire", kind: Kind::Period },
        Field { name: "minimum", kind: Kind::Period },
    ],
};
