//! Findings as text, one file for each format, and timelines. The same octets at any thread count.
//!
//! [`findings`] turns one checked file into a [`Part`], [`parts`] all of a report; [`document`] joins the
//! parts in the order of the input. Nothing here looks at the environment, a clock or a terminal: [`Style`]
//! says how to draw.
//!
//! What comes out of a zone is hostile until shown otherwise. In `human` and `concise`, control and
//! bidirectional characters of file names, messages and zone text are written visibly and never reach a
//! terminal, and no zone text starts a line of its own. In `json` and `ndjson` text is exact: these
//! characters are written as `\u` escapes ([`crate::json_text`]), in every JSON that danelaw writes.
//!
//! A file's name is its path as UTF-8, with each octet that is not part of UTF-8 as `%XX`, and `%25` for a
//! `%` before two hexadecimal digits ([`crate::source::name_of`]): different files have different names.
//!
//! # JSON
//!
//! `json` is one object `{version, diagnostics[], zones[], summary}`, one diagnostic or zone a line.
//! `ndjson` is one object a line: the same diagnostics, zones and summary, each with one more key, `kind`,
//! that says `diagnostic`, `zone` or `summary`. (It is not called `type`, because a diagnostic's `type` is
//! the record type.) The `zone` line follows the diagnostics of its file; `summary` is the last line and has
//! the `version`.
//!
//! - diagnostic: `code, name, severity, message, filename, location{row,column}, end_location{row,column},
//!   zone, owner, type, breaks, help, related[{filename,location,message}],
//!   include_stack[{filename,location}], holds{from,until}, url`
//! - zone: `name, name_from, filename, serial, records, rrsets, names, errors, warnings, infos`
//! - summary: `errors, warnings, infos, files, zones, records, problems[{subject,message}], seconds,
//!   by_rule[{code,name,severity,count}], not_shown[{code,count}], not_checked[]`
//!
//! Rows and columns count from 1, columns in characters; `end_location` is behind the last character.
//! Every key is always there; what does not apply is `null`.

mod concise;
pub mod difference;
pub mod documentation;
pub mod ds;
mod fold;
pub mod horizon;
#[cfg(feature = "cli")]
mod human;
mod json;
pub mod mail_page;
pub mod mail_set;
mod ndjson;
mod place;
pub mod plan;
pub mod status;
mod summary;
pub mod timeline;
pub mod timeline_svg;
pub mod verdicts;
#[cfg(feature = "cli")]
mod window;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::OnceLock;

pub use summary::{links_remarks, summary_line};

use crate::error::Problem;
use crate::report::{Checked, Report, Totals};
use crate::workers::{Serial, Workers};

/// Where a rule's page is, from the project's root: written beside its fixtures.
fn rule_page(finding: &crate::finding::Finding) -> String {
    format!("testzones/{}/{}/README.md", finding.group, finding.name)
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// For people: the zone text with what stands where, why it breaks, and the fix.
    #[cfg(feature = "cli")]
    Human,
    /// One line each.
    Concise,
    /// One JSON object.
    Json,
    /// One JSON object a line.
    Ndjson,
}

/// What the place that shows [`Format::Human`] can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour.
    pub color: bool,
    /// Whether to draw with more than ASCII.
    pub unicode: bool,
    /// Columns; 0 when there is no edge. Zone lines that do not fit are cut around what they are shown for.
    pub width: usize,
}

impl Default for Style {
    /// Without colour, and without an edge.
    fn default() -> Self {
        Style { color: false, unicode: true, width: 0 }
    }
}

/// The text of one checked file. The default is that of a file with nothing to say.
#[derive(Debug, Default)]
pub struct Part {
    /// Findings; in JSON joined by commas.
    text: String,
    /// The zone as a JSON object; empty in other formats.
    zone: String,
    problems: Vec<Problem>,
    dropped: Vec<(&'static str, u64)>,
}

impl Part {
    /// The findings; in JSON joined by commas.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl From<Problem> for Part {
    /// The part of an input that could not be opened, in any format.
    fn from(problem: Problem) -> Part {
        Part { problems: vec![problem], ..Part::default() }
    }
}

/// What a document holds beside findings.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct DocumentOptions<'a> {
    /// Counts by rule instead of the findings; JSON has both always.
    pub statistics: bool,
    /// No summary line; JSON keeps its summary.
    pub quiet: bool,
    /// The version of this tool.
    pub version: &'a str,
}

