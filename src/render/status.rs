//! Statuses as text, JSON and a picture. Decides nothing.

use std::io::{self, Write};
use std::num::NonZeroU64;

use serde::Serialize;

use crate::render::{Style, timeline, timeline_svg};
use crate::rollover::status::{Item, Part, Status};
use crate::rollover::{Picture, Row};
use crate::wire::{Timestamp, printable};

/// Version of the JSON form.
const JSON_VERSION: u8 = 1;

/// All that is written.
pub struct Statuses<'a> {
    /// The time of it.
    pub now: Timestamp,
    /// Each zone, then services in none.
    pub parts: &'a [Part],
    /// How many inputs could not be used, and things not checked.
    pub problems: usize,
    /// Symbolic links in directories that were not followed.
    pub links_not_followed: u64,
    /// What the place that shows the text can do.
    pub style: Style,
    /// Whether timelines follow the text.
    pub has_picture: bool,
}

impl Statuses<'_> {
    /// Sentences, the commands that follow, and a timeline.
    ///
    /// # Errors
    /// What `out` says.
    pub fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.parts.is_empty() {
            return writeln!(out, "no zone, and no service: nothing to tell");
        }
        for (at, Part { status, next }) in self.parts.iter().enumerate() {
            if at > 0 {
                writeln!(out)?;
            }
            sentences(status, out)?;
            for command in next {
                writeln!(out, "next: {}", printable(command))?;
            }
            if self.has_picture && !status.picture.rows.is_empty() {
                writeln!(out)?;
                timeline::text(&status.picture, &self.style, out)?;
            }
        }
        Ok(())
    }

    /// The timelines as one picture.
    ///
    /// # Errors
    /// What `out` says.
    pub fn svg(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(timeline_svg::svg(&self.picture()).as_bytes())
    }

    /// All of them in one.
    fn picture(&self) -> Picture {
        let titles: Vec<&str> = self.parts.iter().map(|part| part.status.title.as_str()).collect();
        let rows = self
            .parts
            .iter()
            .flat_map(|part| part.status.picture.rows.iter().map(|row| (row.clone(), &part.status.title)));
        // Rows of several zones are alike but for their zone.
        let of_zone = |(row, title): (Row, &String)| {
            if titles.len() > 1 { Row { name: format!("{} {title}", row.name), ..row } } else { row }
        };
        let rows = rows.map(of_zone).collect();
        Picture { title: titles.join(", "), now: self.now, rows }
    }

    /// One object.
    ///
    /// # Errors
    /// What `out` says.
    pub fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        let zones = self.parts.iter().map(|Part { status, next }| JsonStatus {
            name: &status.title,
            items: status.items.iter().map(json).collect(),
            notes: &status.notes,
            next,
        });
        let document = JsonDocument {
            version: JSON_VERSION,
            now: self.now.to_string(),
            zones: zones.collect(),
            problems: self.problems,
            links_not_followed: NonZeroU64::new(self.links_not_followed),
        };
        out.write_all(crate::json_text::pretty(&document)?.as_bytes())?;
        writeln!(out)
    }
}

/// The zone's own first, then its services one by one.
fn sentences(status: &Status, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", printable(&status.title))?;
    let mut owner = &status.title;
    for item in &status.items {
        if item.owner != *owner {
            writeln!(out, "{}", printable(&item.owner))?;
            owner = &item.owner;
        }
        writeln!(out, "  {}", printable(&item.sentence))?;
    }
    status.notes.iter().try_for_each(|note| writeln!(out, "note: {}", printable(note)))
}

#[derive(Serialize)]
struct JsonDocument<'a> {
    version: u8,
    now: String,
    zones: Vec<JsonStatus<'a>>,
    problems: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    links_not_followed: Option<NonZeroU64>,
}

#[derive(Serialize)]
struct JsonStatus<'a> {
    name: &'a str,
    items: Vec<JsonItem<'a>>,
    notes: &'a [String],
    next: &'a [String],
}

#[derive(Serialize)]
struct JsonItem<'a> {
    kind: &'static str,
    owner: &'a str,
    state: &'static str,
    sentence: &'a str,
    since: Option<String>,
    earliest: Option<String>,
    until: Option<String>,
}

fn json(item: &Item) -> JsonItem<'_> {
    let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
    JsonItem {
        kind: item.kind.as_str(),
        owner: &item.owner,
        state: item.state.as_str(),
        sentence: &item.sentence,
        since: text(item.since),
        earliest: text(item.earliest),
        until: text(item.until),
    }
}
