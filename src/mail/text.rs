//! The text of a TXT record: its character-strings joined, and the way back from the text to the strings.
//!
//! Strings are joined without a blank between: RFC 7208 section 3.3, RFC 6376 section 3.6.2.2.

use crate::rr::types;
use crate::wire::excerpt;
use crate::zone::{InStrings, Part, Record};

/// Octets of a joined text: `from` up to but not including `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Extent {
    /// Offset of the first octet.
    pub from: usize,
    /// Offset behind the last.
    pub to: usize,
}

impl Extent {
    /// The octets from `from` to `to`, which is not included.
    #[must_use]
    pub fn new(from: usize, to: usize) -> Extent {
        Extent { from, to: to.max(from) }
    }

    /// How many octets.
    #[must_use]
    pub fn len(self) -> usize {
        self.to - self.from
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.to == self.from
    }

    /// A part of this one, its offsets counted from the start of this one.
    #[must_use]
    pub fn within(self, from: usize, to: usize) -> Extent {
        Extent::new((self.from + from).min(self.to), (self.from + to).min(self.to))
    }

    /// These octets of `text`.
    #[must_use]
    pub fn of(self, text: &[u8]) -> &[u8] {
        text.get(self.from..self.to).unwrap_or_default()
    }

    /// Without the blanks (SP and HTAB) and line ends around.
    #[must_use]
    pub fn trimmed(self, text: &[u8]) -> Extent {
        let octets = self.of(text);
        let Some(first) = octets.iter().position(|&byte| !is_blank(byte)) else {
            return Extent::new(self.to, self.to);
        };
        let last = octets.iter().rposition(|&byte| !is_blank(byte)).unwrap_or(first);
        self.within(first, last + 1)
    }

    /// The parts between octets `separator`, in order; there is always one.
    pub fn split(self, text: &[u8], separator: u8) -> impl Iterator<Item = Extent> {
        let mut at = self.from;
        self.of(text).split(move |&byte| byte == separator).map(move |part| {
            let extent = Extent::new(at, at + part.len());
            at = extent.to + 1;
            extent
        })
    }
}

/// White space of the tag lists: WSP and what folds lines.
#[must_use]
pub fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// The joined character-strings of a record.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Text {
    octets: Vec<u8>,
    /// Where each string starts in the text.
    starts: Vec<usize>,
}

impl Text {
    /// The text of rdata that is nothing but character-strings; what does not fit at its end is left out.
    #[must_use]
    pub fn of_rdata(rdata: &[u8]) -> Text {
        let mut text = Text { octets: Vec::with_capacity(rdata.len()), starts: Vec::new() };
        let mut rest = rdata;
        while let Some((&len, behind)) = rest.split_first() {
            let Some((string, behind)) = behind.split_at_checked(usize::from(len)) else { break };
            text.push(string);
            rest = behind;
        }
        text
    }

    /// The text of a TXT or SPF record; empty for every other type.
    #[must_use]
    pub fn of(record: Record<'_>) -> Text {
        if matches!(record.rtype(), types::TXT | types::SPF) {
            Text::of_rdata(record.rdata())
        } else {
            Text::default()
        }
    }

