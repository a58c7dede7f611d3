//! How one field's value is read from text, measured on the wire and written. Knows no record type.

pub(super) mod address;
pub(super) mod apl;
pub(super) mod base64;
pub(super) mod bitmap;
pub(super) mod gateway;
pub(super) mod hex;
pub(super) mod hip;
pub(super) mod key;
pub(super) mod legacy;
pub(super) mod loc;
pub(super) mod name;
pub(super) mod number;
pub(super) mod string;
pub(super) mod svcb;
pub(super) mod svcb_value;
pub(super) mod time;
pub(super) mod wks;

use crate::fault::FaultKind;
use crate::rr::Token;
use crate::wire::{NameRef, excerpt};

/// Most octets of rdata: its length field has 16 bits.
pub(super) const MAX_RDATA: usize = 65_535;

/// What is wrong with one word, in offsets of its text.
#[derive(Debug)]
pub(super) struct Flaw {
    /// What kind.
    pub kind: FaultKind,
    /// The octets at fault; the whole word where that is all there is to say.
    pub at: Option<(usize, usize)>,
    /// Found against expected, one clause.
    pub note: String,
}

impl Flaw {
    /// A flaw of the whole word.
    pub fn new(kind: FaultKind, note: impl Into<String>) -> Flaw {
        Flaw { kind, at: None, note: note.into() }
    }

    /// A flaw of some octets of the word.
    pub fn within(kind: FaultKind, from: usize, to: usize, note: impl Into<String>) -> Flaw {
        Flaw { kind, at: Some((from, to)), note: note.into() }
    }

    /// The same flaw of a piece that starts `by` octets into the word.
    pub fn moved(mut self, by: usize, len: usize) -> Flaw {
        let (from, to) = self.at.unwrap_or((0, len));
        self.at = Some((from + by, to + by));
        self
    }
}

/// Where the words of one field come from and where their octets and flaws go.
pub(super) trait Input<'t> {
    /// The next word; `None` at the record's end.
    fn word(&mut self) -> Option<Token<'t>>;

    /// Gives the last word back.
    fn put_back(&mut self, token: Token<'t>);

    /// The rdata so far, behind what stood in the buffer before it.
    fn out(&mut self) -> &mut Vec<u8>;

    /// How many octets of rdata there are so far.
    fn octets(&self) -> usize;

    /// What relative names continue with.
    fn origin(&self) -> NameRef<'_>;

    /// Tells a flaw in `token`; reading goes on.
    fn flaw(&mut self, token: &Token<'_>, flaw: Flaw);

    /// Tells a flaw of everything from the first word of this field to the last.
    fn flaw_of_field(&mut self, kind: FaultKind, note: String);
}

/// `text` as messages show it.
pub(super) fn quoted(text: &[u8]) -> String {
    format!("`{}`", excerpt(text, 30))
}

/// Reads one word with `read`; `None` where the record ends instead.
pub(super) fn one<'t, I: Input<'t> + ?Sized>(
    input: &mut I,
    read: impl FnOnce(&[u8], &mut Vec<u8>) -> Result<(), Flaw>,
) -> Option<()> {
    let token = input.word()?;
    if let Err(flaw) = read(token.text, input.out()) {
        input.flaw(&token, flaw);
    }
    Some(())
}

/// The first octet and the rest, or what is missing.
pub(super) fn first_octet<'a>(octets: &'a [u8], what: &str) -> Result<(u8, &'a [u8]), String> {
    octets.split_first().map(|(first, rest)| (*first, rest)).ok_or_else(|| format!("ends before the {what}"))
}
