//! Timelines as a picture file that needs nothing else: no script, no style sheet, no font. Knows nothing of
//! what the rows are about.

use std::fmt::Write as _;

use super::fold::{folded, shortened};
use super::timeline::{Place, Scale, bar_text, bars, labelled, letter, lines, more, shown, ticks};
use crate::rollover::{Bar, Mark, MarkKind, Phase, Picture, Row};
use crate::wire::printable;

/// Pixels from side to side.
const WIDTH: usize = 960;
/// Around everything.
const MARGIN: usize = 20;
/// Where the line begins and how long it is.
const LINE_X: usize = 240;
const LINE: usize = 690;
/// Characters of a row's name, and of a line of text.
const NAME: usize = 27;
const TEXT: usize = 116;
/// Pixels of a character, so that labels do not touch.
const CHARACTER: usize = 7;
/// Pixels of a row and of its bars.
const ROW: usize = 36;
const BAR: usize = 14;
/// Pixels of a line of text.
const TEXT_LINE: usize = 17;
/// A gap is never narrower.
const LEAST_BAR: usize = 4;
/// Rows that are shown.
const MOST_ROWS: usize = 200;

/// Patterns beside colours: whoever prints it in black sees the difference.
const DEFINITIONS: &str = r##"<defs>
<pattern id="danelaw-pre-published" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#e3f0fa"/><path d="M-2 2L2-2M0 8L8 0M6 10L10 6" stroke="#2a6496" stroke-width="1.4"/></pattern>
<pattern id="danelaw-active" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#2a6496"/></pattern>
<pattern id="danelaw-retiring" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#fbe7c2"/><circle cx="2" cy="2" r="1.3" fill="#7a4b00"/><circle cx="6" cy="6" r="1.3" fill="#7a4b00"/></pattern>
<pattern id="danelaw-gap" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#fff"/><path d="M0 0L6 6M6 0L0 6" stroke="#b00020" stroke-width="1.6"/></pattern>
</defs>
"##;

/// A timeline as SVG 1.1.
#[must_use]
pub fn svg(picture: &Picture) -> String {
    let (rows, left_out) = shown(picture, MOST_ROWS);
    let mut drawing = Drawing {
        picture,
        scale: Scale::of(picture, &rows, LINE / CHARACTER),
        y: MARGIN,
        body: String::new(),
    };
    drawing.title();
    if rows.is_empty() {
        drawing.text_line("nothing to show", false);
    } else {
        drawing.rows(&rows);
        drawing.legend(&rows);
        drawing.list(&rows);
    }
    if left_out > 0 {
        drawing.text_line(&more(left_out), false);
    }
    let height = drawing.y + MARGIN;
    let gaps = rows.iter().flat_map(|row| bars(row)).filter(|bar| bar.phase == Phase::Gap).count();
    let gaps = match gaps {
        0 => "no gap".to_owned(),
        1 => "1 gap".to_owned(),
        many => format!("{many} gaps"),
    };
    let title = escaped(&picture.title);
    let description = format!(
        "Timeline of {title} at {}: {} rows, {gaps}. All times are listed as text below the drawing.",
        picture.now,
        rows.len()
    );
    let head = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"danelaw-title \
        danelaw-desc\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#1a1a1a\">\n"
    );
    let about = format!(
        "<title id=\"danelaw-title\">{title}</title>\n<desc id=\"danelaw-desc\">{description}</desc>\n"
    );
    let paper = format!("<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n");
    format!("{head}{about}{DEFINITIONS}{paper}{}</svg>\n", drawing.body)
}

struct Drawing<'a> {
    picture: &'a Picture,
    scale: Scale,
    /// Where the next thing is drawn.
    y: usize,
    body: String,
}

