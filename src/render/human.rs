//! Findings drawn over the zone text. The only file that knows miette, which draws one snippet at a time
//! and is given nothing but text that is safe to print.

use std::fmt::{self, Write as _};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use super::Style;
use super::fold::wrapped;
use super::place::Places;
use super::window::Window;
use crate::finding::{Finding, Holds, Label, Severity};
use crate::report::Checked;
use crate::source::{Source, SourceId, Span};
use crate::wire::printable;

/// Lines that one label may stretch over; a zone of one pair of parentheses would be drawn whole.
const MOST_ROWS: usize = 6;
/// Other places drawn for one finding; the time to draw grows with their square.
const MOST_RELATED: usize = 12;
/// Octets of a line that are shown.
const MOST_OCTETS: usize = 240;

pub(super) fn write(checked: &Checked, style: &Style, out: &mut String) {
    if checked.findings.is_empty() {
        return;
    }
    let theme = match (style.color, style.unicode) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::ascii(),
        (false, true) => GraphicalTheme::unicode_nocolor(),
        (false, false) => GraphicalTheme::none(),
    };
    // What would be wrapped is the message, and a snippet has none.
    let handler = GraphicalReportHandler::new_themed(theme.clone()).with_wrap_lines(false);
    let painter = Painter {
        places: Places::new(checked),
        handler,
        theme,
        width: if style.width == 0 { usize::MAX } else { style.width },
    };
    for finding in &checked.findings {
        painter.finding(finding, out);
    }
}

struct Painter<'a> {
    places: Places<'a>,
    handler: GraphicalReportHandler,
    theme: GraphicalTheme,
    width: usize,
}

/// Labels of one source on lines that touch each other.
struct Group<'a> {
    source: &'a Source,
    id: SourceId,
    /// First line and the line behind the last.
    rows: std::ops::Range<usize>,
    labels: Vec<Mark>,
}

/// One label as it is drawn.
struct Mark {
    span: Span,
    text: String,
    primary: bool,
}

