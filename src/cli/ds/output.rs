//! Records and comparisons as text. Decides nothing.

use std::io::{self, Write};

use serde::Serialize;

use super::compare::Line;
use super::{Format, Made, generic};
use crate::rr::present;

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

/// Writes all records.
pub(super) fn records(format: Format, records: &[Made], out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Zone => {
            for Made { owner, rtype, rdata, .. } in records {
                writeln!(out, "{owner} IN {rtype} {}", present(*rtype, rdata))?;
            }
        }
        Format::Generic => {
            for Made { owner, rtype, rdata, .. } in records {
                writeln!(out, "{owner} IN TYPE{} {}", rtype.0, generic(rdata))?;
            }
        }
        Format::Json => {
            let json = |made: &'_ Made| {
                (made.owner.to_string(), made.rtype.to_string(), present(made.rtype, &made.rdata))
            };
            let rows = records.iter().map(|made| {
                let (owner, rtype, data) = json(made);
                JsonRecord { owner, class: "IN", rtype, data, key: &made.key, filename: &made.filename }
            });
            document(rows.collect(), out)?;
        }
    }
    out.flush()
}

/// Writes a comparison.
pub(super) fn compared(format: Format, lines: &[Line], out: &mut dyn Write) -> io::Result<()> {
    if format == Format::Json {
        let rows = lines.iter().map(|line| JsonLine {
            verdict: line.verdict.text(),
            owner: line.owner.to_string(),
            data: &line.ds,
            note: &line.note,
        });
        document(rows.collect(), out)?;
    } else {
        for line in lines {
            writeln!(out, "{:<11} {} DS {} ; {}", line.verdict.text(), line.owner, line.ds, line.note)?;
        }
    }
    out.flush()
}

fn document<T: Serialize>(records: Vec<T>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(crate::json_text::pretty(&Document { version: JSON_VERSION, records })?.as_bytes())?;
    writeln!(out)
}
