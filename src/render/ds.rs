//! DS records and comparisons as text and as JSON. Decides nothing.

use std::io::{self, Write};

use serde::Serialize;

use crate::dnssec::{DsLine, DsRecord};
use crate::rr::present;
use crate::wire::{base16, u16_of};

/// Version of the JSON form.
const JSON_VERSION: u8 = 1;

#[derive(Serialize)]
struct Document<T> {
    version: u8,
    records: Vec<T>,
}

#[derive(Serialize)]
struct JsonRecord<'a> {
    owner: String,
    class: &'static str,
    #[serde(rename = "type")]
    rtype: String,
    data: String,
    key: &'a str,
    filename: &'a str,
}

#[derive(Serialize)]
struct JsonLine<'a> {
    verdict: &'static str,
    owner: String,
    data: &'a str,
    note: &'a str,
}

/// Records as zone files have them.
///
/// # Errors
/// What `out` says.
pub fn zone(records: &[DsRecord], out: &mut dyn Write) -> io::Result<()> {
    for DsRecord { owner, rtype, rdata, .. } in records {
        writeln!(out, "{owner} IN {rtype} {}", present(*rtype, rdata))?;
    }
    Ok(())
}

/// Records for software that does not know their types: `\# 36 3039...`, RFC 3597 section 5.
///
/// # Errors
/// What `out` says.
pub fn generic(records: &[DsRecord], out: &mut dyn Write) -> io::Result<()> {
    for DsRecord { owner, rtype, rdata, .. } in records {
        let (octets, digits) = (u16_of(rdata.len()), base16::encode(rdata));
        writeln!(out, "{owner} IN TYPE{} \\# {octets} {digits}", rtype.0)?;
    }
    Ok(())
}

/// One object with the records and their keys.
///
/// # Errors
/// What `out` says.
pub fn json(records: &[DsRecord], out: &mut dyn Write) -> io::Result<()> {
    let rows = records.iter().map(|record| JsonRecord {
        owner: record.owner.to_string(),
        class: "IN",
        rtype: record.rtype.to_string(),
        data: present(record.rtype, &record.rdata),
        key: &record.key,
        filename: &record.filename,
    });
    document(rows.collect(), out)
}

/// A comparison, one line each.
///
/// # Errors
/// What `out` says.
pub fn compared(lines: &[DsLine], out: &mut dyn Write) -> io::Result<()> {
    for line in lines {
        writeln!(out, "{:<11} {} DS {} ; {}", line.verdict.text(), line.owner, line.ds, line.note)?;
    }
    Ok(())
}

/// A comparison as one object.
///
/// # Errors
/// What `out` says.
pub fn compared_json(lines: &[DsLine], out: &mut dyn Write) -> io::Result<()> {
    let rows = lines.iter().map(|line| JsonLine {
        verdict: line.verdict.text(),
        owner: line.owner.to_string(),
        data: &line.ds,
        note: &line.note,
    });
    document(rows.collect(), out)
}

fn document<T: Serialize>(records: Vec<T>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(crate::json_text::pretty(&Document { version: JSON_VERSION, records })?.as_bytes())?;
    writeln!(out)
}
