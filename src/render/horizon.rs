//! The horizon as text, JSON and OpenMetrics. Decides nothing.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::num::NonZeroU64;

use serde::Serialize;

use crate::horizon::{End, EndKind, Expire};
use crate::wire::{Timestamp, duration_text, printable};

/// Version of the JSON form.
const JSON_VERSION: u8 = 1;

/// What is to be written.
pub struct Horizon<'a> {
    /// The moment from which one looks.
    pub now: Timestamp,
    /// Everything that ends, the first first.
    pub ends: &'a [End],
    /// How long secondaries answer without their primary.
    pub expires: &'a [Expire],
    /// How many ends people want to see.
    pub shown: usize,
    /// How many inputs could not be read.
    pub problems: usize,
    /// Symbolic links in directories that were not followed.
    pub links_not_followed: u64,
    /// How many zones were read.
    pub zones: usize,
}

/// Lines for people.
///
/// # Errors
/// What `out` says.
pub fn human(horizon: &Horizon<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut ends = horizon.ends.iter().take(horizon.shown);
    match ends.next() {
        Some(first) => writeln!(
            out,
            "{} {}, {}: {}",
            verb(first.at, horizon.now),
            first.at,
            distance(first.at, horizon.now),
            what(first)
        )?,
        // What could not be read may end.
        None if horizon.problems > 0 => {}
        None => writeln!(out, "nothing here ends: no signature, no certificate")?,
    }
    if horizon.ends.len() > 1 && horizon.shown > 1 {
        writeln!(out, "then")?;
    }
    for end in ends {
        writeln!(out, "  {}  {:<15}  {}", end.at, distance(end.at, horizon.now), what(end))?;
    }
    if let Some(Expire { zone, seconds, .. }) = horizon.expires.first() {
        let duration = duration_text(u64::from(*seconds));
        let others = match horizon.expires.len() {
            1 => String::new(),
            _ => ", the shortest SOA expire here".to_owned(),
        };
        writeln!(out, "secondaries of {zone} answer for {duration} without their primary{others}")?;
    }
    Ok(())
}

fn verb(at: Timestamp, now: Timestamp) -> &'static str {
    if at <= now { "ended" } else { "ends" }
}

/// `in 19 days`, `3 hours ago`.
fn distance(at: Timestamp, now: Timestamp) -> String {
    let seconds = at.0.saturating_sub(now.0);
    let size = seconds.unsigned_abs();
    let units = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
    // One unit of a kind is too coarse a word for nearly two of them.
    let (unit, name) = units.into_iter().find(|(unit, _)| size >= 2 * unit).unwrap_or((1, "second"));
    let count = size / unit;
    let plural = if count == 1 { "" } else { "s" };
    if seconds > 0 { format!("in {count} {name}{plural}") } else { format!("{count} {name}{plural} ago") }
}

fn what(end: &End) -> String {
    let place = printable(&end.place);
    let End { count, key, owner, rtype, subject, zone, .. } = end;
    match end.kind {
        EndKind::Certificate => format!("certificate `{subject}` ({place})"),
        EndKind::Rrsig | EndKind::Ds if *count == 1 => {
            format!("{zone} signature by {key} over `{owner}` {rtype} ({place})")
        }
        EndKind::Rrsig | EndKind::Ds => {
            format!("{zone} {count} signatures by {key}, first over `{owner}` {rtype} ({place})")
        }
    }
}

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    now: String,
    ends: Vec<JsonEnd<'a>>,
    soa_expire: Vec<JsonExpire<'a>>,
    problems: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    links_not_followed: Option<NonZeroU64>,
}

#[derive(Serialize)]
struct JsonEnd<'a> {
    at: String,
    timestamp: i64,
    seconds_left: i64,
    kind: &'static str,
    filename: &'a str,
    place: &'a str,
    count: u64,
    zone: Option<&'a str>,
    key: Option<&'a str>,
    owner: Option<&'a str>,
    #[serde(rename = "type")]
    rtype: Option<&'a str>,
    subject: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonExpire<'a> {
    zone: &'a str,
    filename: &'a str,
    seconds: u32,
}

