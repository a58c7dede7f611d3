//! Where the fields of one record stand, found by reading its entry again when a finding is made.

use super::entry::{Head, read_head};
use super::lexer::Lexer;
use crate::fault::Fault;
use crate::rr::{self, Observer, Token, Tokens};
use crate::wire::{NameRef, u32_of, unescape};

/// First offset and the offset behind the last.
pub type Range = (u32, u32);

/// The places of one record's parts. What is left out in the text has the range of the entry's first token.
#[derive(Debug, Clone, Default)]
pub struct EntrySpans {
    /// From the first token to the last.
    pub whole: Range,
    /// The owner; `None` where it is inherited.
    pub owner: Option<Range>,
    /// The TTL; `None` where it is left out.
    pub ttl: Option<Range>,
    /// The class; `None` where it is left out.
    pub class: Option<Range>,
    /// The type.
    pub rtype: Range,
    /// From the first rdata token to the last.
    pub rdata: Range,
    fields: Vec<(usize, Range)>,
}

impl EntrySpans {
    /// Reads the entry that starts at `entry_at` and ends before the entry at `next`.
    #[must_use]
    pub fn read(bytes: &[u8], entry_at: u32, next: Option<u32>) -> EntrySpans {
        let offset = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        let bytes = next.and_then(|next| bytes.get(..offset(next))).unwrap_or(bytes);
        let mut lexer = Lexer::new(bytes, offset(entry_at));
        let spans = EntrySpans::read_from(&mut lexer, entry_at);
        if !lexer.ran_out() {
            return spans;
        }
        lexer.reread(offset(entry_at));
        EntrySpans::read_from(&mut lexer, entry_at)
    }

    fn read_from(lexer: &mut Lexer<'_>, entry_at: u32) -> EntrySpans {
        let mut spans = EntrySpans {
            whole: (entry_at, entry_at),
            rtype: (entry_at, entry_at),
            rdata: (entry_at, entry_at),
            ..EntrySpans::default()
        };
        if !lexer.start_entry() {
            return spans;
        }
        let owner = if lexer.starts_with_blank() { None } else { lexer.next() };
        if owner.is_some_and(|token| token.text.first() == Some(&b'$')) {
            // A `$GENERATE` line made this record: no part of it stands in the text.
            while lexer.next().is_some() {}
            spans.whole = (entry_at, lexer.end());
            spans.rtype = spans.whole;
            spans.rdata = spans.whole;
            return spans;
        }
        let head = read_head(lexer, Head::new(owner), &mut |_| {});
        spans.owner = head.owner.map(|token| token.span());
        spans.ttl = head.ttl.map(|(_, span)| span);
        spans.class = head.class.map(|(_, span)| span);
        let Some((rtype, type_span)) = head.rtype else { return spans };
        spans.rtype = type_span;
        let mut out = Vec::new();
        rr::encode(rtype, lexer, NameRef::ROOT, &mut out, &mut Recorder(&mut spans.fields));
        let end = lexer.end();
        let first = [spans.owner, spans.ttl, spans.class]
            .into_iter()
            .flatten()
            .fold(type_span.0, |first, span| first.min(span.0));
        let rdata_start = spans.fields.iter().map(|&(_, span)| span.0).min().unwrap_or(type_span.1);
        spans.whole = (first, end.max(type_span.1));
        spans.rdata = (rdata_start, end.max(rdata_start));
        spans
    }

    /// The range of octets of the character-strings that the entry's rdata is made of: string and octet, both
    /// from 0. The whole rdata where a directive made the record or it is written in generic form, since no
    /// string stands in the text.
    #[must_use]
    pub fn strings(
        bytes: &[u8],
        entry_at: u32,
        next: Option<u32>,
        from: (usize, usize),
        to: (usize, usize),
    ) -> Range {
        let spans = EntrySpans::read(bytes, entry_at, next);
        let tokens = rdata_tokens(bytes, entry_at, next, spans.rdata);
        let Some(first) = tokens.first().filter(|_| spans.whole != spans.rdata) else { return spans.rdata };
        if !first.quoted && first.text == b"\\#" {
            return (first.start, spans.rdata.1);
        }
        let place = |(string, octet): (usize, usize)| tokens.get(string).map(|token| offset_in(token, octet));
        match (place(from), place(to)) {
            // Nothing of a string is its end.
            (Some(start), Some(end)) if start < end => (start, end),
            (Some(start), _) => {
                tokens.get(from.0).map_or(spans.rdata, |token| (start.min(token.end), token.end.max(start)))
            }
            (None, _) => spans.rdata,
        }
    }

    /// The range of field `index` of the descriptor, or of the whole rdata where the field does not stand by
    /// itself.
    #[must_use]
    pub fn field(&self, index: usize) -> Range {
        self.fields.iter().find(|(at, _)| *at == index).map_or(self.rdata, |&(_, span)| span)
    }
}

/// The tokens of an entry that stand within `rdata`.
fn rdata_tokens(bytes: &[u8], entry_at: u32, next: Option<u32>, rdata: Range) -> Vec<Token<'_>> {
    let offset = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    let bytes = next.and_then(|next| bytes.get(..offset(next))).unwrap_or(bytes);
    let mut lexer = Lexer::new(bytes, offset(entry_at));
    let mut tokens = tokens_within(&mut lexer, rdata);
    if lexer.ran_out() {
        lexer.reread(offset(entry_at));
        tokens = tokens_within(&mut lexer, rdata);
    }
    tokens
}

fn tokens_within<'t>(lexer: &mut Lexer<'t>, rdata: Range) -> Vec<Token<'t>> {
    let is_there = lexer.start_entry();
    let all =
        std::iter::from_fn(|| lexer.next()).filter(|token| token.start >= rdata.0 && token.end <= rdata.1);
    if is_there { all.collect() } else { Vec::new() }
}

/// Where octet `octet` of a string stands, escapes counted as they are written.
fn offset_in(token: &Token<'_>, octet: usize) -> u32 {
    let mut at = 0;
    for _ in 0..octet {
        at += match token.text.get(at) {
            Some(b'\\') => {
                1 + unescape(token.text.get(at + 1..).unwrap_or_default()).map_or(1, |(_, used)| used)
            }
            Some(_) => 1,
            None => break,
        };
    }
    token.start.saturating_add(u32::from(token.quoted)).saturating_add(u32_of(at.min(token.text.len())))
}

struct Recorder<'a>(&'a mut Vec<(usize, Range)>);

impl Observer for Recorder<'_> {
    fn fault(&mut self, _: Fault) {}

    fn field(&mut self, index: usize, start: u32, end: u32) {
        self.0.push((index, (start, end)));
    }
}
