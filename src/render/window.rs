//! The few lines of a source that a finding is shown on, made safe to print. Copies nothing else, so a
//! finding costs the same in a file of any size.

use std::ops::Range;

use crate::source::{Source, Span, masked};
use crate::wire::{is_plain, printable, u32_of};

/// Stands for the part of a line that was cut away.
const CUT: &str = "...";

/// Some lines in a row.
pub(super) struct Window {
    /// The lines, each ended by LF, the last one of the file too: then there is always an octet to point at.
    pub(super) text: String,
    /// Number of the first line, from 0.
    pub(super) first_row: usize,
    /// How many lines.
    pub(super) rows: usize,
    /// Where in `text` each span stands, in the order in which they were given.
    pub(super) marks: Vec<Range<usize>>,
}

/// One line: from octets of the source to octets of the window's text.
struct Line {
    /// Where the line starts in the text.
    base: usize,
    /// Offset in the source of the first octet that is shown.
    from: u32,
    /// For each octet that is shown, where its character starts; then where the characters end.
    map: Vec<usize>,
    /// Where the LF is.
    end: usize,
}

impl Window {
    /// Lines `rows` of `source`, none longer than about `most` octets; a longer one is cut around the first
    /// of `spans` that starts in it.
    pub(super) fn new(source: &Source, rows: Range<usize>, spans: &[Span], most: usize) -> Window {
        let mut text = String::new();
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows.clone() {
            let start = source.lines().row_start(row);
            let octets = masked(line_octets(source, row));
            let end = start.saturating_add(u32_of(octets.len()));
            let focus = spans
                .iter()
                .find(|span| (start..=end).contains(&span.start))
                .map_or(start, |span| span.start);
            lines.push(Line::write(
                &mut text,
                &octets,
                start,
                usize::try_from(focus - start).unwrap_or(0),
                most,
            ));
        }
        let line_of =
            |offset: u32| lines.get(source.lines().row(offset).saturating_sub(rows.start)).or(lines.last());
        let marks = spans
            .iter()
            .map(|span| {
                let start = line_of(span.start).map_or(0, |line| line.at(span.start));
                let end = match span.end().checked_sub(1).filter(|_| span.len > 0) {
                    Some(last) => line_of(last).map_or(0, |line| line.behind(last)).max(start + 1),
                    None => start,
                };
                start..end
            })
            .collect();
        Window { first_row: rows.start, rows: rows.len(), text, marks }
    }
}

/// The octets of one line without its end.
fn line_octets(source: &Source, row: usize) -> &[u8] {
    let lines = source.lines();
    let end = if row + 1 < lines.rows() { lines.row_start(row + 1) } else { u32_of(source.bytes.len()) };
    let octets = source.slice(lines.row_start(row), end);
    octets.strip_suffix(b"\r\n").or(octets.strip_suffix(b"\n")).unwrap_or(octets)
}

impl Line {
    /// Appends a line that starts at `start` in the source, cut to `most` octets around `focus`.
    fn write(text: &mut String, octets: &[u8], start: u32, focus: usize, most: usize) -> Line {
        let base = text.len();
        let shown = cut(octets, focus, most);
        if shown.start > 0 {
            text.push_str(CUT);
        }
        let octets_shown = octets.get(shown.clone()).unwrap_or_default();
        let mut map = Vec::with_capacity(shown.len() + 1);
        let plain = std::str::from_utf8(octets_shown).ok().filter(|plain| is_plain(plain.as_bytes()));
        if let Some(plain) = plain {
            map.extend(text.len()..text.len() + plain.len());
            text.push_str(plain);
        }
        for chunk in plain.map_or(octets_shown, |_| &[]).utf8_chunks() {
            for c in chunk.valid().chars() {
                map.extend(std::iter::repeat_n(text.len(), c.len_utf8()));
                // The drawing expands tabs itself.
                if c == '\t' || matches!(c, ' '..='~') {
                    text.push(c);
                } else {
                    text.push_str(&printable(c.encode_utf8(&mut [0; 4])));
                }
            }
            for octet in chunk.invalid() {
                map.push(text.len());
                // As a zone file would have it: RFC 1035 section 5.1.
                text.push_str(&format!("\\{octet:03}"));
            }
        }
        map.push(text.len());
        if shown.end < octets.len() {
            text.push_str(CUT);
        }
        let end = text.len();
        text.push('\n');
        Line { base, from: start.saturating_add(u32_of(shown.start)), map, end }
    }

