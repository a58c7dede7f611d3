//! A plan as numbered steps for people. Decides nothing.

use std::io::{self, Write};

use super::WrittenPlan;
use crate::rollover::{Limiting, Obstacle, Step};
use crate::wire::{Timestamp, printable, rough_duration_text};

/// Steps, then what stands in the way, what was taken for granted and what to do first.
///
/// # Errors
/// What `out` says.
pub fn write(written: &WrittenPlan<'_>, out: &mut dyn Write) -> io::Result<()> {
    let plan = written.plan;
    writeln!(out, "{}: {}", plan.subject, printable(&plan.goal))?;
    if plan.steps.is_empty() && plan.is_feasible() {
        writeln!(out, "\nnothing is to be done")?;
    }
    for (at, step) in plan.steps.iter().enumerate() {
        writeln!(out, "\n{}. {}", at + 1, printable(&step.what))?;
        self::step(step, plan.now, out)?;
        let emitted = written.emitted.as_ref().and_then(|all| all.get(at)).filter(|text| !text.is_empty());
        for line in emitted.iter().flat_map(|text| text.lines()) {
            writeln!(out, "   | {line}")?;
        }
        for obstacle in plan.obstacles.iter().filter(|obstacle| obstacle.step == Some(at)) {
            self::obstacle(obstacle, "   ", out)?;
        }
    }
    for obstacle in
        plan.obstacles.iter().filter(|obstacle| obstacle.step.is_none_or(|step| step >= plan.steps.len()))
    {
        writeln!(out)?;
        self::obstacle(obstacle, "", out)?;
    }
    let used: Vec<&(String, String)> =
        plan.symbols.iter().filter(|(symbol, _)| is_used(symbol, &plan.steps)).collect();
    if !used.is_empty() {
        writeln!(out, "\nsymbols")?;
        let width = used.iter().map(|(symbol, _)| symbol.len()).max().unwrap_or(0);
        for (symbol, meaning) in used {
            writeln!(out, "   {symbol:<width$}  {meaning}")?;
        }
    }
    if !plan.notes.is_empty() || !plan.not_checked.is_empty() {
        writeln!(out)?;
    }
    for why in &plan.not_checked {
        writeln!(out, "not checked: {}", printable(why))?;
    }
    for note in &plan.notes {
        writeln!(out, "note: {}", printable(note))?;
    }
    if plan.is_feasible() {
        writeln!(out, "\nnext: {}", written.next)
    } else {
        writeln!(out, "\nthis plan cannot be carried out as it is")
    }
}

fn step(step: &Step, now: Timestamp, out: &mut dyn Write) -> io::Result<()> {
    match step.not_before {
        Some(at) => writeln!(out, "   not before  {at} ({})", distance(at, now))?,
        None => writeln!(out, "   not before  any time")?,
    }
    if let Some(at) = step.not_after {
        writeln!(out, "   not after   {at} ({})", distance(at, now))?;
    }
    let exact = step.term.as_ref().map(|term| match term.addends_s.is_empty() {
        true => term.to_string(),
        false => format!("{term} = {}", term.sum()),
    });
    let is_later = step.not_before > step.exact;
    match (exact, step.floor.filter(|_| step.limiting == Limiting::TwoTtls)) {
        (Some(exact), Some(_)) => writeln!(out, "   waits for   twice the TTL; the exact wait is {exact}")?,
        (None, Some(_)) => writeln!(out, "   waits for   twice the TTL")?,
        (Some(exact), None) if is_later && step.limiting == Limiting::Exact => {
            writeln!(out, "   waits for   {exact}, and safety")?
        }
        (Some(exact), None) => writeln!(out, "   waits for   {exact}")?,
        (None, None) => {}
    }
    for change in &step.changes {
        for rdata in change.added() {
            writeln!(out, "   add         {}", change.line(rdata, change.ttl))?;
        }
        for rdata in change.removed() {
            writeln!(out, "   remove      {}", change.line(rdata, change.ttl_before))?;
        }
        for rdata in change.after.iter().filter(|rdata| change.before.contains(rdata)) {
            writeln!(out, "   keep        {}", change.line(rdata, change.ttl))?;
        }
    }
    for detail in &step.details {
        writeln!(out, "   where       {}", printable(detail))?;
    }
    writeln!(out, "   why         {}", step.reason)?;
    writeln!(out, "   see         {}", step.rfc)
}

fn obstacle(obstacle: &Obstacle, indent: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{indent}cannot be   {}", printable(&obstacle.message))?;
    if let Some(earliest) = obstacle.earliest {
        writeln!(out, "{indent}earliest    {earliest}")?;
    }
    if !obstacle.help.is_empty() {
        writeln!(out, "{indent}help        {}", printable(&obstacle.help))?;
    }
    Ok(())
}

/// `now`, `in 3 days`, `2 hours ago`.
fn distance(at: Timestamp, now: Timestamp) -> String {
    let seconds = at.0.saturating_sub(now.0);
    let text = rough_duration_text(seconds.unsigned_abs());
    match seconds {
        0 => "now".to_owned(),
        1.. => format!("in {text}"),
        _ => format!("{text} ago"),
    }
}

/// Whether a symbol stands in a term: `P(v)` for every `P(v1)`.
fn is_used(symbol: &str, steps: &[Step]) -> bool {
    let stem = symbol.split('(').next().unwrap_or(symbol);
    let terms = steps.iter().filter_map(|step| step.term.as_ref());
    let mut words = terms.flat_map(|term| term.symbols.split('+'));
    let is_safety = symbol == "safety" && steps.iter().any(|step| step.term.is_some());
    is_safety || words.any(|word| word.split('(').next() == Some(stem))
}