    /// The text of these strings.
    #[must_use]
    pub fn of_strings<'s>(strings: impl IntoIterator<Item = &'s [u8]>) -> Text {
        let mut text = Text::default();
        strings.into_iter().for_each(|string| text.push(string));
        text
    }

    fn push(&mut self, string: &[u8]) {
        self.starts.push(self.octets.len());
        self.octets.extend_from_slice(string);
    }

    /// The octets.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// All of it.
    #[must_use]
    pub fn whole(&self) -> Extent {
        Extent::new(0, self.octets.len())
    }

    /// How many character-strings.
    #[must_use]
    pub fn string_count(&self) -> usize {
        self.starts.len()
    }

    /// The character-strings in order.
    pub fn strings(&self) -> impl Iterator<Item = Extent> {
        let ends = self.starts.iter().copied().skip(1).chain([self.octets.len()]);
        self.starts.iter().zip(ends).map(|(&from, to)| Extent::new(from, to))
    }

    /// The string that has the octet at `at`, and where in it. Behind the last octet: the last string, behind
    /// its end.
    #[must_use]
    pub fn place(&self, at: usize) -> (usize, usize) {
        // Of empty strings and the one behind them, which all start here, the one with the octet is the last.
        let string = self.starts.partition_point(|&start| start <= at).saturating_sub(1);
        let start = self.starts.get(string).copied().unwrap_or(0);
        (string, at.min(self.octets.len()) - start.min(at))
    }

    /// The same octets counted in their strings, to be pointed at.
    #[must_use]
    pub fn in_strings(&self, extent: Extent) -> InStrings {
        let from = self.place(extent.from);
        // The end belongs to the string of the last octet, not to the one behind.
        let to = match extent.len() {
            0 => from,
            _ => {
                let (string, octet) = self.place(extent.to - 1);
                (string, octet + 1)
            }
        };
        InStrings { from, to }
    }

    /// The part of the record where the octets stand: for [`Record::span`].
    #[must_use]
    pub fn part(&self, extent: Extent) -> Part {
        Part::Strings(self.in_strings(extent))
    }

    /// These octets as printable text of at most `most` characters.
    #[must_use]
    pub fn show(&self, extent: Extent, most: usize) -> String {
        excerpt(extent.of(&self.octets), most)
    }

    /// Inner ends of strings: the offsets where one string ends and the next begins, each once.
    pub fn joints(&self) -> impl Iterator<Item = usize> {
        let mut last = 0;
        let all = self.starts.iter().copied().filter(|&at| at > 0 && at < self.octets.len());
        all.filter(move |&at| {
            let is_new = at != last;
            last = at;
            is_new
        })
    }

    /// Where two strings are joined in the middle of a word although each looks whole by itself: the offset
    /// of the first joint in the word, and the word that came of it. `starts_term` says whether octets look
    /// like the start of a term.
    #[must_use]
    pub fn glued(&self, starts_term: impl Fn(&[u8]) -> bool) -> Vec<(usize, Extent)> {
        let is_inside = |at: usize| {
            let before = at.checked_sub(1).and_then(|at| self.octets.get(at));
            !before.is_none_or(|&byte| is_blank(byte))
                && !self.octets.get(at).is_none_or(|&byte| is_blank(byte))
        };
        let mut found: Vec<(usize, Extent)> = Vec::new();
        for at in self.joints().filter(|&at| is_inside(at)) {
            // One for each word: words may be long and made of thousands of strings.
            let is_told = found.last().is_some_and(|(_, word)| at < word.to);
            if !is_told && starts_term(self.octets.get(at..).unwrap_or_default()) {
                found.push((at, self.word_around(at)));
            }
        }
        found
    }

    /// The octets around `at` up to the next blanks.
    fn word_around(&self, at: usize) -> Extent {
        let (before, behind) = self.octets.split_at_checked(at).unwrap_or((&self.octets, &[]));
        let from = before.iter().rposition(|&byte| is_blank(byte)).map_or(0, |at| at + 1);
        let to = behind.iter().position(|&byte| is_blank(byte)).map_or(self.octets.len(), |len| at + len);
        Extent::new(from, to)
    }
}

/// What does not fit a grammar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFault<K> {
    /// What kind of fault.
    pub kind: K,
    /// The octets at fault; [`Text::part`] makes a part of the record of them.
    pub at: Extent,
    /// What is wrong, found against expected: one clause.
    pub detail: String,
    /// What was probably meant, literally.
    pub suggestion: Option<String>,
}

/// The faults of one text: the first of them, and how many more there were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults<K> {
    kept: Vec<TextFault<K>>,
    most: usize,
    dropped: usize,
}

impl<K> Faults<K> {
    /// None yet, and at most `most` of those to come are kept.
    #[must_use]
    pub fn new(most: usize) -> Faults<K> {
        Faults { kept: Vec::new(), most: most.max(1), dropped: 0 }
    }