    /// Where the character that `offset` is part of starts; the cut when it was cut away.
    fn at(&self, offset: u32) -> usize {
        match self.index(offset) {
            Some(index) => self.map.get(index).or(self.map.last()).copied().unwrap_or(self.end),
            None => self.base,
        }
    }

    /// Where the character that `offset` is part of ends.
    fn behind(&self, offset: u32) -> usize {
        let Some(index) = self.index(offset) else { return self.base + CUT.len() };
        let Some((&start, rest)) = self.map.get(index..).and_then(<[usize]>::split_first) else {
            return self.end;
        };
        rest.iter().copied().find(|&next| next > start).unwrap_or(self.end)
    }

    fn index(&self, offset: u32) -> Option<usize> {
        offset.checked_sub(self.from).and_then(|index| usize::try_from(index).ok())
    }
}

/// The part of a line to show: a quarter of it before `focus`, and no character torn apart.
fn cut(octets: &[u8], focus: usize, most: usize) -> Range<usize> {
    if octets.len() <= most {
        return 0..octets.len();
    }
    let start = focus.saturating_sub(most / 4).min(octets.len() - most);
    let inside = |at: usize| octets.get(at).is_some_and(|octet| octet & 0xc0 == 0x80);
    // A character has at most three octets after its first; more than that is no UTF-8 anyway.
    let back = |at: usize| (0..=3).filter_map(|by| at.checked_sub(by)).find(|&at| !inside(at)).unwrap_or(at);
    back(start)..back(start + most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    fn window(bytes: &[u8], rows: Range<usize>, spans: &[(u32, u32)]) -> Window {
        let source = Source::new("f", None, bytes.to_vec());
        let spans: Vec<Span> = spans.iter().map(|&(start, end)| Span::new(SourceId(0), start, end)).collect();
        Window::new(&source, rows, &spans, 240)
    }

    fn marked(bytes: &[u8], span: (u32, u32)) -> (String, String) {
        let window = window(bytes, 0..1, &[span]);
        let mark = window.marks.first().cloned().expect("one span, one mark");
        (window.text.get(mark).expect("marks are at characters").to_owned(), window.text)
    }

    #[test]
    fn marks_follow_what_was_replaced() {
        assert_eq!(marked(b"a\x1b\xffbc\n", (3, 5)), ("bc".into(), "a\\u{1b}\\255bc\n".into()));
        assert_eq!(marked(b"a\x1bb\n", (1, 2)).0, "\\u{1b}");
        assert_eq!(marked("ä€b".as_bytes(), (3, 4)).0, "€", "a span inside a character covers it");
        assert_eq!(marked(b"\xe2\x82 x", (1, 2)).0, "\\130");
    }

    #[test]
    fn line_ends_are_not_part_of_a_mark() {
        assert_eq!(marked(b"ab\r\nc", (1, 4)).0, "b");
        assert_eq!(marked(b"ab\r\nc", (2, 3)).0, "\n", "there is nothing else to point at");
        assert_eq!(marked(b"ab\rc", (0, 4)).0, "ab\\u{d}c");
    }

    #[test]
    fn there_is_something_to_point_at_in_an_empty_file() {
        let window = window(b"", 0..1, &[(0, 0), (7, 9)]);
        assert_eq!(window.text, "\n");
        assert_eq!(window.marks, [0..0, 0..1]);
    }

    #[test]
    fn long_lines_are_cut_around_the_first_span() {
        let mut line = vec![b'x'; 70_000];
        if let Some(place) = line.get_mut(65_600..65_605) {
            place.copy_from_slice(b"label");
        }
        let window = window(&line, 0..1, &[(65_600, 65_605), (10, 12), (69_000, 69_001)]);
        let marked: Vec<_> = window.marks.iter().filter_map(|mark| window.text.get(mark.clone())).collect();
        assert_eq!(marked, ["label", "...", "..."]);
        assert_eq!(window.text.len(), 240 + 2 * CUT.len() + 1);
    }

    #[test]
    fn a_cut_tears_no_character_apart() {
        let line = "€".repeat(1000);
        for focus in 0..20 {
            let shown = cut(line.as_bytes(), 300 + focus, 240);
            assert!(line.get(shown.clone()).is_some(), "{shown:?}");
        }
        assert_eq!(cut(&[0x80; 500], 250, 240).len(), 240);
    }
}
