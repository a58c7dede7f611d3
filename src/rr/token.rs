//! The words of one record's rdata as the lexer hands them to the codec.

/// A word or a quoted string, escapes not yet resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'t> {
    /// The octets, without the quotes.
    pub text: &'t [u8],
    /// Whether it stood in double quotes.
    pub quoted: bool,
    /// Offset of its first octet in the source, the quote included.
    pub start: u32,
    /// Offset behind its last octet.
    pub end: u32,
}

impl Token<'_> {
    /// First offset and the offset behind the last.
    #[must_use]
    pub fn span(&self) -> (u32, u32) {
        (self.start, self.end)
    }
}

/// The tokens of one entry, one after the other.
pub trait Tokens<'t> {
    /// The next token of this entry; `None` at its end, and ever after.
    fn next(&mut self) -> Option<Token<'t>>;

    /// Where the entry's text ends so far: behind the last token handed out, or the entry's end once that was
    /// reached.
    fn end(&self) -> u32;
}