    /// Adds one.
    pub fn push(&mut self, kind: K, at: Extent, detail: impl Into<String>) {
        self.add(TextFault { kind, at, detail: detail.into(), suggestion: None });
    }

    /// Adds one, with what was probably meant.
    pub fn suggest(&mut self, kind: K, at: Extent, detail: impl Into<String>, suggestion: impl Into<String>) {
        self.add(TextFault { kind, at, detail: detail.into(), suggestion: Some(suggestion.into()) });
    }

    /// Adds one.
    pub fn add(&mut self, fault: TextFault<K>) {
        if self.kept.len() < self.most {
            self.kept.push(fault);
        } else {
            self.dropped += 1;
        }
    }

    /// Those that are kept, in the order of the text as far as the grammar reads it in order.
    pub fn iter(&self) -> impl Iterator<Item = &TextFault<K>> {
        self.kept.iter()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// How many more than those that are kept.
    #[must_use]
    pub fn dropped(&self) -> usize {
        self.dropped
    }
}

impl<K: PartialEq> Faults<K> {
    /// The first of this kind.
    #[must_use]
    pub fn first_of(&self, kind: &K) -> Option<&TextFault<K>> {
        self.kept.iter().find(|fault| fault.kind == *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(strings: &[&[u8]]) -> Text {
        Text::of_strings(strings.iter().copied())
    }

    #[test]
    fn offsets_lead_back_to_strings() {
        let text = text(&[b"ab", b"", b"cde", b"\0\xff"]);
        assert_eq!(text.octets(), b"abcde\0\xff");
        assert_eq!(
            [0, 1, 2, 4, 5, 6, 7].map(|at| text.place(at)),
            [(0, 0), (0, 1), (2, 0), (2, 2), (3, 0), (3, 1), (3, 2)]
        );
        assert_eq!(text.in_strings(Extent::new(1, 5)), InStrings { from: (0, 1), to: (2, 3) });
        assert_eq!(text.in_strings(Extent::new(7, 7)), InStrings { from: (3, 2), to: (3, 2) });
        assert_eq!(text.joints().collect::<Vec<_>>(), [2, 5]);
    }

    #[test]
    fn wire_forms_are_read_as_far_as_they_go() {
        assert_eq!(Text::of_rdata(b"\x02ab\x00\x01c"), text(&[b"ab", b"", b"c"]));
        assert_eq!(Text::of_rdata(b"\x02ab\x05c"), text(&[b"ab"]));
        assert_eq!(Text::of_rdata(b"").place(0), (0, 0));
    }

    #[test]
    fn words_over_a_joint_are_found() {
        let joined = text(&[b"v=spf1 a:x.example", b"include:b.example ", b"-all"]);
        let found = joined.glued(|rest| rest.starts_with(b"include:"));
        assert_eq!(
            found.iter().map(|&(at, word)| (at, joined.show(word, 80))).collect::<Vec<_>>(),
            [(18, "a:x.exampleinclude:b.example".to_owned())]
        );
        assert_eq!(joined.glued(|rest| rest.starts_with(b"-all")), []);
    }

    #[test]
    fn parts_know_their_place() {
        let octets = b" a ;; b\t";
        let parts: Vec<Extent> = Extent::new(0, 8).split(octets, b';').collect();
        assert_eq!(parts, [Extent::new(0, 3), Extent::new(4, 4), Extent::new(5, 8)]);
        assert_eq!(
            parts.iter().map(|part| part.trimmed(octets).of(octets)).collect::<Vec<_>>(),
            [b"a".as_slice(), b"", b"b"]
        );
    }

    #[test]
    fn faults_are_counted_and_not_all_kept() {
        let mut faults = Faults::new(2);
        (0..5).for_each(|at| faults.push('x', Extent::new(at, at + 1), "one"));
        assert_eq!((faults.iter().count(), faults.dropped()), (2, 3));
    }
}
