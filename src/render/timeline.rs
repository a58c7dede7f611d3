//! Timelines on a terminal, and their exact times below. Knows nothing of what the rows are about.

mod axis;
mod list;
mod scale;

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr as _;

use super::Style;
use super::fold::{folded, shortened};
use crate::rollover::{MarkKind, Phase, Picture, Row};
use crate::wire::{printable, rough_duration_text};

pub(super) use axis::ticks;
pub(super) use list::{bar_text, bars, labelled, lines, more, shown};
pub(super) use scale::{Place, Scale};

/// Columns where there is no edge.
const NO_EDGE: usize = 100;
/// Columns that text has at least: a time and what is before it.
const LEAST: usize = 24;
/// Columns below which nothing is drawn.
const NARROW: usize = 50;
/// Columns that are used of a wide terminal.
const WIDE: usize = 160;
/// Rows that are shown.
const MOST_ROWS: usize = 60;
/// The name of the axis.
const UTC: &str = "UTC";
/// Between the names and the line.
const AFTER_NAME: usize = 1;

/// Writes a timeline; its exact times alone where there is no room to draw.
///
/// # Errors
/// What `out` says.
pub fn text(picture: &Picture, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let width = if style.width == 0 { NO_EDGE } else { style.width.clamp(LEAST, WIDE) };
    let (rows, left_out) = shown(picture, MOST_ROWS);
    let title = format!("{}, now {}", printable(&picture.title), picture.now);
    writeln!(out, "{}", folded(&plain(&title, style), width, "  "))?;
    if rows.is_empty() {
        return writeln!(out, "nothing to show");
    }
    let is_drawn = width >= NARROW;
    if is_drawn {
        writeln!(out)?;
        out.write_all(Drawing::new(picture, rows.clone(), style, width).draw().as_bytes())?;
        writeln!(out)?;
    }
    for row in rows {
        let lines = lines(row, !is_drawn);
        if !lines.is_empty() {
            writeln!(out, "{}", folded(&plain(&printable(&row.name), style), width, "  "))?;
        }
        for line in lines {
            writeln!(out, "  {}", folded(&plain(&line, style), width, "    "))?;
        }
    }
    if left_out > 0 {
        writeln!(out, "{}", folded(&more(left_out), width, "  "))?;
    }
    Ok(())
}

/// What things are drawn with.
struct Glyphs {
    phases: [char; 4],
    now: char,
    /// Where now is in a row that has nothing there.
    line: char,
    axis: char,
    tick: char,
    cut: &'static str,
}

const UNICODE: Glyphs =
    Glyphs {
        phases: ['░', '█', '▄', '╳'], now: '▼', line: '┊', axis: '─', tick: '┬', cut: "…"
    };
const ASCII: Glyphs =
    Glyphs { phases: ['.', '#', '-', 'X'], now: 'v', line: '|', axis: '-', tick: '+', cut: "..." };

/// Letters of marks, in the order of [`MarkKind::ALL`].
const LETTERS: [char; 3] = ['S', 'E', 'C'];
/// Several marks in one place.
const SEVERAL: char = '*';
const RUNS_IN: char = '<';
const RUNS_OUT: char = '>';

/// One cell: what is in it, and the phase that colours it.
type Cell = (char, Option<Phase>);

struct Drawing<'a> {
    picture: &'a Picture,
    rows: Vec<&'a Row>,
    style: &'a Style,
    glyphs: Glyphs,
    width: usize,
    /// Columns of the names.
    names: usize,
    /// Columns of the line between its edges.
    cells: usize,
    scale: Scale,
}