impl<'a> Painter<'a> {
    fn finding(&self, finding: &Finding, out: &mut String) {
        let styles = &self.theme.styles;
        let paint = match finding.severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
            Severity::Info => styles.advice,
        };
        let tag = format!("{}[{}/{}]", finding.severity, finding.code, finding.name);
        let _ = writeln!(out, "{}: {}", paint.style(tag), printable(&finding.message));
        let shown = finding.related.get(..MOST_RELATED).unwrap_or(&finding.related);
        let groups = self.groups(finding, shown);
        if groups.is_empty() {
            let _ = writeln!(
                out,
                "  {}",
                styles.link.style(printable(self.places.filename(finding.span.source)))
            );
        }
        for group in &groups {
            self.snippet(group, out);
        }
        if let more @ 1.. = finding.related.len() - shown.len() {
            let _ = writeln!(out, "  and {more} more place{}", if more == 1 { "" } else { "s" });
        }
        if !finding.breaks.is_empty() {
            let _ = writeln!(
                out,
                "  {} {}",
                styles.help.style("breaks:"),
                wrapped(&printable(finding.breaks), self.width, "          ")
            );
        }
        if !finding.help.is_empty() {
            // Not wrapped: it has text to be copied.
            let _ = writeln!(out, "  {} {}", styles.help.style("help:"), printable(&finding.help));
        }
        if let Some(holds) = holds(finding.holds) {
            let _ = writeln!(out, "  {} {holds}", styles.help.style("holds:"));
        }
        out.push('\n');
    }

    /// The finding's own place first, then the others by file and line.
    fn groups(&self, finding: &Finding, related: &[Label]) -> Vec<Group<'a>> {
        let own = self.group(finding.span, &finding.label, true);
        let mut all: Vec<_> = related
            .iter()
            .filter_map(|label| self.group(label.span, &label.text, false))
            .chain(own)
            .collect();
        all.sort_by_key(|group| (group.id != finding.span.source, group.id, group.rows.start));
        let mut merged: Vec<Group<'a>> = Vec::with_capacity(all.len());
        for group in all {
            match merged.last_mut() {
                Some(before) if before.id == group.id && group.rows.start <= before.rows.end => {
                    before.rows.end = before.rows.end.max(group.rows.end);
                    before.labels.extend(group.labels);
                }
                _ => merged.push(group),
            }
        }
        merged.sort_by_key(|group| !group.labels.iter().any(|label| label.primary));
        merged
    }

    /// One label with a line before and a line after it.
    fn group(&self, span: Span, text: &str, primary: bool) -> Option<Group<'a>> {
        let source = self.places.source(span.source)?;
        let lines = source.lines();
        let first = lines.row(span.start);
        let last = lines.row(if span.len == 0 { span.start } else { span.end() - 1 });
        let shown = last.min(first + MOST_ROWS - 1);
        let mut mark = Mark { span, text: printable(text), primary };
        if shown < last {
            mark.span = Span::new(span.source, span.start, lines.row_start(shown + 1));
            let _ = write!(mark.text, "{}(to line {})", if text.is_empty() { "" } else { " " }, last + 1);
        }
        // Behind the last LF there is a line that only the end of the file stands on.
        let after = shown + 2;
        let blank_end = after >= lines.rows() && source.bytes.ends_with(b"\n");
        let end = if blank_end { lines.rows() - 1 } else { after.min(lines.rows()) };
        Some(Group {
            source,
            id: span.source,
            rows: first.saturating_sub(1)..end.max(shown + 1),
            labels: vec![mark],
        })
    }

    fn snippet(&self, group: &Group<'_>, out: &mut String) {
        let mut labels: Vec<&Mark> = group.labels.iter().collect();
        labels.sort_by_key(|label| !label.primary);
        let spans: Vec<Span> = labels.iter().map(|label| label.span).collect();
        let Some(lead) = spans.first() else { return };
        let place = self.places.position(group.id, lead.start);
        let margin = group.rows.end.to_string().len() + 4;
        let most = self.width.saturating_sub(margin + 6).clamp(40, MOST_OCTETS);
        let window = Window::new(group.source, group.rows.clone(), &spans, most);
        let labels = window
            .marks
            .iter()
            .zip(labels)
            .enumerate()
            .map(|(at, (mark, label))| {
                let text = (!label.text.is_empty()).then(|| label.text.clone());
                if at == 0 {
                    LabeledSpan::new_primary_with_span(text, mark.clone())
                } else {
                    LabeledSpan::new_with_span(text, mark.clone())
                }
            })
            .collect();
        let code = Code {
            window,
            name: printable(&group.source.name),
            row: place.row - 1,
            column: place.column - 1,
        };
        let mut drawn = String::new();
        let _ = self.handler.render_report(&mut drawn, &Snippet { code, labels });
        // The first line is the snippet's message, and it has none.
        out.push_str(drawn.split_once('\n').map_or("", |(_, snippet)| snippet));
        for span in self.places.include_stack(group.id) {
            let name = printable(self.places.filename(span.source));
            let _ =
                writeln!(out, "  included from {name}:{}", self.places.position(span.source, span.start).row);
        }
    }
}

/// `from .. until ..`; nothing when the finding does not depend on time.
fn holds(holds: Holds) -> Option<String> {
    match (holds.from, holds.until) {
        (None, None) => None,
        (Some(from), None) => Some(format!("from {from}")),
        (None, Some(until)) => Some(format!("until {until}")),
        (Some(from), Some(until)) => Some(format!("from {from} until {until}")),
    }
}

/// A snippet as miette wants it: a report without a message.
struct Snippet {
    code: Code,
    labels: Vec<LabeledSpan>,
}

impl fmt::Display for Snippet {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl fmt::Debug for Snippet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snippet").finish_non_exhaustive()
    }
}

impl std::error::Error for Snippet {}

impl Diagnostic for Snippet {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.code)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// A window that says where in the file it stands.
struct Code {
    window: Window,
    name: String,
    /// Where the primary label starts, from 0.
    row: usize,
    column: usize,
}

impl SourceCode for Code {
    /// The whole window, whatever is asked for: its lines follow each other, so miette makes one snippet of
    /// it. Without context lines it asks for nothing but the position to write above the snippet.
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (row, column) =
            if before + after == 0 { (self.row, self.column) } else { (self.window.first_row, 0) };
        let span = SourceSpan::from((0, self.window.text.len()));
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.window.text.as_bytes(),
            span,
            row,
            column,
            self.window.rows,
        )))
    }
}
