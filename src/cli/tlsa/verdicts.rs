//! Verdicts as text and as JSON. Decides nothing.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::VerdictFormat;
use super::check::Judged;
use crate::dane::{Match, Published, Unmatched, exchange_online, postfix};
use crate::wire::{Timestamp, printable};

/// Version of the JSON form.
const JSON_VERSION: u8 = 1;
/// Columns of the words in front of the lines below a service.
const LABEL: usize = 16;

/// All that is written.
pub(super) struct Document<'a> {
    /// The time of the verdicts.
    pub now: Timestamp,
    /// The services in order.
    pub judged: &'a [Judged],
    /// How many inputs could not be used.
    pub problems: usize,
}

impl Document<'_> {
    /// Writes the document.
    pub fn write(&self, format: VerdictFormat, out: &mut dyn Write) -> io::Result<()> {
        match format {
            VerdictFormat::Human => self.human(out),
            VerdictFormat::Json => self.json(out),
        }
    }

    fn human(&self, out: &mut dyn Write) -> io::Result<()> {
        let width = self.judged.iter().map(|judged| judged.service.owner().to_string().len()).max().unwrap_or(0);
        for judged in self.judged {
            human(judged, width, out)?;
        }
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        for judged in self.judged {
            *counts.entry(judged.verdict.kind).or_default() += 1;
        }
        let counts: Vec<String> = counts.into_iter().map(|(kind, count)| format!("{count} {}", kind.as_str())).collect();
        match self.judged.len() {
            0 => writeln!(out, "no service: the zones have no TLSA record, and --cert names none"),
            1 => writeln!(out, "1 service: {}", counts.join(", ")),
            many => writeln!(out, "{many} services: {}", counts.join(", ")),
        }
    }

    fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        let services = self.judged.iter().map(json).collect();
        serde_json::to_writer_pretty(
            &mut *out,
            &JsonDocument { version: JSON_VERSION, now: self.now.to_string(), services, problems: self.problems },
        )?;
        writeln!(out)
    }
}

fn human(judged: &Judged, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let Judged { service, verdict, notes, .. } = judged;
    let owner = service.owner().to_string();
    let chain = verdict.chain.as_ref().map(|chain| format!("  {}", printable(chain))).unwrap_or_default();
    let kind = verdict.kind.as_str();
    // Nothing follows the last word, not even blanks.
    let padded = if chain.is_empty() { kind.to_owned() } else { format!("{kind:<13}") };
    writeln!(out, "{owner:<width$}  {padded}{chain}")?;
    let mut line = |label: &str, text: &str| writeln!(out, "  {label:<LABEL$} {}", printable(text));
    line("reason", &verdict.reason)?;
    for Match { record, depth, subject } in &verdict.matched {
        let who = subject.as_ref().map_or_else(|| "not sent by the server".to_owned(), |subject| format!("`{subject}`"));
        line("matched", &format!("{} at depth {depth}, {who}", show(judged, *record)))?;
    }
    for Unmatched { record, why } in &verdict.unmatched {
        let why = why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
        line("unmatched", &format!("{}{why}", show(judged, *record)))?;
    }
    for (record, why) in &verdict.unusable {
        line("unusable", &format!("{}: {why}", show(judged, *record)))?;
    }
    if service.is_mail_exchange() {
        if let Some(text) = exchange_online(verdict) {
            line("Exchange Online", &text)?;
        }
        if let Some(text) = postfix(verdict) {
            line("Postfix", text)?;
        }
    }
    notes.iter().try_for_each(|note| line("note", note))
}

fn show(judged: &Judged, record: usize) -> String {
    judged.records.get(record).map(Published::to_string).unwrap_or_default()
}

#[derive(Serialize)]
struct JsonDocument<'a> {
    version: u8,
    now: String,
    services: Vec<JsonService<'a>>,
    problems: usize,
}

#[derive(Serialize)]
struct JsonService<'a> {
    service: String,
    verdict: &'static str,
    chain: Option<&'a str>,
    matched: Vec<JsonRecord<'a>>,
    unmatched: Vec<JsonRecord<'a>>,
    unusable: Vec<JsonRecord<'a>>,
    reason: &'a str,
    exchange_online: Option<String>,
    postfix: Option<&'static str>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct JsonRecord<'a> {
    usage: u8,
    selector: u8,
    matching: u8,
    data: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    depth: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

fn json(judged: &Judged) -> JsonService<'_> {
    let Judged { service, records, verdict, notes } = judged;
    let record = |at: usize| {
        let Published { usage, selector, matching, .. } = *records.get(at)?;
        let data = records.get(at).map(Published::hex).unwrap_or_default();
        Some(JsonRecord { usage, selector, matching, data, depth: None, subject: None, why: None })
    };
    let matched = verdict
        .matched
        .iter()
        .filter_map(|one| record(one.record).map(|record| JsonRecord { depth: Some(one.depth), subject: one.subject.as_deref(), ..record }));
    let unmatched = verdict.unmatched.iter().filter_map(|one| record(one.record).map(|record| JsonRecord { why: one.why.clone(), ..record }));
    let unusable = verdict.unusable.iter().filter_map(|(at, why)| record(*at).map(|record| JsonRecord { why: Some(why.to_string()), ..record }));
    let is_mail = service.is_mail_exchange();
    JsonService {
        service: service.owner().to_string(),
        verdict: verdict.kind.as_str(),
        chain: verdict.chain.as_deref(),
        matched: matched.collect(),
        unmatched: unmatched.collect(),
        unusable: unusable.collect(),
        reason: &verdict.reason,
        exchange_online: exchange_online(verdict).filter(|_| is_mail),
        postfix: postfix(verdict).filter(|_| is_mail),
        notes,
    }
}