impl<'a> Drawing<'a> {
    fn new(picture: &'a Picture, rows: Vec<&'a Row>, style: &'a Style, width: usize) -> Drawing<'a> {
        let names = rows
            .iter()
            .map(|row| plain(&printable(&row.name), style).width())
            .max()
            .unwrap_or(0)
            .clamp(UTC.len(), width / 3);
        // An edge on both sides.
        let cells = width - names - AFTER_NAME - 2;
        let scale = Scale::of(picture, &rows, cells);
        Drawing {
            picture,
            rows,
            style,
            glyphs: if style.unicode { UNICODE } else { ASCII },
            width,
            names,
            cells,
            scale,
        }
    }

    fn draw(&self) -> String {
        let mut out = self.axis();
        for row in &self.rows {
            let name = shortened(&plain(&printable(&row.name), self.style), self.names, self.glyphs.cut);
            self.line(&name, &self.bars(row), &mut out);
            if !row.marks.is_empty() {
                self.line("", &self.marks(row), &mut out);
            }
        }
        out + &self.legend()
    }

    /// Labels, and below them the line with its ticks.
    fn axis(&self) -> String {
        let mut labels = vec![' '; self.cells + 2];
        let mut line: Vec<Cell> = vec![(self.glyphs.axis, None); self.cells + 2];
        let mut free_from = 0;
        for tick in ticks(self.scale, self.cells) {
            let Place::At(at) = self.scale.place_of(tick.at, self.cells) else { continue };
            set(&mut line, at + 1, (self.glyphs.tick, None));
            let start = (at + 1).min(labels.len().saturating_sub(tick.label.len()));
            if start < free_from {
                continue;
            }
            for (place, c) in labels.iter_mut().skip(start).zip(tick.label.chars()) {
                *place = c;
            }
            free_from = start + tick.label.len() + 1;
        }
        if let Place::At(now) = self.scale.place(self.picture.now, self.cells) {
            set(&mut line, now + 1, (self.glyphs.now, None));
        }
        let mut out = String::new();
        self.line("", &labels.into_iter().map(|c| (c, None)).collect::<Vec<_>>(), &mut out);
        self.line(UTC, &line, &mut out);
        out
    }

    /// The phases of a row. What is short is drawn over what is long, a gap over everything.
    fn bars(&self, row: &Row) -> Vec<Cell> {
        let mut cells = vec![(' ', None); self.cells + 2];
        if let Place::At(now) = self.scale.place(self.picture.now, self.cells) {
            set(&mut cells, now + 1, (self.glyphs.line, None));
        }
        let mut stretches: Vec<_> = row
            .bars
            .iter()
            .filter_map(|bar| Some((bar.phase, self.scale.stretch(bar.interval, self.cells)?)))
            .collect();
        stretches.sort_by_key(|(phase, stretch)| {
            (*phase == Phase::Gap, std::cmp::Reverse(stretch.end - stretch.start))
        });
        for (phase, stretch) in stretches {
            let glyph = self.glyph(phase);
            (stretch.start..stretch.end).for_each(|at| set(&mut cells, at + 1, (glyph, Some(phase))));
            // At the edge a gap keeps its own glyph, so that it is not missed.
            let edge = |arrow: char| (if phase == Phase::Gap { glyph } else { arrow }, Some(phase));
            if stretch.runs_in {
                set(&mut cells, 0, edge(RUNS_IN));
            }
            if stretch.runs_out {
                set(&mut cells, self.cells + 1, edge(RUNS_OUT));
            }
        }
        cells
    }

    /// The marks of a row, those outside at the edges.
    fn marks(&self, row: &Row) -> Vec<Cell> {
        let mut cells = vec![(' ', None); self.cells + 2];
        for mark in &row.marks {
            let at = match self.scale.place(mark.at, self.cells) {
                Place::Before => 0,
                Place::At(at) => at + 1,
                Place::After => self.cells + 1,
            };
            let letter = letter(mark.kind);
            let there = cells.get(at).map_or(' ', |(c, _)| *c);
            set(&mut cells, at, (if there == ' ' || there == letter { letter } else { SEVERAL }, None));
        }
        cells
    }

    /// What the glyphs that were used mean.
    fn legend(&self) -> String {
        let rows = &self.rows;
        let mut entries = vec![format!("{} now", self.glyphs.now)];
        let has = |phase: Phase| rows.iter().any(|row| bars(row).any(|bar| bar.phase == phase));
        entries.extend(
            Phase::ALL
                .into_iter()
                .filter(|phase| has(*phase))
                .map(|phase| format!("{} {phase}", self.glyph(phase))),
        );
        let has = |kind: MarkKind| rows.iter().any(|row| row.marks.iter().any(|mark| mark.kind == kind));
        entries.extend(
            MarkKind::ALL
                .into_iter()
                .filter(|kind| has(*kind))
                .map(|kind| format!("{} {kind}", letter(kind))),
        );
        let drawn = || rows.iter().flat_map(|row| self.marks(row));
        if drawn().any(|(c, _)| c == SEVERAL) {
            entries.push(format!("{SEVERAL} several"));
        }
        let is_outside =
            |cells: &[Cell]| [cells.first(), cells.last()].into_iter().flatten().any(|(c, _)| *c != ' ');
        if rows.iter().any(|row| is_outside(&self.bars(row)) || is_outside(&self.marks(row))) {
            entries.push(format!("{RUNS_IN} {RUNS_OUT} at the edge: goes on, or is, outside"));
        }
        let cells = i128::try_from(self.cells).unwrap_or(1).max(1);
        let column_s = u64::try_from(self.scale.length() / cells).unwrap_or(u64::MAX);
        entries.push(format!("a column is about {}", rough_duration_text(column_s.max(1))));
        // An entry stays on one line.
        let text = entries.iter().map(|entry| entry.replace(' ', "\u{a0}")).collect::<Vec<_>>().join("   ");
        folded(&text, self.width, "")
            .lines()
            .map(|line| format!("{}\n", line.replace('\u{a0}', " ").trim()))
            .collect()
    }

    fn glyph(&self, phase: Phase) -> char {
        pick(&Phase::ALL, &self.glyphs.phases, phase)
    }

    /// A line of the drawing, without blanks at its end.
    fn line(&self, name: &str, cells: &[Cell], out: &mut String) {
        let used = cells.iter().rposition(|(c, _)| *c != ' ').map_or(0, |last| last + 1);
        out.push_str(name);
        if used > 0 {
            out.push_str(&" ".repeat((self.names + AFTER_NAME).saturating_sub(name.width())));
        }
        let mut colored = None;
        for (c, phase) in cells.iter().take(used) {
            if self.style.color && *phase != colored {
                out.push_str(phase.map_or(RESET, color));
                colored = *phase;
            }
            out.push(*c);
        }
        if colored.is_some() {
            out.push_str(RESET);
        }
        out.push('\n');
    }
}

/// Back to the terminal's own colour.
const RESET: &str = "\u{1b}[0m";

fn color(phase: Phase) -> &'static str {
    match phase {
        Phase::PrePublished => "\u{1b}[0;36m",
        Phase::Active => "\u{1b}[0;32m",
        Phase::Retiring => "\u{1b}[0;33m",
        Phase::Gap => "\u{1b}[0;1;31m",
    }
}

/// The letter of a mark.
pub(super) fn letter(kind: MarkKind) -> char {
    pick(&MarkKind::ALL, &LETTERS, kind)
}

fn pick<T: PartialEq>(all: &[T], glyphs: &[char], one: T) -> char {
    all.iter().position(|other| *other == one).and_then(|at| glyphs.get(at)).copied().unwrap_or('?')
}

fn set(cells: &mut [Cell], at: usize, cell: Cell) {
    if let Some(place) = cells.get_mut(at) {
        *place = cell;
    }
}

/// Text as the terminal can show it.
fn plain(text: &str, style: &Style) -> String {
    if style.unicode || text.is_ascii() {
        return text.to_owned();
    }
    text.chars().map(|c| if c.is_ascii() { c.to_string() } else { c.escape_unicode().to_string() }).collect()
}