impl Default for DocumentOptions<'_> {
    fn default() -> Self {
        DocumentOptions { statistics: false, quiet: false, version: env!("CARGO_PKG_VERSION") }
    }
}

impl Report {
    /// Writes the report as the command line does, on one thread.
    ///
    /// # Errors
    /// What `out` says.
    pub fn render(&self, format: Format, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        let options = DocumentOptions::default();
        document(&parts(self, format, style, &Serial), &self.totals(), format, &options, out)
    }
}

/// The parts of a report, made side by side.
#[must_use]
pub fn parts(report: &Report, format: Format, style: &Style, workers: &dyn Workers) -> Vec<Part> {
    let slots: Vec<OnceLock<Part>> = report.checked.iter().map(|_| OnceLock::new()).collect();
    workers.run(slots.len(), &|at| {
        if let (Some(slot), Some(checked)) = (slots.get(at), report.checked.get(at)) {
            slot.get_or_init(|| findings(checked, format, style));
        }
    });
    let found = slots.into_iter().filter_map(OnceLock::into_inner);
    found.chain(report.problems.iter().cloned().map(Part::from)).collect()
}

/// The text of one checked file.
#[must_use]
pub fn findings(checked: &Checked, format: Format, style: &Style) -> Part {
    let mut part = Part {
        text: String::new(),
        zone: String::new(),
        problems: checked.problems.clone(),
        dropped: checked.dropped.clone(),
    };
    #[cfg(not(feature = "cli"))]
    let _ = style;
    match format {
        #[cfg(feature = "cli")]
        Format::Human => human::write(checked, style, &mut part.text),
        Format::Concise => concise::write(checked, &mut part.text),
        Format::Json => {
            json::write_diagnostics(checked, &mut part.text);
            json::write_zone(checked, None, &mut part.zone);
        }
        Format::Ndjson => ndjson::write(checked, &mut part.text),
    }
    part
}

/// Writes the parts in order, then what was not shown and the summary.
///
/// Every part must have been made for the same `format`. What could not be checked is counted in the summary
/// line and listed in JSON; telling people about each is left to the caller, who has standard error.
///
/// # Errors
/// What `out` says.
pub fn document(
    parts: &[Part],
    totals: &Totals,
    format: Format,
    options: &DocumentOptions<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        #[cfg(feature = "cli")]
        Format::Human => text_document(parts, totals, options, out),
        Format::Concise => text_document(parts, totals, options, out),
        Format::Json => json::document(parts, totals, options, out),
        Format::Ndjson => ndjson::document(parts, totals, options, out),
    }
}

fn text_document(
    parts: &[Part],
    totals: &Totals,
    options: &DocumentOptions<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    if options.statistics {
        // The table counts what the cap held back too, so that is not said again.
        out.write_all(summary::table(totals).as_bytes())?;
    } else {
        for part in parts {
            out.write_all(part.text.as_bytes())?;
        }
        for (code, count) in not_shown(parts) {
            writeln!(out, "{} more of {code} not shown", summary::grouped(count))?;
        }
    }
    if options.quiet {
        return Ok(());
    }
    writeln!(out, "{}", summary_line(totals))?;
    totals.held_against.iter().try_for_each(|held| writeln!(out, "{held}"))?;
    summary::named(totals).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    links_remarks(totals.links_not_followed, totals.links_outside)
        .iter()
        .try_for_each(|remark| writeln!(out, "{remark}"))?;
    summary::not_checked(totals).iter().try_for_each(|what| writeln!(out, "not checked: {what}"))
}

/// Findings that the cap held back, by code.
fn not_shown(parts: &[Part]) -> BTreeMap<&'static str, u64> {
    let mut sums = BTreeMap::new();
    for &(code, count) in parts.iter().flat_map(|part| &part.dropped) {
        let sum: &mut u64 = sums.entry(code).or_default();
        *sum = sum.saturating_add(count);
    }
    sums
}
