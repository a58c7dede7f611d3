//! A plan as calendar entries: RFC 5545. Decides nothing.

use std::io::{self, Write};

use sha2::{Digest as _, Sha256};

use super::WrittenPlan;
use crate::rollover::{Action, Plan, Step};
use crate::wire::{Timestamp, base16};

/// Octets of a line at most, its end not counted: RFC 5545 section 3.1.
const LINE: usize = 75;
/// Octets of the digest that an entry's name has.
const UID: usize = 16;

/// One entry for each step. A step that may be at any time is at the time of the plan.
///
/// # Errors
/// What `out` says.
pub fn write(written: &WrittenPlan<'_>, out: &mut dyn Write) -> io::Result<()> {
    let plan = written.plan;
    line("BEGIN:VCALENDAR", out)?;
    line("VERSION:2.0", out)?;
    line(&format!("PRODID:-//danelaw//rollover plan {}//EN", env!("CARGO_PKG_VERSION")), out)?;
    line("CALSCALE:GREGORIAN", out)?;
    for (at, step) in plan.steps.iter().enumerate() {
        event(plan, at, step, out)?;
    }
    line("END:VCALENDAR", out)
}

fn event(plan: &Plan, at: usize, step: &Step, out: &mut dyn Write) -> io::Result<()> {
    // What is due at some time stands there.
    let due = step.not_after.filter(|_| step.action == Action::Resign);
    let start = due.or(step.not_before).unwrap_or(plan.now);
    let description = description(plan, at, step);
    line("BEGIN:VEVENT", out)?;
    line(&format!("UID:{}@danelaw", uid(plan, at, step)), out)?;
    line(&format!("DTSTAMP:{}", utc(plan.now)), out)?;
    // No end: a moment (RFC 5545 section 3.6.1).
    line(&format!("DTSTART:{}", utc(start)), out)?;
    let blocked = if plan.is_feasible() { "" } else { "cannot be done as planned: " };
    line(
        &format!("SUMMARY:{}", escaped(&format!("{blocked}{} {}. {}", plan.subject, at + 1, step.what))),
        out,
    )?;
    line(&format!("DESCRIPTION:{}", escaped(&description)), out)?;
    line("TRANSP:TRANSPARENT", out)?;
    line("BEGIN:VALARM", out)?;
    line("ACTION:DISPLAY", out)?;
    line("TRIGGER:PT0S", out)?;
    line(&format!("DESCRIPTION:{}", escaped(&step.what)), out)?;
    line("END:VALARM", out)?;
    line("END:VEVENT", out)
}

fn description(plan: &Plan, at: usize, step: &Step) -> String {
    let mut lines = vec![plan.goal.clone()];
    match step.not_before {
        Some(at) => lines.push(format!("not before {at}")),
        None => lines.push("at any time".to_owned()),
    }
    lines.extend(step.not_after.map(|at| format!("not after {at}")));
    lines.extend(step.term.as_ref().map(|term| format!("waits for {term}")));
    for change in &step.changes {
        lines.extend(change.added().map(|rdata| format!("add {}", change.line(rdata, change.ttl))));
        lines.extend(
            change.removed().map(|rdata| format!("remove {}", change.line(rdata, change.ttl_before))),
        );
    }
    lines.extend(step.details.iter().cloned());
    lines.push(format!("{} ({})", step.reason, step.rfc));
    lines.extend(
        plan.obstacles
            .iter()
            .filter(|one| one.step.is_none_or(|step| step == at))
            .map(|one| one.message.clone()),
    );
    lines.join("\n")
}

/// A name that is the same for the same step of the same change, whenever it is planned: calendars then move
/// it.
fn uid(plan: &Plan, at: usize, step: &Step) -> String {
    let mut digest = Sha256::new();
    let mut add = |text: &str| {
        digest.update(text.as_bytes());
        digest.update([0]);
    };
    [plan.subject.as_str(), plan.goal.as_str(), step.action.as_str(), step.what.as_str()]
        .into_iter()
        .for_each(&mut add);
    for change in &step.changes {
        change.added().chain(change.removed()).for_each(|rdata| add(&change.line(rdata, change.ttl)));
    }
    step.details.iter().for_each(|detail| add(detail));
    add(&at.to_string());
    base16::encode(digest.finalize().get(..UID).unwrap_or_default())
}

/// `20261201T000000Z`.
fn utc(at: Timestamp) -> String {
    let digits = at.digits();
    match digits.split_at_checked(8) {
        Some((date, time)) if digits.len() == 14 => format!("{date}T{time}Z"),
        _ => digits,
    }
}

/// Text: RFC 5545 section 3.3.11. Other control characters may not stand in it.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push('?'),
            c => out.push(c),
        }
    }
    out
}

/// A content line, folded between characters: RFC 5545 section 3.1.
fn line(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf8() > LINE {
            out.write_all(b"\r\n ")?;
            used = 1;
        }
        write!(out, "{c}")?;
        used += c.len_utf8();
    }
    out.write_all(b"\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters_and_end_in_crlf() {
        let mut out = Vec::new();
        line(&"é".repeat(80), &mut out).expect("written");
        let text = String::from_utf8(out).expect("text");
        assert!(text.ends_with("\r\n") && text.split("\r\n").all(|line| line.len() <= LINE), "{text:?}");
        assert_eq!(text.replace("\r\n ", "").trim_end(), "é".repeat(80));
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escaped("a;b,c\\d\ne\tf"), "a\\;b\\,c\\\\d\\ne?f");
    }

    #[test]
    fn times_are_utc() {
        assert_eq!(utc(Timestamp(1_796_083_200)), "20261201T000000Z");
    }
}
