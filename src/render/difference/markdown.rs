//! Differences for review comments. Nothing of a zone is ever markup: it stands in code only, and the whole
//! has a bound.

use std::io::{self, Write};

use super::{clauses, lines};
use crate::difference::{Comparison, counted};
use crate::wire::{excerpt, printable};
use crate::zone::difference::Counts;

/// Octets of the details: what is around them fits into GitHub's 65,536 characters as well.
const DETAILS: usize = 56_000;
/// Characters of one line.
const LINE: usize = 1000;
/// Characters of a name or path outside of the details.
const NAME: usize = 200;

/// Writes the differences.
///
/// # Errors
/// What `out` says.
pub fn write(compared: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    let difference = compared.difference;
    writeln!(out, "### Zone {}", code(&difference.new.name().to_string()))?;
    writeln!(out)?;
    for warning in compared.warnings() {
        // What stands between the names is our own but for a path.
        writeln!(out, "- **Warning:** {}", warning_text(&warning))?;
    }
    if !compared.warnings().is_empty() {
        writeln!(out)?;
    }
    writeln!(
        out,
        "{} against {}: {}.",
        code(compared.new),
        code(compared.old),
        clauses(compared).join("; ")
    )?;
    if !difference.is_identical() {
        writeln!(out)?;
        table(compared, out)?;
    }
    details(compared, out)
}

fn warning_text(warning: &crate::difference::Warning) -> String {
    if warning.kind == "not-compared" {
        code(&warning.what.0) + ": " + &warning.breaks
    } else {
        warning.text(code)
    }
}

fn table(compared: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| RRsets | added | removed | changed | other TTL |")?;
    writeln!(out, "|---|--:|--:|--:|--:|")?;
    let rows = [
        ("content", compared.difference.content),
        ("keys", compared.difference.keys),
        ("made by signing", compared.difference.signing),
    ];
    for (role, Counts { added, removed, changed, ttl }) in
        rows.into_iter().filter(|(_, counts)| counts.total() > 0)
    {
        writeln!(out, "| {role} | {added} | {removed} | {changed} | {ttl} |")?;
    }
    Ok(())
}

fn details(compared: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (mut text, mut rrsets) = (String::new(), 0u64);
    'changes: for change in &compared.difference.changes {
        let before = text.len();
        for line in lines(*change) {
            let cut = excerpt(line.text.as_bytes(), LINE);
            if text.len() + cut.len() + 3 > DETAILS {
                // Half of an RRset would say something else than the whole.
                text.truncate(before);
                break 'changes;
            }
            text.push(line.sign);
            text.push(' ');
            text.push_str(&cut);
            text.push('\n');
        }
        rrsets += 1;
    }
    if !text.is_empty() {
        let fence = "`".repeat(longest_run(&text).max(2) + 1);
        write!(out, "\n{fence}diff\n{text}{fence}\n")?;
    }
    let kept = u64::try_from(compared.difference.changes.len()).unwrap_or(u64::MAX);
    let left_out = compared.difference.left_out + kept.saturating_sub(rrsets);
    if left_out > 0 {
        writeln!(
            out,
            "\n{} not shown here: `danelaw diff --all` shows every one.",
            counted(left_out, "more RRset")
        )?;
    }
    Ok(())
}

/// Text as code in a line: there are no marks, no HTML and no mentions in it.
fn code(text: &str) -> String {
    let text = excerpt(printable(text).as_bytes(), NAME);
    let fence = "`".repeat(longest_run(&text) + 1);
    // A blank on both sides is taken off again, and keeps backquotes apart.
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// The most backquotes in a row.
fn longest_run(text: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for byte in text.bytes() {
        run = if byte == b'`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}
