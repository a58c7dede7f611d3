//! Reads one large file on several threads. Where to cut is found by looking at the text, never by counting
//! threads, so the outcome is the same at any number of them.
//!
//! A piece is read with a guess of what the entries before it leave behind (`$ORIGIN`, `$TTL`, no open
//! parenthesis). Pieces are then taken in order: one whose guess was right is kept, any other is read again.
//! So a wrong guess costs time and never changes what is found.

use std::sync::OnceLock;

use super::Setup;
use super::columns::Chunk;
use super::directive::{self, Directive};
use super::lexer::Lexer;
use super::reader::{ANY_TTL, Faults, Reader, ReaderState, Stop};
use crate::rr::Tokens;
use crate::source::{Source, SourceId};

/// Octets of text in one piece.
const PIECE: usize = 2 << 20;

/// A stretch of text, and what was read of it with a guess.
pub struct Piece {
    start: usize,
    /// Where the next piece starts.
    pub end: usize,
    guess: ReaderState,
    read: OnceLock<Option<Outcome>>,
}

/// What a piece holds, read from the state that the text before it leaves.
pub struct Outcome {
    state: ReaderState,
    chunks: Vec<Chunk>,
    faults: Faults,
    next: usize,
}

impl Piece {
    /// What was read, where the piece was read from `at`, where the text before it ends, and with the right
    /// guess.
    pub fn outcome(self, at: usize, state: &ReaderState) -> Option<Outcome> {
        let is_right = at == self.start
            && self.guess.origin == state.origin
            && self.guess.default_ttl == state.default_ttl
            && !state.distrust;
        self.read.into_inner().flatten().filter(|_| is_right)
    }
}

impl Outcome {
    /// Makes `state`, that before the piece, the one behind it; what was found, and where the next entry
    /// starts.
    pub fn follow(self, state: &mut ReaderState) -> (Vec<Chunk>, Faults, usize) {
        let before = std::mem::replace(state, self.state);
        state.last_ttl = state.last_ttl.or(before.last_ttl);
        state.owner = state.owner.take().or(before.owner);
        // A piece that has `$GENERATE` is never read with a guess.
        state.multiplied = before.multiplied;
        (self.chunks, self.faults, self.next)
    }
}

/// Cuts `source` into pieces from `start` to its end, and reads them.
pub fn read(
    setup: &Setup<'_>,
    id: SourceId,
    source: &Source,
    start: usize,
    state: &ReaderState,
) -> Vec<Piece> {
    let pieces = cut(&source.bytes, start, state);
    setup.workers.run(pieces.len(), &|at| {
        if let Some(piece) = pieces.get(at) {
            piece.read.get_or_init(|| {
                // An entry that goes on far behind its piece is left to the second reading, so that text in
                // which all of them do is not read to its end once for each piece.
                let most = source.bytes.len().min(piece.end.saturating_add(PIECE));
                let bytes = source.bytes.get(..most).unwrap_or(&source.bytes);
                let stretch = piece.end - piece.start;
                let mut reader = Reader::new(id, bytes, stretch, piece.guess.clone(), true, setup.limits);
                let Stop::End(next) = reader.read(piece.start, piece.end) else { return None };
                let (state, chunks, faults) = reader.finish();
                let cut_short = most < source.bytes.len() && (next >= most || state.distrust);
                (!cut_short).then_some(Outcome { state, chunks, faults, next })
            });
        }
    });
    pieces
}

/// Cuts the text at lines that look like the start of an entry, and guesses the state there.
fn cut(bytes: &[u8], start: usize, state: &ReaderState) -> Vec<Piece> {
    let mut guess = ReaderState {
        owner: None,
        owner_lost: false,
        last_ttl: None,
        after_directive: false,
        opened: false,
        ..state.clone()
    };
    let mut pieces = Vec::new();
    let mut from = start;
    while from < bytes.len() {
        let end = bytes
            .get(from..)
            .filter(|rest| rest.len() > PIECE + PIECE / 2)
            .map_or(bytes.len(), |_| next_entry(bytes, from + PIECE));
        pieces.push(Piece { start: from, end, guess: guess.clone(), read: OnceLock::new() });
        if end < bytes.len() {
            follow_directives(bytes.get(..end).unwrap_or(bytes), from, &mut guess);
        }
        from = end;
    }
    pieces
}

/// The first line at or behind `from` that starts with a plain word.
fn next_entry(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    memchr::memchr_iter(b'\n', rest)
        .map(|newline| from + newline + 1)
        .find(|&line| {
            bytes
                .get(line)
                .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'*' | b'@' | b'.'))
        })
        .unwrap_or(bytes.len())
}

/// Applies `$ORIGIN` and `$TTL` of the lines from `from` on, as if nothing could hide them.
fn follow_directives(bytes: &[u8], from: usize, guess: &mut ReaderState) {
    let rest = bytes.get(from..).unwrap_or_default();
    let first = rest.starts_with(b"$").then_some(from);
    for at in
        first.into_iter().chain(memchr::memmem::find_iter(rest, b"\n$").map(|newline| from + newline + 1))
    {
        // A parenthesis that is never closed must not make this loop read to the end of the text for each
        // line.
        let line_end =
            memchr::memchr(b'\n', bytes.get(at..).unwrap_or_default()).map_or(bytes.len(), |len| at + len);
        let mut lexer = Lexer::new(bytes.get(..line_end).unwrap_or(bytes), at);
        lexer.start_entry();
        let Some(word) = lexer.next() else { continue };
        if word.text.len() != 4 && word.text.len() != 7 {
            continue;
        }
        match directive::read(&mut lexer, word, guess.origin.borrow_name(), &mut Faults::default()) {
            Some(Directive::Origin(name)) => guess.origin = name,
            Some(Directive::Ttl(ttl)) => guess.default_ttl = Some(ttl),
            None if word.text.eq_ignore_ascii_case(b"$TTL") => {
                guess.default_ttl.get_or_insert(ANY_TTL);
            }
            _ => {}
        }
    }
}
