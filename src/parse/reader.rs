//! Reads the entries of one stretch of text into a chunk, and keeps what one entry leaves to the next.

use super::columns::{CLASS_IN, Chunk, ROWS_PER_CHUNK};
use super::directive::Directive;
use super::entry::{self, Head};
use super::lexer::{LexFault, Lexer};
use super::{directive, generate};
use crate::fault::{Fault, FaultKind};
use crate::limits::Limits;
use crate::rr::{self, Observer, Rtype, Token, Tokens, types};
use crate::source::SourceId;
use crate::wire::{Name, NameError, NameRef, u32_of};

/// What one entry leaves to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// `$ORIGIN`.
    pub origin: Name,
    /// `$TTL`.
    pub default_ttl: Option<u32>,
    /// The last TTL that was written at a record.
    pub last_ttl: Option<u32>,
    /// The last owner.
    pub owner: Option<Name>,
    /// Behind `$ORIGIN` or `$INCLUDE`, with no record since.
    pub after_directive: bool,
    /// A parenthesis was found that is never closed.
    pub distrust: bool,
    /// Records that `$GENERATE` has made so far.
    pub generated: u64,
}

impl State {
    /// The state at the first line of a file.
    pub fn new(origin: Name) -> State {
        State { origin, default_ttl: None, last_ttl: None, owner: None, after_directive: false, distrust: false, generated: 0 }
    }
}

/// Why a stretch was left before its end.
#[derive(Debug, PartialEq, Eq)]
pub enum Stop {
    /// The stretch has been read; the next entry starts at this offset.
    End(usize),
    /// `$INCLUDE` was met; reading goes on at `next`.
    Include { directive: directive::Include, next: usize },
    /// The state at the start was a guess, and the text depends on what could not be guessed.
    Guessed,
}

/// Collects faults up to a bound.
#[derive(Debug, Default)]
pub struct Faults {
    pub list: Vec<Fault>,
    pub dropped: u64,
    most: usize,
}

impl Faults {
    pub fn new(most: usize) -> Faults {
        Faults { most, ..Faults::default() }
    }
}

impl Observer for Faults {
    fn fault(&mut self, fault: Fault) {
        if self.list.len() < self.most { self.list.push(fault) } else { self.dropped += 1 }
    }
}

/// Reads one stretch.
pub struct Reader<'a> {
    pub state: State,
    pub chunks: Vec<Chunk>,
    pub faults: Faults,
    source: SourceId,
    bytes: &'a [u8],
    limits: &'a Limits,
    chunk: Chunk,
    /// The state was guessed: give up where the guess would matter.
    guessed: bool,
    /// The last owner as it was written, under which origin it was read, and its number in the chunk.
    owner_text: Option<(&'a [u8], u32)>,
}

