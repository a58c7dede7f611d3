//! One JSON object a line: diagnostics, zones, one summary. `kind` says which.

use std::io::{self, Write};

use super::{DocumentOptions, Part, json};
use crate::report::{Checked, Totals};

pub(super) fn write(checked: &Checked, out: &mut String) {
    json::for_each_diagnostic(checked, Some("diagnostic"), |text| {
        out.push_str(text);
        out.push('\n');
    });
    let before = out.len();
    json::write_zone(checked, Some("zone"), out);
    if out.len() > before {
        out.push('\n');
    }
}

pub(super) fn document(
    parts: &[Part],
    totals: &Totals,
    options: &DocumentOptions<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    for part in parts {
        out.write_all(part.text.as_bytes())?;
    }
    out.write_all(
        crate::json_text::compact(&json::summary(parts, totals, Some(("summary", options.version))))?
            .as_bytes(),
    )?;
    out.write_all(b"\n")
}
