//! The exact times of a picture, as text. Draws nothing.

use super::scale::is_empty;
use crate::rollover::{Bar, Phase, Picture, Row};
use crate::wire::{Timestamp, printable};

/// Lines for one row.
const MOST_LINES: usize = 40;

/// The first rows, those with gaps before all others; as they are in the picture. With the number of those
/// left out.
pub(in crate::render) fn shown(picture: &Picture, most: usize) -> (Vec<&Row>, usize) {
    let mut rows: Vec<(usize, &Row)> = picture.rows.iter().enumerate().collect();
    rows.sort_by_key(|(_, row)| !bars(row).any(|bar| bar.phase == Phase::Gap));
    rows.truncate(most);
    rows.sort_by_key(|(at, _)| *at);
    let left_out = picture.rows.len() - rows.len();
    (rows.into_iter().map(|(_, row)| row).collect(), left_out)
}

/// What is said of the rows that were left out.
pub(in crate::render) fn more(left_out: usize) -> String {
    format!("and {left_out} more row{}, not shown", if left_out == 1 { "" } else { "s" })
}

/// A line for each mark, each gap and whatever has a label, in order of time; for every phase with
/// `all_phases`.
pub(in crate::render) fn lines(row: &Row, all_phases: bool) -> Vec<String> {
    let is_listed = |bar: &&Bar| bar.phase == Phase::Gap || all_phases || !bar.label.is_empty();
    let bars = bars(row).filter(is_listed);
    let mut lines: Vec<(Option<Timestamp>, String)> =
        bars.map(|bar| (bar.interval.start, bar_text(bar))).collect();
    lines.extend(
        row.marks
            .iter()
            .map(|mark| (Some(mark.at), labelled(format!("{} {}", mark.kind, mark.at), &mark.label))),
    );
    lines.sort_by_key(|(at, _)| *at);
    let left_out = lines.len().saturating_sub(MOST_LINES);
    lines.truncate(MOST_LINES);
    let mut lines: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    if left_out > 0 {
        lines.push(format!("and {left_out} more, not shown"));
    }
    lines
}

/// The phases of a row that have a second.
pub(in crate::render) fn bars(row: &Row) -> impl Iterator<Item = &Bar> {
    row.bars.iter().filter(|bar| !is_empty(bar.interval))
}

/// `gap 2026-11-22T00:00:00Z until 2026-11-22T01:10:00Z (4200 s): why`.
pub(in crate::render) fn bar_text(bar: &Bar) -> String {
    let length = bar.interval.length_s().map(|length_s| format!(" ({length_s} s)")).unwrap_or_default();
    labelled(format!("{} {}{length}", bar.phase, bar.interval), &bar.label)
}

/// With a label, where there is one.
pub(in crate::render) fn labelled(text: String, label: &str) -> String {
    if label.trim().is_empty() { text } else { format!("{text}: {}", printable(label)) }
}