impl<'a> Reader<'a> {
    pub fn new(source: SourceId, bytes: &'a [u8], stretch: usize, state: State, guessed: bool, limits: &'a Limits) -> Reader<'a> {
        let chunk = Chunk::new(source, stretch);
        Reader { state, chunks: Vec::new(), faults: Faults::new(limits.faults_per_chunk), source, bytes, limits, chunk, guessed, owner_text: None }
    }

    /// Reads entries from `start` on; those that start at or behind `end` are left to the next reader.
    pub fn read(&mut self, start: usize, end: usize) -> Stop {
        let mut lexer = Lexer::with_distrust(self.bytes, start, self.state.distrust);
        let stop = loop {
            if !lexer.start_entry() || lexer.pos() >= end {
                break Stop::End(lexer.pos());
            }
            let entry_at = lexer.pos();
            let blank = lexer.starts_with_blank();
            let first = if blank { None } else { lexer.next() };
            match first {
                Some(token) if token.text.first() == Some(&b'$') && !token.quoted => match self.directive(&mut lexer, token, entry_at) {
                    None => {}
                    Some(stop) => break stop,
                },
                _ if self.record(&mut lexer, first, blank, entry_at).is_none() => break Stop::Guessed,
                _ => {}
            }
            lexer.finish_entry();
            self.lex_faults(&mut lexer);
        };
        self.lex_faults(&mut lexer);
        self.state.distrust = lexer.distrusts();
        stop
    }

    /// The chunks and faults of what was read.
    pub fn finish(mut self) -> (State, Vec<Chunk>, Faults) {
        self.keep_owner();
        self.seal(0);
        (self.state, self.chunks, self.faults)
    }

    fn seal(&mut self, room: usize) {
        let mut full = std::mem::replace(&mut self.chunk, Chunk::new(self.source, room));
        if !full.is_empty() {
            full.shrink();
            self.chunks.push(full);
        }
    }

    /// Starts a new chunk when this one is full, with the last owner as its first name.
    fn make_room(&mut self) {
        if self.chunk.len() < ROWS_PER_CHUNK && self.chunk.rdata_octets() < self.limits.generated_octets {
            return;
        }
        let owner = self.chunk.name_count().checked_sub(1).map(|last| self.chunk.name(last).to_name());
        self.seal(1 << 16);
        self.owner_text = None;
        self.state.owner = owner.or(self.state.owner.take());
    }

    fn lex_faults(&mut self, lexer: &mut Lexer<'_>) {
        for fault in lexer.faults.drain(..) {
            self.faults.fault(match fault {
                LexFault::StrayClose(at) => Fault::new(FaultKind::UnbalancedParenthesis, (at, at + 1), "`)` without `(`"),
                LexFault::Unclosed(at) => Fault::new(FaultKind::UnbalancedParenthesis, (at, at + 1), "`(` is never closed"),
                LexFault::Unquoted(start, end) => Fault::new(FaultKind::UnterminatedQuote, (start, end), "the string does not end on this line"),
            });
        }
    }

    /// Carries out a directive; `Some` when the stretch has to be left.
    fn directive(&mut self, lexer: &mut Lexer<'a>, word: Token<'a>, entry_at: usize) -> Option<Stop> {
        match directive::read(lexer, word, self.state.origin.borrow_name(), &mut self.faults) {
            None => None,
            Some(Directive::Origin(name)) => {
                self.keep_owner();
                self.state.origin = name;
                self.state.after_directive = true;
                None
            }
            Some(Directive::Ttl(ttl)) => {
                self.state.default_ttl = Some(ttl);
                None
            }
            Some(Directive::Include(_) | Directive::Generate(_)) if self.guessed => Some(Stop::Guessed),
            Some(Directive::Include(include)) => {
                lexer.finish_entry();
                self.keep_owner();
                self.state.after_directive = true;
                Some(Stop::Include { directive: include, next: lexer.pos() })
            }
            Some(Directive::Generate(template)) => {
                self.keep_owner();
                self.generate(&template, u32_of(entry_at));
                None
            }
        }
    }

    /// The owner survives a change of origin as a name, not as text.
    fn keep_owner(&mut self) {
        if let Some((_, number)) = self.owner_text.take() {
            self.state.owner = Some(self.chunk.name(number).to_name());
        }
    }

    /// Reads one record. Faults are noted; `None` only when the guessed state would matter.
    fn record(&mut self, lexer: &mut Lexer<'a>, owner: Option<Token<'a>>, blank: bool, entry_at: usize) -> Option<()> {
        self.make_room();
        let Some(owner_number) = self.owner(lexer, owner, blank, entry_at)? else {
            return Some(());
        };
        let faults = &mut self.faults;
        let head = entry::read_head(lexer, owner, &mut |fault| faults.fault(fault));
        let Some((rtype, type_span)) = head.rtype else { return Some(()) };
        if rtype.is_meta() {
            self.faults.fault(Fault::new(FaultKind::MetaType, type_span, format!("{rtype} is a question or a message part, not a record")));
            return Some(());
        }
        let rdata_from = self.chunk.rdata_octets();
        let origin = self.state.origin.clone();
        let read = rr::encode(rtype, lexer, origin.borrow_name(), self.chunk.rdata_mut(), &mut self.faults);
        let ttl = self.ttl(&head, rtype, type_span, read.then_some(rdata_from))?;
        if read {
            self.chunk.push_record(u32_of(entry_at), owner_number, head.class.map_or(CLASS_IN, |(class, _)| class), rtype, ttl);
        }
        Some(())
    }

    /// The owner's number in the chunk; `Some(None)` when it has a fault.
    fn owner(&mut self, lexer: &Lexer<'_>, token: Option<Token<'a>>, blank: bool, entry_at: usize) -> Option<Option<u32>> {
        let after_directive = std::mem::take(&mut self.state.after_directive);
        let Some(token) = token else {
            let at = u32_of(entry_at);
            if !blank {
                // A line that holds nothing but a parenthesis: there is no entry.
                return Some(None);
            }
            if let Some((_, number)) = self.owner_text {
                return Some(Some(number));
            }
            let Some(owner) = self.state.owner.clone() else {
                if self.guessed {
                    return None;
                }
                self.faults.fault(Fault::new(FaultKind::NoOwner, (at, lexer.end()), "the first record starts with a blank"));
                return Some(None);
            };
            if after_directive {
                let note = format!("the owner is still `{owner}`");
                self.faults.fault(Fault::new(FaultKind::InheritedOwner, (at, lexer.end().max(at)), note));
            }
            let number = self.chunk.push_name(|out| {
                out.extend_from_slice(&owner);
                Ok::<(), ()>(())
            });
            let number = number.ok()?.0;
            self.owner_text = Some((b"", number));
            return Some(Some(number));
        };
        if let Some((text, number)) = self.owner_text
            && text == token.text
        {
            return Some(Some(number));
        }
        let origin = self.state.origin.borrow_name();
        match self.chunk.push_name(|out| NameRef::parse_into(token.text, origin, out)) {
            Ok((number, foreign)) => {
                if foreign {
                    self.faults.fault(Fault::new(FaultKind::NonAsciiName, token.span(), ""));
                }
                self.owner_text = Some((token.text, number));
                Some(Some(number))
            }
            Err(error) => {
                self.faults.fault(name_fault(error, token));
                Some(None)
            }
        }
    }

    /// The record's TTL: its own, `$TTL`, or the last one written (RFC 2308 section 4, RFC 1035 section 5.1).
    fn ttl(&mut self, head: &Head<'_>, rtype: Rtype, type_span: (u32, u32), rdata_from: Option<usize>) -> Option<u32> {
        if let Some((ttl, _)) = head.ttl {
            self.state.last_ttl = Some(ttl);
            return Some(ttl);
        }
        if let Some(ttl) = self.state.default_ttl.or(self.state.last_ttl) {
            return Some(ttl);
        }
        if self.guessed {
            return None;
        }
        let minimum = rdata_from.filter(|_| rtype == types::SOA).and_then(|from| self.soa_minimum(from));
        let note = match minimum {
            Some(minimum) => format!("the SOA minimum, {minimum} s, is used instead"),
            None => "no `$TTL`, none written, and no SOA before it".to_owned(),
        };
        self.faults.fault(Fault::new(FaultKind::NoTtl, type_span, note));
        let ttl = minimum.unwrap_or(3600);
        self.state.last_ttl = Some(ttl);
        Some(ttl)
    }

    fn soa_minimum(&mut self, rdata_from: usize) -> Option<u32> {
        let rdata = self.chunk.rdata_mut().get(rdata_from..)?;
        rdata.last_chunk::<4>().map(|octets| u32::from_be_bytes(*octets))
    }

    fn generate(&mut self, template: &generate::Template<'_>, entry_at: u32) {
        let room = self.limits.generated_records.saturating_sub(self.state.generated);
        let Some(count) = template.count_within(room) else {
            let note = format!("{} records, and {room} of {} are left", template.count(), self.limits.generated_records);
            self.faults.fault(Fault::new(FaultKind::GenerateLimit, template.range_span, note));
            return;
        };
        self.state.generated += count;
        let default_ttl = template.ttl.or(self.state.default_ttl).or(self.state.last_ttl);
        let ttl = default_ttl.unwrap_or_else(|| {
            self.faults.fault(Fault::new(FaultKind::NoTtl, template.range_span, "no `$TTL`, none written, and no SOA before it"));
            3600
        });
        let origin = self.state.origin.clone();
        for value in template.values() {
            self.make_room();
            let made = template.record(value, origin.borrow_name(), &mut self.chunk, &mut self.faults);
            // The first failure stands for all that would follow from the same template.
            let Some(owner) = made else { return };
            self.chunk.push_record(entry_at, owner, template.class, template.rtype, ttl);
            if self.chunk.rdata_octets() >= self.limits.generated_octets && self.chunks.len() > 16 {
                self.faults.fault(Fault::new(FaultKind::GenerateLimit, template.range_span, "the records made so far fill the memory they may use"));
                return;
            }
        }
    }
}

/// A name's fault at the exact octets of its token.
pub(super) fn name_fault(error: NameError, token: Token<'_>) -> Fault {
    let base = token.start + u32::from(token.quoted);
    let (kind, at, note) = match error {
        NameError::LabelTooLong(at) => {
            let label = token.text.get(at..).unwrap_or_default();
            let len = label.iter().position(|&byte| byte == b'.').unwrap_or(label.len());
            let span = (base + u32_of(at), base + u32_of(at + len));
            return Fault::new(FaultKind::LabelTooLong, span, format!("label is {len} octets, 63 are the most"));
        }
        NameError::NameTooLong(_) => return Fault::new(FaultKind::NameTooLong, token.span(), "name is longer than 255 octets"),
        NameError::EmptyLabel(at) => (FaultKind::EmptyLabel, at, "a label between two dots is empty"),
        NameError::Escape(at) => (FaultKind::Escape, at, "`\\` needs a character or three digits up to 255 behind it"),
        NameError::Empty => return Fault::new(FaultKind::EmptyLabel, token.span(), "the name is empty"),
    };
    let at = base + u32_of(at);
    Fault::new(kind, (at, (at + 1).min(token.end).max(at)), note)
}
