//! What every codec of a kind of field is, where its words come from and what is wrong with them. Knows no
//! kind.

use crate::fault::FaultKind;
use crate::rr::Token;
use crate::wire::excerpt;

/// Most octets of rdata: its length field has 16 bits.
pub const MAX_RDATA: usize = 65_535;

/// What is wrong with one word, in offsets of its text.
#[derive(Debug)]
pub struct Flaw {
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
pub trait Input<'t> {
    /// The next word; `None` at the record's end.
    fn word(&mut self) -> Option<Token<'t>>;

    /// Gives the last word back.
    fn put_back(&mut self, token: Token<'t>);

    /// The rdata so far, behind what stood in the buffer before it.
    fn out(&mut self) -> &mut Vec<u8>;

    /// How many octets of rdata there are so far.
    fn octets(&self) -> usize;

    /// Appends the name that `text` is, relative ones continued. `Ok` may carry a flaw that leaves the name
    /// usable.
    fn name(&mut self, text: &[u8]) -> Result<Option<Flaw>, Flaw>;

    /// Tells a flaw in `token`; reading goes on.
    fn flaw(&mut self, token: &Token<'_>, flaw: Flaw);

    /// Tells a flaw of everything from the first word of this field to the last.
    fn flaw_of_field(&mut self, kind: FaultKind, note: String);
}

/// How the fields of one kind are read from text, measured on the wire and written.
pub trait Codec {
    /// Reads the field and appends its octets; `None` where the record ends instead. `what` names the field.
    fn read<'t>(&self, input: &mut impl Input<'t>, what: &str) -> Option<()>;

    /// How many octets at the front of `rest` the field takes, or why it does not fit.
    fn length(&self, rest: &[u8]) -> Result<usize, String>;

    /// Writes the field's octets as text; `None` where only the RFC 3597 form can write them.
    fn show(&self, octets: &[u8], out: &mut String) -> Option<()>;

    /// Where the names of the field start, for the kinds that hold any.
    fn name_offset(&self, octets: &[u8]) -> Option<usize> {
        let _ = octets;
        None
    }

    /// Whether canonical form writes the field's names in lower case: RFC 4034 section 6.2, RFC 6840 section
    /// 5.1.
    fn is_folded(&self) -> bool {
        false
    }

    /// Whether the field's words may be in quotes.
    fn has_quotes(&self) -> bool {
        false
    }
}

/// A codec of one word that is always the same number of octets.
pub trait Word {
    /// An array of octets.
    type Octets: AsRef<[u8]>;

    /// Reads the word.
    fn parse(text: &[u8]) -> Result<Self::Octets, Flaw>;

    /// Writes the octets, which are as many as [`Word::Octets`] has.
    fn write(octets: &[u8], out: &mut String) -> Option<()>;
}

impl<W: Word> Codec for W {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        one(input, |text, out| W::parse(text).map(|octets| out.extend_from_slice(octets.as_ref())))
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        fixed(rest, size_of::<W::Octets>())
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        W::write(octets, out)
    }
}

/// The length of a field that always has `octets` octets.
pub fn fixed(rest: &[u8], octets: usize) -> Result<usize, String> {
    if rest.len() < octets { Err(format!("has {} of {octets} octets", rest.len())) } else { Ok(octets) }
}

/// The length of a field that takes all octets, at least one.
pub fn at_least_one(rest: &[u8]) -> Result<usize, String> {
    if rest.is_empty() { Err("is empty".to_owned()) } else { Ok(rest.len()) }
}

/// `text` as messages show it.
pub fn quoted(text: &[u8]) -> String {
    format!("`{}`", excerpt(text, 30))
}

/// Reads one word with `read`; `None` where the record ends instead.
pub fn one<'t, I: Input<'t> + ?Sized>(
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
pub fn first_octet<'a>(octets: &'a [u8], what: &str) -> Result<(u8, &'a [u8]), String> {
    octets.split_first().map(|(first, rest)| (*first, rest)).ok_or_else(|| format!("ends before the {what}"))
}
