//! The objects of `json` and `ndjson`, and the `json` document. Every octet of it is written by `serde_json`,
//! but for the commas between objects.

use std::io::{self, Write};
use std::num::NonZeroU64;

use serde::Serialize;

use super::place::Places;
use super::{DocumentOptions, Part, not_shown, rule_page};
use crate::finding::{Finding, Severity};
use crate::report::{Checked, Totals};
use crate::source::{Position, Span};
use crate::wire::Timestamp;

#[derive(Serialize)]
struct Diagnostic<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    message: &'a str,
    filename: &'a str,
    location: Location,
    end_location: Location,
    zone: Option<&'a str>,
    owner: Option<&'a str>,
    r#type: Option<&'a str>,
    breaks: Option<&'a str>,
    help: Option<&'a str>,
    related: Vec<Related<'a>>,
    include_stack: Vec<Include<'a>>,
    holds: Holds,
    url: String,
}

#[derive(Serialize)]
struct Location {
    row: usize,
    column: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    filename: &'a str,
    location: Location,
    message: &'a str,
}

#[derive(Serialize)]
struct Include<'a> {
    filename: &'a str,
    location: Location,
}

#[derive(Serialize)]
struct Holds {
    from: Option<String>,
    until: Option<String>,
}

#[derive(Serialize)]
struct Zone<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    name: &'a str,
    name_from: Option<&'static str>,
    filename: &'a str,
    serial: Option<u32>,
    records: u64,
    rrsets: u64,
    names: u64,
    errors: u64,
    warnings: u64,
    infos: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    held_against: Option<HeldAgainst<'a>>,
}

#[derive(Serialize)]
struct HeldAgainst<'a> {
    published: &'a [String],
    publish_at: String,
    propagation_s: u32,
    propagation: &'a str,
}

/// The summary object; made by [`summary`].
#[derive(Serialize)]
pub(super) struct Summary<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    errors: u64,
    warnings: u64,
    infos: u64,
    files: u64,
    zones: u64,
    records: u64,
    problems: Vec<ProblemRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    files_passed_over: Option<NonZeroU64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    links_not_followed: Option<NonZeroU64>,
    seconds: f64,
    by_rule: Vec<RuleRow>,
    not_shown: Vec<NotShown>,
    not_checked: Vec<String>,
}

#[derive(Serialize)]
struct ProblemRow<'a> {
    subject: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct RuleRow {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    count: u64,
}

#[derive(Serialize)]
struct NotShown {
    code: &'static str,
    count: u64,
}

/// The diagnostics of one file with commas between them.
pub(super) fn write_diagnostics(checked: &Checked, out: &mut String) {
    for_each_diagnostic(checked, None, |text| {
        if !out.is_empty() {
            out.push_str(",\n");
        }
        out.push_str(text);
    });
}

/// Calls `take` with each finding as an object.
pub(super) fn for_each_diagnostic(checked: &Checked, kind: Option<&'static str>, mut take: impl FnMut(&str)) {
    let places = Places::new(checked);
    for finding in &checked.findings {
        take(&object(&diagnostic(finding, &places, kind)));
    }
}

/// The zone of one file; nothing when there is none.
pub(super) fn write_zone(checked: &Checked, kind: Option<&'static str>, out: &mut String) {
    let Some(zone) = &checked.zone else { return };
    let mut totals = Totals::default();
    totals.add(checked);
    out.push_str(&object(&Zone {
        kind,
        name: &zone.name,
        name_from: zone.name_from,
        filename: &zone.filename,
        serial: zone.serial,
        records: zone.records,
        rrsets: zone.rrsets,
        names: zone.names,
        errors: totals.errors,
        warnings: totals.warnings,
        infos: totals.infos,
        held_against: zone.held_against.as_ref().map(|held| HeldAgainst {
            published: &held.published,
            publish_at: held.publish_at.to_string(),
            propagation_s: held.propagation_s,
            propagation: &held.propagation,
        }),
    }));
}

