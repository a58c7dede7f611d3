//! Where a span stands as people say it: file name, line, column, include stack. Draws nothing.

use std::cell::Cell;

use crate::report::Checked;
use crate::source::{Position, Source, SourceId, Span};

/// The places of one checked file.
pub(super) struct Places<'a> {
    checked: &'a Checked,
    /// The octet asked for last, and its column: findings come in order, so a line of a hundred megabytes
    /// with a thousand findings is counted through once and not a thousand times.
    last: Cell<Option<(SourceId, u32, Position)>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(checked: &'a Checked) -> Places<'a> {
        Places { checked, last: Cell::new(None) }
    }

    pub(super) fn source(&self, id: SourceId) -> Option<&'a Source> {
        self.checked.sources.get(usize::try_from(id.0).ok()?)
    }

    /// The name of the file that the span is in, as it is.
    pub(super) fn filename(&self, id: SourceId) -> &'a str {
        self.source(id).map_or(self.checked.filename.as_str(), |source| source.name.as_str())
    }

    /// As [`Source::position`]; the start of the file when there is no such source.
    pub(super) fn position(&self, id: SourceId, offset: u32) -> Position {
        let Some(source) = self.source(id) else { return Position { row: 1, column: 1 } };
        let row = source.lines().row(offset);
        let known = self.last.get().filter(|&(last_id, at, place)| {
            // Behind a broken sequence counts do not add up unless a character starts there.
            let boundary = source.slice(at, at.saturating_add(1)).first().is_none_or(|&octet| octet & 0xc0 != 0x80);
            last_id == id && place.row == row + 1 && boundary
        });
        match known {
            Some((_, at, place)) if at <= offset => {
                let column = place.column + characters(source.slice(at, offset));
                let here = Position { row: row + 1, column };
                self.last.set(Some((id, offset, here)));
                here
            }
            known => {
                let here = source.position(offset);
                if known.is_none() {
                    self.last.set(Some((id, offset, here)));
                }
                here
            }
        }
    }

    /// The `$INCLUDE` directives that lead to this source, the nearest first.
    pub(super) fn include_stack(&self, id: SourceId) -> Vec<Span> {
        let mut stack = Vec::new();
        let mut at = self.source(id).and_then(|source| source.included_from);
        // A stack cannot be deeper than there are files, whatever the spans say.
        while let Some(span) = at
            && stack.len() < self.checked.sources.len()
        {
            stack.push(span);
            at = self.source(span.source).and_then(|source| source.included_from);
        }
        stack
    }
}

/// How many characters `from_utf8_lossy` makes of this.
fn characters(bytes: &[u8]) -> usize {
    if bytes.is_ascii() {
        return bytes.len();
    }
    bytes.utf8_chunks().map(|chunk| chunk.valid().chars().count() + usize::from(!chunk.invalid().is_empty())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_those_of_the_source_in_any_order() {
        let bytes = b"ab\xc3\xa9\xff\xc3(\xe2\x82 x\tz\nsecond \xe2\x82\xac line\r\n\xc3".to_vec();
        let end = crate::wire::u32_of(bytes.len());
        let checked = Checked {
            filename: "f".into(),
            sources: vec![Source::new("f", None, bytes)],
            findings: Vec::new(),
            zone: None,
            dropped: Vec::new(),
            problems: Vec::new(),
            octets: 0,
        };
        let source = checked.sources.first().expect("one was given");
        for first in 0..=end {
            for second in 0..=end {
                let places = Places::new(&checked);
                assert_eq!(places.position(SourceId(0), first), source.position(first));
                assert_eq!(places.position(SourceId(0), second), source.position(second), "{first} {second}");
            }
        }
    }
}
