//! Bodies for `POST /zones/ID/dns_records` of Cloudflare: one record each, one a line.

use std::io::{self, Write};

use serde::Serialize;

use super::without_dot;
use crate::dane::{Parameters, Tlsa};
use crate::publish::set::Emission;

#[derive(Serialize)]
struct Record {
    r#type: &'static str,
    name: String,
    ttl: u32,
    data: Data,
}

#[derive(Serialize)]
struct Data {
    usage: u8,
    selector: u8,
    matching_type: u8,
    certificate: String,
}

/// Records that the zone has would be refused, so they are left out.
pub(super) fn write(emission: &Emission<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (set, tlsa) in emission.additions() {
        let Tlsa { parameters: Parameters { usage, selector, matching }, .. } = tlsa;
        let (usage, selector, matching_type) = (usage.number(), selector.number(), matching.number());
        let data = Data { usage, selector, matching_type, certificate: tlsa.hex() };
        let record =
            Record { r#type: "TLSA", name: without_dot(set.owner.borrow_name()), ttl: set.ttl.0, data };
        out.write_all(crate::json_text::compact(&record)?.as_bytes())?;
        writeln!(out)?;
    }
    Ok(())
}
