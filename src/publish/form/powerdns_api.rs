//! Body for `PATCH /api/v1/servers/localhost/zones/ZONE` of PowerDNS: each set as a whole.

use std::io::{self, Write};

use serde::Serialize;

use super::pretty;
use crate::publish::set::Emission;

#[derive(Serialize)]
struct Patch {
    rrsets: Vec<Rrset>,
}

#[derive(Serialize)]
struct Rrset {
    name: String,
    r#type: &'static str,
    ttl: u32,
    changetype: &'static str,
    records: Vec<Record>,
}

#[derive(Serialize)]
struct Record {
    content: String,
    disabled: bool,
}

/// One `REPLACE` for each owner.
pub(super) fn write(emission: &Emission<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rrsets = emission.sets.iter().map(|set| Rrset {
        name: set.owner.to_string(),
        r#type: "TLSA",
        ttl: set.ttl.0,
        changetype: "REPLACE",
        records: emission
            .records_of(set)
            .map(|(tlsa, _)| Record { content: tlsa.to_string(), disabled: false })
            .collect(),
    });
    pretty(&Patch { rrsets: rrsets.collect() }, out)
}
