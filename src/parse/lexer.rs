//! Octets to tokens, one entry at a time: RFC 1035 section 5.1. Knows parentheses, quotes and comments; only
//! where a parenthesis is never closed it asks whether a line reads as a record.

use super::entry::{Head, read_head};
use crate::fault::{Fault, FaultKind};
use crate::rr::{Observer, Rtype, Token, Tokens};
use crate::wire::u32_of;

/// What an octet does to a word.
const WORD: u8 = 0;
const BLANK: u8 = 1;
const NEWLINE: u8 = 2;
const SPECIAL: u8 = 3;
const ESCAPE: u8 = 4;

static CLASS: [u8; 256] = classes();

/// Blanks and CR separate; LF ends; `;()"` and `\` have a meaning of their own.
const fn classes() -> [u8; 256] {
    let mut table = [WORD; 256];
    table[0x20] = BLANK;
    table[0x09] = BLANK;
    table[0x0d] = BLANK;
    table[0x0a] = NEWLINE;
    table[0x3b] = SPECIAL;
    table[0x28] = SPECIAL;
    table[0x29] = SPECIAL;
    table[0x22] = SPECIAL;
    table[0x5c] = ESCAPE;
    table
}

/// What is wrong with the way tokens are put together, by offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LexFault {
    /// `)` without `(`.
    StrayClose(u32),
    /// `(` that is still open where the file, or the entry by its look, ends.
    Unclosed(u32),
    /// `"` without its pair on the same line; offsets of the quote and of the line's end.
    Unquoted(u32, u32),
    /// The first `(` inside `( )` of an entry.
    Nested(u32),
    /// Where the first word of an entry stands that touches a quote of the word before it, or the reverse.
    Glued(u32),
}

impl LexFault {
    /// Whether a parenthesis or quote has no pair.
    pub fn is_unpaired(self) -> bool {
        !matches!(self, LexFault::Nested(_) | LexFault::Glued(_))
    }
}

/// A `;` behind a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// Its offset.
    pub at: u32,
    /// Where the text behind it ends.
    pub end: u32,
    /// No blank is between it and the word before.
    pub touches: bool,
}

/// Reads tokens from a source. Between entries it stands at the start of a line.
pub struct Lexer<'t> {
    bytes: &'t [u8],
    pos: usize,
    /// Behind the last token handed out.
    last_end: usize,
    depth: usize,
    opened_at: usize,
    in_entry: bool,
    /// After one parenthesis was never closed, a line that reads as the start of a record ends an open entry.
    distrust: bool,
    /// This entry's parenthesis is open at the end of the source.
    ran_out: bool,
    /// This entry has a `(` inside `( )`, or words that touch a quote: each is noted once.
    nested: bool,
    glued: bool,
    /// The first `;` of this entry that may cut off a part of its text.
    cut: Option<Cut>,
    /// A quote of this entry has no pair: what quotes follow in it cannot be told apart, and are passed over.
    unpaired: bool,
    pub(super) faults: Vec<LexFault>,
}

impl<'t> Lexer<'t> {
    /// A lexer at the line start `pos`.
    pub fn new(bytes: &'t [u8], pos: usize) -> Self {
        Lexer {
            bytes,
            pos,
            last_end: pos,
            depth: 0,
            opened_at: 0,
            in_entry: false,
            distrust: false,
            ran_out: false,
            nested: false,
            glued: false,
            cut: None,
            unpaired: false,
            faults: Vec::new(),
        }
    }

    /// As [`Lexer::new`], in a source where a parenthesis was found that is never closed.
    pub fn with_distrust(bytes: &'t [u8], pos: usize, distrust: bool) -> Self {
        Lexer { distrust, ..Self::new(bytes, pos) }
    }

    /// Whether a parenthesis was found that is never closed.
    pub fn distrusts(&self) -> bool {
        self.distrust
    }

    /// Whether the entry went on to the end of the source because its parenthesis is never closed. Then it is
    /// to be read again with [`Lexer::reread`], which ends it where the next record seems to start.
    pub fn ran_out(&self) -> bool {
        self.ran_out
    }