/// One object.
///
/// # Errors
/// What `out` says.
pub fn json(horizon: &Horizon<'_>, out: &mut dyn Write) -> io::Result<()> {
    let ends = horizon.ends.iter().take(horizon.shown).map(|end| JsonEnd {
        at: end.at.to_string(),
        timestamp: end.at.0,
        seconds_left: end.at.0.saturating_sub(horizon.now.0),
        kind: end.kind.as_str(),
        filename: &end.filename,
        place: &end.place,
        count: end.count,
        zone: some(&end.zone),
        key: some(&end.key),
        owner: some(&end.owner),
        rtype: some(&end.rtype),
        subject: some(&end.subject),
    });
    let expires = horizon.expires.iter().map(|expire| JsonExpire {
        zone: &expire.zone,
        filename: &expire.filename,
        seconds: expire.seconds,
    });
    let document = Document {
        version: JSON_VERSION,
        now: horizon.now.to_string(),
        ends: ends.collect(),
        soa_expire: expires.collect(),
        problems: horizon.problems,
        links_not_followed: NonZeroU64::new(horizon.links_not_followed),
    };
    out.write_all(crate::json_text::pretty(&document)?.as_bytes())?;
    writeln!(out)
}

/// Nothing in place of an empty text.
fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The labels of a sample: zone, kind, file.
type Labels<'a> = (&'a str, &'static str, &'a str);

/// The OpenMetrics text format 1.0, which is also what Prometheus reads.
///
/// A sample for each zone, kind and file: the first end of each, however many lines people want to see.
///
/// # Errors
/// What `out` says.
pub fn openmetrics(horizon: &Horizon<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut first: BTreeMap<Labels<'_>, Timestamp> = BTreeMap::new();
    for end in horizon.ends {
        let earliest = first.entry((&end.zone, end.kind.as_str(), &end.filename)).or_insert(end.at);
        *earliest = end.at.min(*earliest);
    }
    head(
        out,
        "danelaw_horizon_timestamp_seconds",
        "seconds",
        "When the first thing of this kind stops being right.",
    )?;
    for ((zone, kind, file), at) in first {
        let (zone, file) = (escaped(zone), escaped(file));
        writeln!(
            out,
            r#"danelaw_horizon_timestamp_seconds{{zone="{zone}",kind="{kind}",file="{file}"}} {}"#,
            at.0
        )?;
    }
    let help = "How long secondaries of the zone answer without their primary.";
    head(out, "danelaw_soa_expire_seconds", "seconds", help)?;
    let mut expires: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    horizon.expires.iter().for_each(|expire| {
        expires.insert((&expire.zone, &expire.filename), expire.seconds);
    });
    for ((zone, file), seconds) in expires {
        writeln!(
            out,
            r#"danelaw_soa_expire_seconds{{zone="{}",file="{}"}} {seconds}"#,
            escaped(zone),
            escaped(file)
        )?;
    }
    head(out, "danelaw_horizon_zones", "", "Zones that were read.")?;
    writeln!(out, "danelaw_horizon_zones {}", horizon.zones)?;
    head(out, "danelaw_horizon_problems", "", "Inputs that could not be read.")?;
    writeln!(out, "danelaw_horizon_problems {}", horizon.problems)?;
    writeln!(out, "# EOF")
}

fn head(out: &mut dyn Write, name: &str, unit: &str, help: &str) -> io::Result<()> {
    writeln!(out, "# TYPE {name} gauge")?;
    if !unit.is_empty() {
        writeln!(out, "# UNIT {name} {unit}")?;
    }
    writeln!(out, "# HELP {name} {help}")
}

/// A label's value: backslash, quote and line feed escaped.
fn escaped(value: &str) -> String {
    value.replace('\\', r"\\").replace('"', r#"\""#).replace('\n', r"\n")
}
