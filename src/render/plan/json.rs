//! A plan as one object for programs. Decides nothing.

use std::io::{self, Write};

use serde::Serialize;

use super::WrittenPlan;
use crate::rollover::{Rdata, RrsetChange, Step};
use crate::wire::{Timestamp, Ttl};

/// Version of the JSON form.
const JSON_VERSION: u8 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    now: String,
    subject: &'a str,
    goal: &'a str,
    feasible: bool,
    steps: Vec<JsonStep<'a>>,
    obstacles: Vec<JsonObstacle<'a>>,
    symbols: Vec<JsonSymbol<'a>>,
    not_checked: &'a [String],
    notes: &'a [String],
    next: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonStep<'a> {
    number: usize,
    action: &'static str,
    what: &'a str,
    not_before: Option<String>,
    not_after: Option<String>,
    exact: Option<String>,
    floor: Option<String>,
    limiting: &'static str,
    limiting_term: Option<JsonTerm<'a>>,
    reason: &'a str,
    rfc: &'a str,
    add: Vec<JsonRecord>,
    remove: Vec<JsonRecord>,
    keep: Vec<JsonRecord>,
    details: &'a [String],
    emitted: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonTerm<'a> {
    symbols: &'a str,
    base: String,
    addends: &'a [u64],
    text: String,
}

#[derive(Serialize)]
struct JsonRecord {
    owner: String,
    ttl: u32,
    class: &'static str,
    #[serde(rename = "type")]
    rtype: String,
    rdata: String,
    /// Whether the key is not made yet, so that rdata has a place to fill in.
    placeholder: bool,
}

#[derive(Serialize)]
struct JsonObstacle<'a> {
    step: Option<usize>,
    message: &'a str,
    earliest: Option<String>,
    help: &'a str,
}

#[derive(Serialize)]
struct JsonSymbol<'a> {
    symbol: &'a str,
    meaning: &'a str,
}

/// One object.
///
/// # Errors
/// What `out` says.
pub fn write(written: &WrittenPlan<'_>, out: &mut dyn Write) -> io::Result<()> {
    let plan = written.plan;
    let emitted = |at: usize| written.emitted.as_ref().and_then(|all| all.get(at)).map(String::as_str);
    let obstacles = plan.obstacles.iter().map(|one| JsonObstacle {
        step: one.step.map(|step| step + 1),
        message: &one.message,
        earliest: time(one.earliest),
        help: &one.help,
    });
    let document = Document {
        version: JSON_VERSION,
        now: plan.now.to_string(),
        subject: &plan.subject,
        goal: &plan.goal,
        feasible: plan.is_feasible(),
        steps: plan.steps.iter().enumerate().map(|(at, step)| self::step(at, step, emitted(at))).collect(),
        obstacles: obstacles.collect(),
        symbols: plan.symbols.iter().map(|(symbol, meaning)| JsonSymbol { symbol, meaning }).collect(),
        not_checked: &plan.not_checked,
        notes: &plan.notes,
        next: plan.is_feasible().then_some(&written.next),
    };
    out.write_all(crate::json_text::pretty(&document)?.as_bytes())?;
    writeln!(out)
}

fn step<'a>(at: usize, step: &'a Step, emitted: Option<&'a str>) -> JsonStep<'a> {
    let term = step.term.as_ref().map(|term| JsonTerm {
        symbols: &term.symbols,
        base: term.base.to_string(),
        addends: &term.addends_s,
        text: term.to_string(),
    });
    let each = |records: fn(&RrsetChange) -> Vec<JsonRecord>| step.changes.iter().flat_map(records).collect();
    JsonStep {
        number: at + 1,
        action: step.action.as_str(),
        what: &step.what,
        not_before: time(step.not_before),
        not_after: time(step.not_after),
        exact: time(step.exact),
        floor: time(step.floor),
        limiting: step.limiting.as_str(),
        limiting_term: term,
        reason: &step.reason,
        rfc: step.rfc,
        add: each(|change| change.added().map(|rdata| record(change, rdata, change.ttl)).collect()),
        remove: each(|change| {
            change.removed().map(|rdata| record(change, rdata, change.ttl_before)).collect()
        }),
        keep: each(|change| {
            let kept = change.after.iter().filter(|rdata| change.before.contains(rdata));
            kept.map(|rdata| record(change, rdata, change.ttl)).collect()
        }),
        details: &step.details,
        emitted,
    }
}

fn record(change: &RrsetChange, rdata: &Rdata, ttl: Ttl) -> JsonRecord {
    JsonRecord {
        owner: change.owner.to_string(),
        ttl: ttl.0,
        class: "IN",
        rtype: change.rtype.to_string(),
        rdata: change.rdata_text(rdata),
        placeholder: matches!(rdata, Rdata::ToBeMade(_)),
    }
}

fn time(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_string())
}
