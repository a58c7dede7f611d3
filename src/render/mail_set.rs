//! A set of mail records as zone text and as JSON. Decides nothing.

use std::io::{self, Write};

use serde::Serialize;

use crate::publish::mail::{Item, ItemState, Planned, Set};
use crate::wire::printable;

/// Version of the JSON form.
const JSON_VERSION: u8 = 1;

/// Zone text: records, and comments that say what they are for and what else is to be done.
///
/// # Errors
/// What `out` says.
pub fn zone(set: &Set, out: &mut dyn Write) -> io::Result<()> {
    let what =
        if set.takes_mail { format!("starting set, stage {}", set.stage) } else { "no mail".to_owned() };
    writeln!(out, "; Mail records of {}: {what}", set.domain.trim_end_matches('.'))?;
    for item in &set.items {
        writeln!(out, "\n; {}: {}", item.topic, item.purpose)?;
        for remark in &item.remarks {
            writeln!(out, ";   {}", printable(remark))?;
        }
        for planned in &item.records {
            lines(planned, out)?;
        }
    }
    policy(set, out)
}

fn lines(planned: &Planned, out: &mut dyn Write) -> io::Result<()> {
    match &planned.state {
        ItemState::New => writeln!(out, "{}", line(planned)),
        ItemState::Kept => writeln!(out, ";   kept: {}", printable(&line(planned))),
        ItemState::Waiting(why) => writeln!(out, ";   not yet: {}\n;{}", printable(why), line(planned)),
        ItemState::Replacing(old, why) => {
            writeln!(out, ";   this record takes the place of what has to go first: {}", printable(why))?;
            for old in old {
                writeln!(out, ";   - {} {}", planned.owner, printable(old))?;
            }
            writeln!(out, "{}", line(planned))
        }
    }
}

fn line(planned: &Planned) -> String {
    format!("{} {} IN {} {}", planned.owner, planned.ttl.0, planned.rdata.rtype(), planned.rdata.present())
}

fn policy(set: &Set, out: &mut dyn Write) -> io::Result<()> {
    let Some(policy) = &set.policy else { return Ok(()) };
    match (&policy.file, policy.is_kept) {
        (Some(file), true) => {
            writeln!(out, "\n; MTA-STS policy: kept in {}, to be served at {}", printable(file), policy.url)
        }
        (Some(file), false) => writeln!(
            out,
            "\n; MTA-STS policy: written to {}, to be served at {}",
            printable(file),
            policy.url
        ),
        (None, _) => {
            writeln!(out, "\n; MTA-STS policy: a file to be served as text/plain at\n; {}", policy.url)?;
            policy.text.lines().try_for_each(|line| writeln!(out, ";   {line}"))
        }
    }
}

/// Records alone.
///
/// # Errors
/// What `out` says.
pub fn records(set: &Set, out: &mut dyn Write) -> io::Result<()> {
    let planned = set.items.iter().flat_map(|item| &item.records);
    planned
        .filter(|planned| matches!(planned.state, ItemState::New | ItemState::Replacing(..)))
        .try_for_each(|planned| writeln!(out, "{}", line(planned)))
}

/// What comments would say and must not be missed. When nobody listens, that is no failure of the records.
pub fn remarks(set: &Set, err: &mut dyn Write) {
    for item in &set.items {
        for planned in &item.records {
            match &planned.state {
                ItemState::Replacing(old, why) => {
                    let old = old
                        .iter()
                        .map(|old| format!("`{}`", printable(old)))
                        .collect::<Vec<_>>()
                        .join(" and ");
                    let _ = writeln!(
                        err,
                        "warning: {}: {old} has to go first: {}",
                        planned.owner,
                        printable(why)
                    );
                }
                ItemState::Waiting(why) => {
                    let _ = writeln!(err, "warning: {}: not printed: {}", planned.owner, printable(why));
                }
                ItemState::New | ItemState::Kept => {}
            }
        }
        for remark in &item.remarks {
            let _ = writeln!(err, "note: {}: {}", item.topic, printable(remark));
        }
    }
    if let Some(policy) = set.policy.as_ref().filter(|policy| policy.file.is_none()) {
        let _ = writeln!(
            err,
            "note: MTA-STS policy: not printed; --policy FILE writes it, to be served at {}",
            policy.url
        );
    }
}

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    domain: &'a str,
    zone: &'a str,
    stage: &'static str,
    takes_mail: bool,
    items: Vec<JsonItem<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<JsonPolicy<'a>>,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    topic: &'static str,
    purpose: &'a str,
    remarks: &'a [String],
    records: Vec<JsonRecord<'a>>,
}

#[derive(Serialize)]
struct JsonRecord<'a> {
    owner: String,
    ttl: u32,
    class: &'static str,
    #[serde(rename = "type")]
    rtype: &'static str,
    rdata: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    replaces: &'a [String],
}

#[derive(Serialize)]
struct JsonPolicy<'a> {
    url: &'a str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
}

/// One object for programs.
///
/// # Errors
/// What `out` says.
pub fn json(set: &Set, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        version: JSON_VERSION,
        domain: &set.domain,
        zone: &set.zone,
        stage: set.stage,
        takes_mail: set.takes_mail,
        items: set.items.iter().map(item).collect(),
        policy: set.policy.as_ref().map(|policy| JsonPolicy {
            url: &policy.url,
            text: &policy.text,
            file: policy.file.as_deref(),
        }),
    };
    out.write_all(crate::json_text::pretty(&document)?.as_bytes())?;
    writeln!(out)
}

fn item(item: &Item) -> JsonItem<'_> {
    JsonItem {
        topic: item.topic,
        purpose: &item.purpose,
        remarks: &item.remarks,
        records: item.records.iter().map(record).collect(),
    }
}

fn record(planned: &Planned) -> JsonRecord<'_> {
    let (why, replaces) = match &planned.state {
        ItemState::Replacing(old, why) => (Some(why.as_str()), old.as_slice()),
        ItemState::Waiting(why) => (Some(why.as_str()), [].as_slice()),
        ItemState::New | ItemState::Kept => (None, [].as_slice()),
    };
    JsonRecord {
        owner: planned.owner.to_string(),
        ttl: planned.ttl.0,
        class: "IN",
        rtype: planned.rdata.rtype(),
        rdata: planned.rdata.present(),
        state: planned.state.name(),
        why,
        replaces,
    }
}
