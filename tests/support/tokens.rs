//! The words of one line of rdata, for tests that need no zone file. Knows blanks, quotes and escapes; no
//! parentheses.

use danelaw::fault::Fault;
use danelaw::rr::{self, Observer, Rtype, Token, Tokens};
use danelaw::wire::NameRef;

/// Hands out the words of `text`.
pub struct Words<'t> {
    text: &'t [u8],
    at: usize,
    end: usize,
}

impl<'t> Words<'t> {
    /// All words of `text`.
    pub fn new(text: &'t str) -> Self {
        Words { text: text.as_bytes(), at: 0, end: 0 }
    }
}

impl<'t> Tokens<'t> for Words<'t> {
    fn next(&mut self) -> Option<Token<'t>> {
        while self.text.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        let Some(&first) = self.text.get(self.at) else {
            self.end = self.text.len();
            return None;
        };
        let (quoted, start) = (first == b'"', self.at);
        let from = start + usize::from(quoted);
        let mut to = from;
        while let Some(&byte) = self.text.get(to) {
            if byte == b'"' || (!quoted && byte == b' ') {
                break;
            }
            to += if byte == b'\\' { 2 } else { 1 };
        }
        let to = to.min(self.text.len());
        self.at = to + usize::from(quoted);
        self.end = self.at;
        Some(Token {
            text: &self.text[from..to],
            quoted,
            start: u32::try_from(start).unwrap(),
            end: u32::try_from(self.at).unwrap(),
        })
    }

    fn end(&self) -> u32 {
        u32::try_from(self.end).unwrap()
    }
}

/// Keeps what it is told.
#[derive(Default)]
pub struct Kept {
    /// The faults in the order they were told.
    pub faults: Vec<Fault>,
    /// Index, start and end of each field.
    pub fields: Vec<(usize, u32, u32)>,
}

impl Observer for Kept {
    fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    fn field(&mut self, index: usize, start: u32, end: u32) {
        self.fields.push((index, start, end));
    }
}

/// Encodes one line of rdata below `example.`; the octets where there are any, and what was told.
pub fn encode(rtype: Rtype, text: &str) -> (Option<Vec<u8>>, Kept) {
    let origin = danelaw::wire::Name::absolute("example.").unwrap();
    encode_below(rtype, text, origin.borrow_name())
}

/// Encodes one line of rdata below `origin`.
pub fn encode_below(rtype: Rtype, text: &str, origin: NameRef<'_>) -> (Option<Vec<u8>>, Kept) {
    let (mut out, mut kept) = (b"before".to_vec(), Kept::default());
    let sound = rr::encode(rtype, &mut Words::new(text), origin, &mut out, &mut kept);
    assert!(out.starts_with(b"before"));
    if !sound {
        assert_eq!(out.len(), 6, "{rtype} {text}: octets left behind");
        assert!(!kept.faults.is_empty(), "{rtype} {text}: refused without a fault");
    }
    (sound.then(|| out.split_off(6)), kept)
}