    /// Goes back to the entry at `pos`, from now on with distrust.
    pub fn reread(&mut self, pos: usize) {
        *self = Lexer::with_distrust(self.bytes, pos, true);
    }

    /// The offset of the next octet.
    pub fn pos(&self) -> usize {
        self.pos
    }

    /// Skips blank and comment lines; `false` at the end of the source. Then an entry starts at
    /// [`Lexer::pos`].
    pub fn start_entry(&mut self) -> bool {
        loop {
            let start = self.pos;
            let mut at = start;
            while self.bytes.get(at).is_some_and(|&byte| class(byte) == BLANK) {
                at += 1;
            }
            match self.bytes.get(at) {
                None => {
                    self.pos = at;
                    return false;
                }
                Some(b'\n') => self.pos = at + 1,
                Some(b';') => self.pos = self.line_end(at) + 1,
                Some(_) => {
                    self.pos = start;
                    self.last_end = at;
                    self.in_entry = true;
                    self.unpaired = false;
                    self.nested = false;
                    self.glued = false;
                    self.cut = None;
                    return true;
                }
            }
            self.pos = self.pos.min(self.bytes.len());
        }
    }

    /// Whether the entry about to be read starts with a blank, so that its owner is left out.
    pub fn starts_with_blank(&self) -> bool {
        self.bytes.get(self.pos).is_some_and(|&byte| class(byte) == BLANK)
    }

    /// The first `;` of the entry so far that may cut off a part of its text: it touches a word, or a tag such
    /// as `p=reject` stands behind it.
    pub fn cut(&self) -> Option<Cut> {
        self.cut
    }

    /// Passes over `text`, words and blanks alone, where that is what comes next, outside
    /// parentheses, and a blank stands behind it.
    pub fn pass(&mut self, text: &[u8]) -> bool {
        let rest = self.bytes.get(self.pos..).unwrap_or_default();
        let ends = || rest.get(text.len()).is_some_and(|&byte| class(byte) == BLANK);
        if self.depth > 0 || !self.in_entry || !rest.starts_with(text) || !ends() {
            return false;
        }
        self.pos += text.len();
        self.last_end = self.pos;
        true
    }

    /// Reads what is left of the entry and forgets it.
    pub fn finish_entry(&mut self) {
        while self.next().is_some() {}
    }