impl Drawing<'_> {
    fn title(&mut self) {
        for line in folded(&clean(&self.picture.title), TEXT - 20, "").lines() {
            self.y += 18;
            let _ = writeln!(
                self.body,
                "<text x=\"{MARGIN}\" y=\"{}\" font-size=\"15\" font-weight=\"bold\">{}</text>",
                self.y,
                escaped(line)
            );
        }
        self.y += 20;
        let _ = writeln!(
            self.body,
            "<text x=\"{MARGIN}\" y=\"{}\">now {}; all times are UTC</text>",
            self.y, self.picture.now
        );
        self.y += 12;
    }

    /// The axis, a row for each thing, and now across all of them.
    fn rows(&mut self, rows: &[&Row]) {
        let top = self.y + 34;
        let bottom = top + rows.len() * ROW;
        self.axis(top, bottom);
        for (row, y) in rows.iter().zip((top..).step_by(ROW)) {
            self.row(row, y + 6);
        }
        if let Place::At(now) = self.scale.place(self.picture.now, LINE) {
            let x = LINE_X + now;
            let _ = writeln!(
                self.body,
                "<g><title>now {}</title><line x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{bottom}\" \
                stroke=\"#1a1a1a\" stroke-width=\"1.5\" \
                 stroke-dasharray=\"5 3\"/><path d=\"M{} {}h8l-4 6z\"/></g>",
                self.picture.now,
                top - 4,
                x - 4,
                top - 8
            );
        }
        self.y = bottom + 14;
    }

    fn axis(&mut self, top: usize, bottom: usize) {
        let right = LINE_X + LINE;
        let _ = writeln!(
            self.body,
            "<path d=\"M{LINE_X} {top}H{right}M{LINE_X} {bottom}H{right}\" stroke=\"#777\" fill=\"none\"/>"
        );
        let mut free_from = 0;
        for tick in ticks(self.scale, LINE / CHARACTER) {
            let Place::At(at) = self.scale.place_of(tick.at, LINE) else { continue };
            let x = LINE_X + at;
            let _ = writeln!(
                self.body,
                "<line x1=\"{x}\" y1=\"{top}\" x2=\"{x}\" y2=\"{bottom}\" stroke=\"#ddd\"/>"
            );
            let half = tick.label.len() * CHARACTER / 2;
            let middle = x.min(right.saturating_sub(half));
            if middle.saturating_sub(half) >= free_from {
                let _ = writeln!(
                    self.body,
                    "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                    top - 14,
                    tick.label
                );
                free_from = middle + half + CHARACTER;
            }
        }
    }

    fn row(&mut self, row: &Row, y: usize) {
        let name = clean(&row.name);
        let shown = shortened(&name, NAME, "\u{2026}");
        let _ = writeln!(
            self.body,
            "<g><title>{}</title><text x=\"{MARGIN}\" y=\"{}\" font-family=\"monospace\">{}</text></g>",
            escaped(&name),
            y + BAR - 2,
            escaped(&shown)
        );
        // A gap is drawn over what it is in.
        let mut bars: Vec<&Bar> = row.bars.iter().collect();
        bars.sort_by_key(|bar| bar.phase == Phase::Gap);
        for bar in bars {
            self.bar(bar, y);
        }
        for mark in &row.marks {
            self.mark(mark, y + BAR);
        }
    }

    fn bar(&mut self, bar: &Bar, y: usize) {
        let Some(stretch) = self.scale.stretch(bar.interval, LINE) else { return };
        // One that is outside as a whole is shown at the edge.
        let start = stretch.start.min(LINE - LEAST_BAR);
        let length = (stretch.end.saturating_sub(start)).max(LEAST_BAR);
        let (x, phase) = (LINE_X + start, bar.phase);
        let stroke = if phase == Phase::Gap { "#b00020" } else { "#333" };
        let _ = write!(
            self.body,
            "<g><title>{}</title><rect x=\"{x}\" y=\"{y}\" width=\"{length}\" height=\"{BAR}\" \
            fill=\"url(#danelaw-{phase})\" stroke=\"{stroke}\"/>",
            escaped(&bar_text(bar))
        );
        let middle = y + BAR / 2;
        if stretch.runs_in {
            let _ = write!(
                self.body,
                "<path d=\"M{} {y}v{BAR}L{} {middle}z\" fill=\"{stroke}\"/>",
                LINE_X - 2,
                LINE_X - 10
            );
        }
        if stretch.runs_out {
            let right = LINE_X + LINE;
            let _ = write!(
                self.body,
                "<path d=\"M{} {y}v{BAR}L{} {middle}z\" fill=\"{stroke}\"/>",
                right + 2,
                right + 10
            );
        }
        self.body.push_str("</g>\n");
    }

    /// An arrow below the bars, with its letter.
    fn mark(&mut self, mark: &Mark, y: usize) {
        let x = match self.scale.place(mark.at, LINE) {
            Place::Before => LINE_X - 6,
            Place::At(at) => LINE_X + at,
            Place::After => LINE_X + LINE + 6,
        };
        let text = escaped(&labelled(format!("{} {}", mark.kind, mark.at), &mark.label));
        let _ = writeln!(
            self.body,
            "<g><title>{text}</title><path d=\"M{} {}h8l-4-6z\"/><text x=\"{}\" y=\"{}\" font-size=\"10\" \
            font-weight=\"bold\">{}</text></g>",
            x - 4,
            y + 8,
            x + 5,
            y + 11,
            letter(mark.kind)
        );
    }

    /// What patterns and letters mean, those that are used.
    fn legend(&mut self, rows: &[&Row]) {
        let y = self.y;
        let mut x = MARGIN;
        for phase in Phase::ALL
            .into_iter()
            .filter(|phase| rows.iter().any(|row| bars(row).any(|bar| bar.phase == *phase)))
        {
            let _ = writeln!(
                self.body,
                "<rect x=\"{x}\" y=\"{y}\" width=\"28\" height=\"{BAR}\" fill=\"url(#danelaw-{phase})\" \
                stroke=\"#333\"/>\
                 <text x=\"{}\" y=\"{}\">{phase}</text>",
                x + 34,
                y + 11
            );
            x += 52 + phase.as_str().len() * CHARACTER;
        }
        for kind in MarkKind::ALL
            .into_iter()
            .filter(|kind| rows.iter().any(|row| row.marks.iter().any(|mark| mark.kind == *kind)))
        {
            let _ = writeln!(
                self.body,
                "<path d=\"M{x} {}h8l-4-6z\"/><text x=\"{}\" y=\"{}\"><tspan font-weight=\"bold\">{}</tspan> \
                {kind}</text>",
                y + 11,
                x + 11,
                y + 11,
                letter(kind)
            );
            x += 40 + kind.as_str().len() * CHARACTER;
        }
        let _ = writeln!(
            self.body,
            "<path d=\"M{x} {}h8l-4 6z\"/><text x=\"{}\" y=\"{}\">now</text>",
            y + 4,
            x + 12,
            y + 11
        );
        self.y += BAR + 16;
    }

    /// All times as text.
    fn list(&mut self, rows: &[&Row]) {
        for row in rows {
            let lines = lines(row, true);
            if !lines.is_empty() {
                self.text_line(&row.name, true);
            }
            for line in lines {
                self.text_line(&format!("  {line}"), false);
            }
        }
    }

    /// A line of text, or several where it is long.
    fn text_line(&mut self, text: &str, is_heading: bool) {
        let weight = if is_heading { " font-weight=\"bold\"" } else { "" };
        let indent = text.len() - text.trim_start_matches(' ').len();
        let folded = folded(clean(text).trim_start_matches(' '), TEXT - indent, "  ");
        for line in folded.lines() {
            self.y += TEXT_LINE;
            let further = line.len() - line.trim_start_matches(' ').len();
            let x = MARGIN + (indent + further) * CHARACTER;
            let _ = writeln!(
                self.body,
                "<text x=\"{x}\" y=\"{}\" font-family=\"monospace\"{weight}>{}</text>",
                self.y,
                escaped(line.trim_start_matches(' '))
            );
        }
    }
}

/// Text without what XML 1.0 cannot hold.
fn clean(text: &str) -> String {
    printable(text).replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}")
}

/// Text that is safe between tags and in attributes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
