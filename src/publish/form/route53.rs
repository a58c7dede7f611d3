//! Change batch for `aws route53 change-resource-record-sets --change-batch file://...`: each set as a whole.

use std::io::{self, Write};

use serde::Serialize;

use super::pretty;
use crate::publish::set::Emission;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Batch {
    comment: &'static str,
    changes: Vec<Change>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Change {
    action: &'static str,
    resource_record_set: RecordSet,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RecordSet {
    name: String,
    r#type: &'static str,
    #[serde(rename = "TTL")]
    ttl: u32,
    resource_records: Vec<Record>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Record {
    value: String,
}

/// One `UPSERT` for each owner.
pub(super) fn write(emission: &Emission<'_>, out: &mut dyn Write) -> io::Result<()> {
    let changes = emission.sets.iter().map(|set| Change {
        action: "UPSERT",
        resource_record_set: RecordSet {
            name: set.owner.to_string(),
            r#type: "TLSA",
            ttl: set.ttl.0,
            resource_records: emission
                .records_of(set)
                .map(|(tlsa, _)| Record { value: tlsa.to_string() })
                .collect(),
        },
    });
    pretty(&Batch { comment: "danelaw tlsa generate", changes: changes.collect() }, out)
}