    /// The next token, which has to be there: without one, the fault says that what is `wanted` is missing.
    pub(super) fn argument(&mut self, wanted: &str, faults: &mut impl Observer) -> Option<Token<'t>> {
        let token = self.next();
        if token.is_none() {
            let at = self.end();
            faults.fault(Fault::new(FaultKind::DirectiveSyntax, (at, at), format!("{wanted} is missing")));
        }
        token
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |len| from + len)
    }

    /// Passes over a comment, and notes it where it may be a part of the text.
    fn comment(&mut self) {
        let (at, end) = (self.pos, self.line_end(self.pos));
        self.pos = end;
        let Some(last) = self.last_end.checked_sub(1).and_then(|last| self.bytes.get(last)).copied() else {
            return;
        };
        let text = self.bytes.get(at + 1..end).unwrap_or_default().trim_ascii_end();
        let between = self.bytes.get(self.last_end..at).unwrap_or_default();
        if !between.iter().all(|&byte| class(byte) == BLANK) {
            return;
        }
        let touches = between.is_empty();
        if self.cut.is_none() && (touches || last != b'"' && is_tag(text)) && !text.trim_ascii().is_empty() {
            self.cut = Some(Cut { at: u32_of(at), end: u32_of(at + 1 + text.len()), touches });
        }
    }

    /// Notes that the word at `start` touches a quote; `alpn="h2"` is one word of a service parameter.
    fn note_glue(&mut self, start: usize) {
        let before = start.checked_sub(1).and_then(|before| self.bytes.get(before)).copied();
        let is_quote = self.bytes.get(start) == Some(&b'"');
        let touches = match before {
            Some(b'"') => true,
            Some(b'=') | None => false,
            Some(byte) => is_quote && class(byte) == WORD,
        };
        if touches && start == self.last_end && !self.glued && !self.unpaired {
            self.glued = true;
            self.faults.push(LexFault::Glued(u32_of(start)));
        }
    }

    fn end_entry(&mut self) -> Option<Token<'t>> {
        self.in_entry = false;
        self.depth = 0;
        None
    }

    /// Notes a parenthesis that is never closed; those inside it are no fault besides.
    fn note_unclosed(&mut self) {
        self.faults.retain(|fault| !matches!(fault, LexFault::Nested(_)));
        self.faults.push(LexFault::Unclosed(u32_of(self.opened_at)));
    }

    /// The end of the source inside parentheses.
    fn unclosed(&mut self) -> Option<Token<'t>> {
        self.note_unclosed();
        self.ran_out = !self.distrust;
        self.distrust = true;
        self.end_entry()
    }

    /// Whether a line inside parentheses reads as the start of a record or directive.
    ///
    /// Behind an owner, or a blank, there must be a type and something that is none: a line of a type bitmap
    /// is not a record, nor is a line of base64.
    fn looks_like_an_entry(&self, at: usize) -> bool {
        let line = self.bytes.get(..self.line_end(at)).unwrap_or(self.bytes);
        let mut lexer = Lexer::new(line, at);
        if !lexer.start_entry() || lexer.pos() != at {
            return false;
        }
        let owner = if lexer.starts_with_blank() { None } else { lexer.next() };
        if owner.is_some_and(|word| word.text.first() == Some(&b'$')) {
            return true;
        }
        let head = read_head(&mut lexer, Head::new(owner), &mut |_| {});
        head.rtype.is_some()
            && lexer.next().is_some_and(|word| word.quoted || Rtype::parse(word.text).is_none())
    }

    fn quoted(&mut self) -> Token<'t> {
        let open = self.pos;
        self.note_glue(open);
        let mut at = open + 1;
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            let Some(skip) = memchr::memchr3(b'"', b'\\', b'\n', rest) else {
                at = self.bytes.len();
                break;
            };
            at += skip;
            match self.bytes.get(at) {
                Some(b'\\') if self.bytes.get(at + 1) != Some(&b'\n') => at += 2,
                Some(b'\\') => at += 1,
                Some(b'"') => {
                    self.pos = at + 1;
                    return self.token(open + 1, at, true);
                }
                _ => break,
            }
        }
        let at = at.min(self.bytes.len());
        self.unpaired = true;
        self.faults.push(LexFault::Unquoted(u32_of(open), u32_of(at)));
        self.pos = at;
        self.token(open + 1, at, true)
    }

    fn word(&mut self) -> Token<'t> {
        let start = self.pos;
        if start == self.last_end {
            self.note_glue(start);
        }
        let mut at = start;
        loop {
            at = word_end(self.bytes, at);
            let Some(&byte) = self.bytes.get(at) else { break };
            match class(byte) {
                // A control character, or one like `!`.
                WORD => at += 1,
                // An escaped newline ends the word all the same: RFC 1035 escapes characters, not lines.
                ESCAPE if self.bytes.get(at + 1).is_some_and(|&next| next != b'\n') => at += 2,
                ESCAPE => at += 1,
                _ => break,
            }
        }
        self.pos = at;
        self.token(start, at, false)
    }

    fn token(&mut self, start: usize, end: usize, quoted: bool) -> Token<'t> {
        let text = self.bytes.get(start..end).unwrap_or_default();
        self.last_end = self.pos;
        Token { text, quoted, start: u32_of(start - usize::from(quoted)), end: u32_of(self.pos) }
    }
}

