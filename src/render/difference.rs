//! Differences between two versions of a zone: as text, Markdown and JSON. Decides nothing.

mod json;
mod markdown;
mod text;

pub use json::write as json;
pub use markdown::write as markdown;
pub use text::write as text;

use crate::difference::{Comparison, counted, serial_order_text};
use crate::source::masked;
use crate::wire::printable;
use crate::zone::Record;
use crate::zone::difference::{Change, Difference};

/// A line of the details, in zone syntax.
struct Line {
    /// `-`, `+`, or `~` for another TTL.
    sign: char,
    text: String,
}

/// The lines of an RRset that differs.
fn lines(change: Change<'_>) -> impl Iterator<Item = Line> {
    let records = change.records();
    let line = |sign| move |record: Record<'_>| Line { sign, text: record_text(record) };
    let removed = records.removed.into_iter().map(line('-'));
    let added = records.added.into_iter().map(line('+'));
    let retimed = records
        .retimed
        .into_iter()
        .map(|(old, new)| Line { sign: '~', text: format!("{} ; TTL was {}", record_text(new), old.ttl()) });
    removed.chain(added).chain(retimed)
}

fn record_text(record: Record<'_>) -> String {
    printable(&format!("{} {} {} {}", record.owner(), record.ttl(), record.rtype(), rdata(record)))
}

/// The rdata in presentation form, in which a private key is not readable.
fn rdata(record: Record<'_>) -> String {
    String::from_utf8_lossy(&masked(record.present().as_bytes())).into_owned()
}

/// `serial 1 -> 2, higher`.
fn serial(compared: &Comparison<'_>) -> String {
    match compared.difference.serials() {
        [Some(old), Some(new)] if old == new => format!("serial {old}, the same"),
        [Some(old), Some(new)] => format!("serial {old} -> {new}, {}", serial_order_text(old, new)),
        [None, Some(new)] => format!("serial {new}, a new zone"),
        [Some(old), None] => format!("serial {old}, the zone is gone"),
        [None, None] => "no serial".to_owned(),
    }
}

/// What differs, in one clause for each role.
fn clauses(compared: &Comparison<'_>) -> Vec<String> {
    let Difference { content, keys, signing, .. } = compared.difference;
    let mut clauses = Vec::new();
    if content.total() == 0 {
        let other = if compared.dialects_differ() { "other " } else { "" };
        clauses.push(format!("{other}content is identical"));
    } else {
        let ways = [
            (content.added, "added"),
            (content.removed, "removed"),
            (content.changed, "changed"),
            (content.ttl, "with another TTL"),
        ];
        let ways: Vec<String> = ways
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, way)| format!("{count} {way}"))
            .collect();
        clauses.push(format!(
            "{} differ{}: {}",
            counted(content.total(), "RRset"),
            s_of(content.total()),
            ways.join(", ")
        ));
    }
    if keys.total() > 0 {
        clauses.push(format!("{} of keys differ{}", counted(keys.total(), "RRset"), s_of(keys.total())));
    }
    if signing.total() > 0 {
        clauses.push(format!(
            "{} made by signing differ{}",
            counted(signing.total(), "RRset"),
            s_of(signing.total())
        ));
    }
    let (added, lost) =
        (compared.difference.delegations_added.count, compared.difference.delegations_lost.count);
    if added + lost > 0 {
        clauses.push(format!("delegations: {added} added, {lost} lost"));
    }
    clauses.push(serial(compared));
    clauses
}
/// The ending of a verb behind one thing.
fn s_of(count: u64) -> &'static str {
    if count == 1 { "s" } else { "" }
}
