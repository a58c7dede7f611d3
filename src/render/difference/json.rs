//! Differences as one JSON object. Decides nothing.

use std::cmp::Ordering;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::difference::{Comparison, serial_order};
use crate::wire::{NameRef, Serial};
use crate::zone::difference::{Change, Counts, DifferenceKind, Owners, Role};
use crate::zone::{Record, Rrset, Zone};

/// Version of this form.
const JSON_VERSION: u8 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    zone: String,
    old: Side<'a>,
    new: Side<'a>,
    serial: Option<&'static str>,
    content_identical: bool,
    counts: AllCounts,
    delegations_added: JsonOwners,
    delegations_lost: JsonOwners,
    ds_lost: JsonOwners,
    warnings: Vec<JsonWarning>,
    changes: Changes<'a>,
    changes_left_out: u64,
}

#[derive(Serialize)]
struct Side<'a> {
    filename: &'a str,
    serial: Option<u32>,
    records: usize,
}

#[derive(Serialize)]
struct AllCounts {
    content: JsonCounts,
    keys: JsonCounts,
    signing: JsonCounts,
}

#[derive(Serialize)]
struct JsonCounts {
    added: u64,
    removed: u64,
    changed: u64,
    ttl: u64,
}

#[derive(Serialize)]
struct JsonOwners {
    count: u64,
    first: Vec<String>,
}

#[derive(Serialize)]
struct JsonWarning {
    kind: &'static str,
    message: String,
}

#[derive(Serialize)]
struct JsonChange {
    owner: String,
    r#type: String,
    kind: &'static str,
    role: &'static str,
    old_ttl: Option<u32>,
    new_ttl: Option<u32>,
    removed: Vec<String>,
    added: Vec<String>,
}

/// One after the other, so that they are never all in memory as text.
struct Changes<'a>(&'a [Change<'a>]);

impl Serialize for Changes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|change| json_change(*change)))
    }
}

/// Writes the differences.
///
/// # Errors
/// What `out` says.
pub fn write(compared: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    let difference = compared.difference;
    let [old, new] = difference.serials();
    let side = |filename, zone: &Zone, serial: Option<Serial>| Side {
        filename,
        serial: serial.map(|serial| serial.0),
        records: zone.record_count(),
    };
    let warnings = compared.warnings();
    let warnings = warnings
        .iter()
        .map(|warning| JsonWarning { kind: warning.kind, message: warning.text(|name| format!("`{name}`")) });
    let document = Document {
        version: JSON_VERSION,
        zone: difference.new.name().to_string(),
        old: side(compared.old, difference.old, old),
        new: side(compared.new, difference.new, new),
        serial: old.zip(new).map(|(old, new)| order(old, new)),
        content_identical: difference.is_same_content(),
        counts: AllCounts {
            content: counts(difference.content),
            keys: counts(difference.keys),
            signing: counts(difference.signing),
        },
        delegations_added: owners(&difference.delegations_added),
        delegations_lost: owners(&difference.delegations_lost),
        ds_lost: owners(&difference.ds_lost),
        warnings: warnings.collect(),
        changes: Changes(&difference.changes),
        changes_left_out: difference.left_out,
    };
    out.write_all(crate::json_text::pretty(&document)?.as_bytes())?;
    writeln!(out)
}

fn order(old: Serial, new: Serial) -> &'static str {
    match serial_order(old, new) {
        Some(Ordering::Greater) => "higher",
        Some(Ordering::Equal) => "same",
        Some(Ordering::Less) => "lower",
        None => "undefined",
    }
}

fn counts(Counts { added, removed, changed, ttl }: Counts) -> JsonCounts {
    JsonCounts { added, removed, changed, ttl }
}

fn owners(owners: &Owners<'_>) -> JsonOwners {
    JsonOwners { count: owners.count, first: owners.first.iter().map(NameRef::to_string).collect() }
}

fn json_change(change: Change<'_>) -> JsonChange {
    let records = change.records();
    let ttl =
        |rrset: Option<Rrset<'_>>| rrset.map(|rrset| rrset.records().map(Record::ttl).min().unwrap_or(0));
    let rdata = |records: Vec<Record<'_>>| records.into_iter().map(super::rdata).collect();
    JsonChange {
        owner: change.owner().to_string(),
        r#type: change.rtype().to_string(),
        kind: match change.kind {
            DifferenceKind::Added => "added",
            DifferenceKind::Removed => "removed",
            DifferenceKind::Changed => "changed",
            DifferenceKind::Ttl => "ttl",
        },
        role: match change.role {
            Role::Content => "content",
            Role::Key => "key",
            Role::Signing => "signing",
        },
        old_ttl: ttl(change.old),
        new_ttl: ttl(change.new),
        removed: rdata(records.removed),
        added: rdata(records.added),
    }
}