impl<'t> Tokens<'t> for Lexer<'t> {
    fn next(&mut self) -> Option<Token<'t>> {
        if !self.in_entry {
            return None;
        }
        loop {
            let Some(&byte) = self.bytes.get(self.pos) else {
                return if self.depth > 0 { self.unclosed() } else { self.end_entry() };
            };
            match class(byte) {
                BLANK => self.pos += 1,
                NEWLINE => {
                    self.pos += 1;
                    if self.depth == 0 {
                        return self.end_entry();
                    }
                    if self.distrust && self.looks_like_an_entry(self.pos) {
                        self.note_unclosed();
                        return self.end_entry();
                    }
                }
                WORD | ESCAPE => return Some(self.word()),
                _ => match byte {
                    b';' => self.comment(),
                    b'(' => {
                        if self.depth == 0 {
                            self.opened_at = self.pos;
                        } else if !self.nested {
                            self.nested = true;
                            self.faults.push(LexFault::Nested(u32_of(self.pos)));
                        }
                        self.depth += 1;
                        self.pos += 1;
                    }
                    b')' => {
                        if self.depth == 0 {
                            self.faults.push(LexFault::StrayClose(u32_of(self.pos)));
                        }
                        self.depth = self.depth.saturating_sub(1);
                        self.pos += 1;
                    }
                    _ if self.unpaired => self.pos += 1,
                    _ => return Some(self.quoted()),
                },
            }
        }
    }

    fn end(&self) -> u32 {
        u32_of(self.last_end)
    }
}

/// Whether a text starts with a blank and has nothing but words and blanks.
pub fn is_plain(text: &[u8]) -> bool {
    text.first().is_some_and(|&byte| class(byte) == BLANK)
        && text.iter().all(|&byte| matches!(class(byte), WORD | BLANK))
}

/// Whether a text begins with a tag: `p=reject`.
fn is_tag(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let name = text.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let behind = text.get(name..).unwrap_or_default().trim_ascii_start();
    name > 0 && matches!(behind, [b'=', value, ..] if *value != b'=')
}

/// Where the first octet from `at` on stands that may end a word: eight octets are looked at together. A
/// control character does not, nor one like `!`, and they are found all the same.
fn word_end(bytes: &[u8], mut at: usize) -> usize {
    let (words, rest) = bytes.get(at..).unwrap_or_default().as_chunks::<8>();
    for word in words {
        let ends = ends_in(u64::from_le_bytes(*word));
        if ends != 0 {
            return at + usize::try_from(ends.trailing_zeros() / 8).unwrap_or(0);
        }
        at += 8;
    }
    at + rest.iter().take_while(|&&byte| class(byte) == WORD).count()
}

/// A bit in each octet that may end a word; those behind the first may be wrong.
fn ends_in(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let below = |value: u64, least: u64| value.wrapping_sub(least * ONES) & !value;
    let is = |octet: u8| below(word ^ (u64::from(octet) * ONES), 1);
    // Blanks, line ends, `"`, `(` and `)` are below `*`; what else is there stands in few words.
    let ends = below(word, 0x2a) | is(b';') | is(b'\\');
    ends & (0x80 * ONES)
}

