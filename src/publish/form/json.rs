//! One object for programs: records, sources, changes, warnings.

use std::io::{self, Write};

use serde::Serialize;

use super::pretty;
use crate::dane::{Advice, Origin, Tlsa};
use crate::error::Problem;
use crate::publish::change::Change;
use crate::publish::set::{Emission, Set};

/// Version of the JSON form.
const JSON_VERSION: u8 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    records: Vec<JsonRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Vec<JsonChange>>,
    warnings: Vec<JsonWarning<'a>>,
}

#[derive(Serialize)]
struct JsonRecord<'a> {
    owner: String,
    ttl: u32,
    class: &'static str,
    #[serde(rename = "type")]
    rtype: &'static str,
    usage: u8,
    selector: u8,
    matching: u8,
    data: String,
    source: &'a Origin,
}

#[derive(Serialize)]
struct JsonChange {
    action: &'static str,
    owner: String,
    rdata: String,
}

#[derive(Serialize)]
struct JsonWarning<'a> {
    subject: &'a str,
    message: &'a str,
}

/// The changes are there where the zone is.
pub(super) fn write(
    emission: &Emission<'_>,
    changes: &[Change<'_>],
    advice: &Advice,
    out: &mut dyn Write,
) -> io::Result<()> {
    let is_compared = emission.sets.iter().any(|set| set.published.is_some());
    let shown = changes.iter().map(|Change { set, action, rdata }| JsonChange {
        action: action.name(),
        owner: set.owner.to_string(),
        rdata: rdata.clone(),
    });
    let document = Document {
        version: JSON_VERSION,
        zone: emission.zone.map(|zone| zone.to_string()),
        records: emission.records().map(|(set, tlsa, origin)| record(set, tlsa, origin)).collect(),
        changes: is_compared.then(|| shown.collect()),
        warnings: advice
            .warnings
            .iter()
            .map(|Problem { subject, message }| JsonWarning { subject, message })
            .collect(),
    };
    pretty(&document, out)
}

fn record<'a>(set: &Set, tlsa: &Tlsa, origin: &'a Origin) -> JsonRecord<'a> {
    let parameters = tlsa.parameters;
    JsonRecord {
        owner: set.owner.to_string(),
        ttl: set.ttl.0,
        class: "IN",
        rtype: "TLSA",
        usage: parameters.usage.number(),
        selector: parameters.selector.number(),
        matching: parameters.matching.number(),
        data: tlsa.hex(),
        source: origin,
    }
}
