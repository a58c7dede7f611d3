//! Records, warnings and problems as text. Decides nothing.

use std::io::{self, Write};

use serde::Serialize;

use super::Format;
use super::advice::Advice;
use crate::cert::PublicPart;
use crate::dane::Tlsa;
use crate::error::Problem;
use crate::wire::{Name, Ttl};

/// Version of the JSON form.
const JSON_VERSION: u8 = 1;

/// Where a record's data came from.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Origin {
    /// The input, as messages call it.
    pub filename: String,
    /// Certificate, request or key.
    pub kind: &'static str,
    subject: Option<String>,
    not_after: Option<String>,
}

impl Origin {
    /// The origin of records made from `part`.
    pub fn new(filename: &str, part: &PublicPart) -> Origin {
        Origin {
            filename: filename.to_owned(),
            kind: part.kind.name(),
            subject: part.subject.clone(),
            not_after: part.certificate.as_ref().map(|certificate| certificate.not_after.to_string()),
        }
    }
}

/// One record to print.
pub(super) struct Record<'a> {
    /// Owner name.
    pub owner: &'a Name,
    /// Time to live.
    pub ttl: Ttl,
    /// Rdata.
    pub tlsa: &'a Tlsa,
    /// Where it came from.
    pub origin: &'a Origin,
}

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    records: Vec<JsonRecord<'a>>,
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
struct JsonWarning<'a> {
    subject: &'a str,
    message: &'a str,
}

/// Writes all records, and for JSON the warnings too.
pub(super) fn records(format: Format, records: &[Record<'_>], advice: &Advice, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Zone => {
            for Record { owner, ttl, tlsa, .. } in records {
                writeln!(out, "{owner} {} IN TLSA {tlsa}", ttl.0)?;
            }
        }
        Format::Generic => {
            for Record { owner, ttl, tlsa, .. } in records {
                writeln!(out, "{owner} {} IN TYPE52 {}", ttl.0, tlsa.generic())?;
            }
        }
        Format::Json => {
            let warnings = advice.warnings.iter().map(|Problem { subject, message }| JsonWarning { subject, message }).collect();
            let document = Document { version: JSON_VERSION, records: records.iter().map(json).collect(), warnings };
            serde_json::to_writer_pretty(&mut *out, &document)?;
            writeln!(out)?;
        }
    }
    out.flush()
}

fn json<'a>(record: &Record<'a>) -> JsonRecord<'a> {
    let parameters = record.tlsa.parameters;
    JsonRecord {
        owner: record.owner.to_string(),
        ttl: record.ttl.0,
        class: "IN",
        rtype: "TLSA",
        usage: parameters.usage.number(),
        selector: parameters.selector.number(),
        matching: parameters.matching.number(),
        data: record.tlsa.hex(),
        source: record.origin,
    }
}

/// Writes warnings and notes. When nobody listens, that is no failure of the records.
pub(super) fn advice(advice: &Advice, err: &mut dyn Write) {
    for note in &advice.notes {
        let _ = writeln!(err, "note: {note}");
    }
    for warning in &advice.warnings {
        let _ = writeln!(err, "warning: {warning}");
    }
}

/// Writes what could not be done.
pub(super) fn problems(problems: &[Problem], err: &mut dyn Write) {
    for problem in problems {
        let _ = writeln!(err, "error: {problem}");
    }
}