#[inline]
fn class(byte: u8) -> u8 {
    CLASS.get(usize::from(byte)).copied().unwrap_or(WORD)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> (Vec<Vec<String>>, Vec<LexFault>) {
        let mut lexer = Lexer::new(text.as_bytes(), 0);
        let (mut out, mut faults) = (Vec::new(), Vec::new());
        while lexer.start_entry() {
            let at = lexer.pos();
            let words: Vec<String> = std::iter::from_fn(|| lexer.next())
                .map(|token| String::from_utf8_lossy(token.text).into_owned())
                .collect();
            if lexer.ran_out() {
                lexer.reread(at);
                continue;
            }
            out.push(words);
            faults.append(&mut lexer.faults);
        }
        (out, faults)
    }

    #[test]
    fn every_octet_ends_a_word_wherever_it_stands() {
        for byte in 0..=u8::MAX {
            for place in 0..20 {
                let mut bytes = [b'w'; 21];
                *bytes.get_mut(place).expect("a place inside") = byte;
                let ends = class(byte) != WORD || byte < b'*' && place < 16;
                assert_eq!(word_end(&bytes, 0), if ends { place } else { 21 }, "{byte} at {place}");
            }
        }
    }

    #[test]
    fn parentheses_join_lines_and_comments_end_them() {
        let (lines, faults) = entries("a SOA ( 1 ; one\n 2 )\n; gone\n\n  \nb A 1;x\n");
        assert_eq!(lines, [vec!["a", "SOA", "1", "2"], vec!["b", "A", "1"]]);
        assert_eq!(faults, []);
    }

    #[test]
    fn quotes_hide_everything_but_the_line_end() {
        let (lines, faults) = entries("a TXT \"x ; ( \\\" y\" z\nb TXT \"open\nc A 1\n");
        assert_eq!(
            lines,
            [vec!["a", "TXT", "x ; ( \\\" y", "z"], vec!["b", "TXT", "open"], vec!["c", "A", "1"]]
        );
        assert_eq!(faults, [LexFault::Unquoted(27, 32)]);
    }

    #[test]
    fn an_open_parenthesis_swallows_no_later_record() {
        let (lines, faults) = entries("a SOA ( 1\n  2\nb A 1\nc SOA ( 3\n 4\nAAAA\n NS x\nd A 2\n");
        assert_eq!(faults, [LexFault::Unclosed(6), LexFault::Unclosed(26)]);
        let expected: [&[&str]; 5] = [
            &["a", "SOA", "1", "2"],
            &["b", "A", "1"],
            &["c", "SOA", "3", "4", "AAAA"],
            &["NS", "x"],
            &["d", "A", "2"],
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_bitmap_over_several_lines_is_one_entry() {
        let (lines, faults) = entries("a SOA ( 1\nb NSEC c (\n A NS\n SOA )\nd A 2\n");
        assert_eq!(faults, [LexFault::Unclosed(6)]);
        assert_eq!(
            lines,
            [vec!["a", "SOA", "1"], vec!["b", "NSEC", "c", "A", "NS", "SOA"], vec!["d", "A", "2"]]
        );
    }

    #[test]
    fn one_unpaired_quote_is_one_fault() {
        let (lines, faults) = entries("a TXT ( \"b\n c\" )\nd A 1\n");
        assert_eq!(faults, [LexFault::Unquoted(8, 10)]);
        assert_eq!(lines, [vec!["a", "TXT", "b", "c"], vec!["d", "A", "1"]]);
    }

    #[test]
    fn a_million_parentheses_are_a_number() {
        let text = "(".repeat(1_000_000) + "a A 1" + &")".repeat(1_000_000) + "\n";
        let (lines, faults) = entries(&text);
        assert_eq!(lines, [vec!["a", "A", "1"]]);
        assert_eq!(faults, [LexFault::Nested(1)]);
    }

    #[test]
    fn words_that_touch_a_quote_are_noted_once_for_each_entry() {
        let glued = |text: &str| entries(text).1;
        assert_eq!(glued("a TXT \"b\"\"c\"\"d\"\n"), [LexFault::Glued(9)]);
        assert_eq!(glued("a TXT b\"c\"\n"), [LexFault::Glued(7)]);
        assert_eq!(glued("a TXT \"b\"c\n"), [LexFault::Glued(9)]);
        assert_eq!(glued("a TXT (\"b\" \"c\")\na SVCB 1 . alpn=\"h2\"\n\"q\" A 1\n"), []);
    }

    #[test]
    fn a_semicolon_that_may_be_text_is_noted() {
        assert_eq!(cut("a TXT k=v;x=y \n"), Some(";x=y"));
        assert_eq!(cut("a TXT \"k=v\"; x\n"), Some("; x"));
        assert_eq!(cut("a TXT v=K ; x = y\n"), Some("; x = y"));
        assert_eq!(cut("a TXT ( v=K; ; x=y\n z;z )\n"), Some("; ; x=y"));
        for whole in
            ["a TXT b ; c\n", "a TXT b;\n", "a TXT b; \n", "a TXT \"b\" ; c=d\n", "a TXT ( ; c=d\n b )\n"]
        {
            assert_eq!(cut(whole), None, "{whole}");
        }
    }

    /// What the first entry leaves to a comment that may be text.
    fn cut(text: &str) -> Option<&str> {
        let mut lexer = Lexer::new(text.as_bytes(), 0);
        lexer.start_entry();
        lexer.finish_entry();
        let index = |offset: u32| usize::try_from(offset).expect("an offset of a test");
        lexer.cut().map(|cut| text.get(index(cut.at)..index(cut.end)).unwrap_or_default())
    }
}
