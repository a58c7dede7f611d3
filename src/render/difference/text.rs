//! Differences for people: lines in zone syntax, then what to know, then a summary. Decides nothing.

use std::io::{self, Write};

use super::{clauses, lines};
use crate::difference::{Comparison, counted};
use crate::wire::printable;

/// Writes the differences, with colours or without.
///
/// # Errors
/// What `out` says.
pub fn write(compared: &Comparison<'_>, colours: bool, out: &mut dyn Write) -> io::Result<()> {
    let paint = |code: &'static str| if colours { (code, "\x1b[0m") } else { ("", "") };
    let difference = compared.difference;
    if !difference.changes.is_empty() {
        writeln!(out, "--- {}", printable(compared.old))?;
        writeln!(out, "+++ {}", printable(compared.new))?;
    }
    for change in &difference.changes {
        for line in lines(*change) {
            let (start, end) = paint(match line.sign {
                '-' => "\x1b[31m",
                '+' => "\x1b[32m",
                _ => "\x1b[33m",
            });
            writeln!(out, "{start}{} {}{end}", line.sign, line.text)?;
        }
    }
    if difference.left_out > 0 {
        writeln!(out, "... and {} not shown: --all shows every one", counted(difference.left_out, "RRset"))?;
    }
    let warnings = compared.warnings();
    if !difference.changes.is_empty() {
        writeln!(out)?;
    }
    let (start, end) = paint("\x1b[1;33m");
    for warning in &warnings {
        writeln!(out, "{start}warning:{end} {}", printable(&warning.text(|name| format!("`{name}`"))))?;
    }
    writeln!(out, "{}: {}", printable(&difference.new.name().to_string()), clauses(compared).join("; "))
}