/// The totals; `line` has the kind and the tool's version where the summary stands on its own.
pub(super) fn summary<'a>(
    parts: &'a [Part],
    totals: &Totals,
    line: Option<(&'static str, &'a str)>,
) -> Summary<'a> {
    Summary {
        kind: line.map(|(kind, _)| kind),
        version: line.map(|(_, version)| version),
        errors: totals.errors,
        warnings: totals.warnings,
        infos: totals.infos,
        files: totals.files,
        zones: totals.zones,
        records: totals.records,
        problems: parts
            .iter()
            .flat_map(|part| &part.problems)
            .map(|problem| ProblemRow { subject: &problem.subject, message: &problem.message })
            .collect(),
        files_passed_over: NonZeroU64::new(totals.passed_over),
        links_not_followed: NonZeroU64::new(totals.links_not_followed + totals.links_outside),
        seconds: totals.seconds,
        by_rule: totals
            .by_rule
            .iter()
            .map(|rule| RuleRow {
                code: rule.code,
                name: rule.name,
                severity: rule.severity.as_str(),
                count: rule.count,
            })
            .collect(),
        not_shown: not_shown(parts).into_iter().map(|(code, count)| NotShown { code, count }).collect(),
        not_checked: super::summary::not_checked(totals),
    }
}

pub(super) fn document(
    parts: &[Part],
    totals: &Totals,
    options: &DocumentOptions<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write!(out, "{{\"version\":{},\n\"diagnostics\":", crate::json_text::compact(&options.version)?)?;
    list(parts.iter().map(|part| part.text.as_str()), out)?;
    out.write_all(b",\n\"zones\":")?;
    list(parts.iter().map(|part| part.zone.as_str()), out)?;
    writeln!(out, ",\n\"summary\":{}}}", crate::json_text::compact(&summary(parts, totals, None))?)
}

/// An array of objects that are JSON already.
fn list<'a>(fragments: impl Iterator<Item = &'a str>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    let mut between: &[u8] = b"\n";
    for fragment in fragments.filter(|fragment| !fragment.is_empty()) {
        out.write_all(between)?;
        out.write_all(fragment.as_bytes())?;
        between = b",\n";
    }
    out.write_all(b"]")
}

fn diagnostic<'a>(finding: &'a Finding, places: &Places<'a>, kind: Option<&'static str>) -> Diagnostic<'a> {
    let Span { source, start, .. } = finding.span;
    Diagnostic {
        kind,
        code: finding.code,
        name: finding.name,
        severity: Severity::as_str(finding.severity),
        message: &finding.message,
        filename: places.filename(source),
        location: places.position(source, start).into(),
        end_location: places.position(source, finding.span.end()).into(),
        zone: unless_empty(&finding.zone),
        owner: unless_empty(&finding.owner),
        r#type: unless_empty(&finding.rtype),
        breaks: unless_empty(finding.breaks),
        help: unless_empty(&finding.help),
        related: finding
            .related
            .iter()
            .map(|label| Related {
                filename: places.filename(label.span.source),
                location: places.position(label.span.source, label.span.start).into(),
                message: &label.text,
            })
            .collect(),
        include_stack: places
            .include_stack(source)
            .into_iter()
            .map(|span| Include {
                filename: places.filename(span.source),
                location: places.position(span.source, span.start).into(),
            })
            .collect(),
        holds: Holds { from: rfc_3339(finding.holds.from), until: rfc_3339(finding.holds.until) },
        url: rule_page(finding),
    }
}

fn unless_empty(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// A time before year 0 or after 9999 has no RFC 3339 form, and is as good as no bound.
fn rfc_3339(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_string()).filter(|text| text.len() == "0000-00-00T00:00:00Z".len())
}

fn object(value: &impl Serialize) -> String {
    crate::json_text::compact(value).expect("every key is a string, and writing to memory does not fail")
}

impl From<Position> for Location {
    fn from(at: Position) -> Location {
        Location { row: at.row, column: at.column }
    }
}
