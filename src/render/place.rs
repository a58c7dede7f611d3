//! Where a span stands as people say it: file name, line, column, include stack. Draws nothing.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::report::Checked;
use crate::source::{Position, Source, SourceId, Span};
use crate::wire::u32_of;

/// Octets of a line that are counted through for each place in it.
const STRIDE: u32 = 1 << 14;

/// The places of one checked file.
pub(super) struct Places<'a> {
    checked: &'a Checked,
    stride: u32,
    /// For lines longer than the stride, by source and line from 0. So a line of a hundred megabytes is
    /// counted through once, however much is found in it.
    long: RefCell<BTreeMap<(SourceId, usize), Columns>>,
}

/// Offsets in one line and their columns, about a stride apart.
type Columns = Vec<(u32, usize)>;

impl<'a> Places<'a> {
    pub(super) fn new(checked: &'a Checked) -> Places<'a> {
        Places { checked, stride: STRIDE, long: RefCell::default() }
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
        let start = source.lines().row_start(row);
        // Behind the end of the source there is nothing to count.
        let offset = offset.min(u32_of(source.bytes.len()));
        if offset - start <= self.stride {
            return source.position(offset);
        }
        let mut long = self.long.borrow_mut();
        let marks = long.entry((id, row)).or_insert_with(|| vec![(start, 1)]);
        while let Some(&(at, column)) = marks.last()
            && offset - at.min(offset) > self.stride
        {
            let next = character_start(source, at + self.stride);
            marks.push((next, column + characters(source.slice(at, next))));
        }
        let before = marks.partition_point(|&(at, _)| at <= offset).saturating_sub(1);
        let (at, column) = marks.get(before).copied().unwrap_or((start, 1));
        Position { row: row + 1, column: column + characters(source.slice(at, offset)) }
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

/// `at` or up to three octets before it: where counts of the octets before and behind add up. Among four
/// octets that all go on a character, the last one belongs to none.
fn character_start(source: &Source, at: u32) -> u32 {
    let inside =
        |at: u32| source.slice(at, at.saturating_add(1)).first().is_some_and(|octet| octet & 0xc0 == 0x80);
    (0..=3).filter_map(|by| at.checked_sub(by)).find(|&at| !inside(at)).unwrap_or(at)
}

/// How many characters `from_utf8_lossy` makes of this.
fn characters(bytes: &[u8]) -> usize {
    if bytes.is_ascii() {
        return bytes.len();
    }
    bytes
        .utf8_chunks()
        .map(|chunk| chunk.valid().chars().count() + usize::from(!chunk.invalid().is_empty()))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_those_of_the_source_in_any_order() {
        let bytes = b"ab\xc3\xa9\xff\xc3(\xe2\x82 \
            x\tz\x80\x80\x80\x80\x80\x80\x80\x80\x80 \xf0\x9f\x91\x8d\nsecond \xe2\x82\xac \
            line\r\n\xc3"
            .to_vec();
        let end = u32_of(bytes.len());
        let checked = Checked {
            filename: "f".into(),
            sources: vec![Source::new("f", None, bytes)],
            findings: Vec::new(),
            zone: None,
            dropped: Vec::new(),
            problems: Vec::new(),
            services: Vec::new(),
            policies: Vec::new(),
            octets: 0,
        };
        let source = checked.sources.first().expect("one was given");
        for stride in 4..12 {
            for first in 0..=end {
                for second in 0..=end + 2 {
                    let places = Places { stride, ..Places::new(&checked) };
                    assert_eq!(places.position(SourceId(0), first), source.position(first));
                    assert_eq!(
                        places.position(SourceId(0), second),
                        source.position(second),
                        "{stride} {first} {second}"
                    );
                }
            }
        }
    }
}
