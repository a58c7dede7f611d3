//! Reads the entries of one stretch of text into a chunk, and keeps what one entry leaves to the next.

use std::collections::BTreeMap;

use super::columns::{CLASS_IN, Chunk, ROWS_PER_CHUNK};
use super::directive::Directive;
use super::entry::{self, Head};
use super::fault::{meta_type, name_fault, non_ascii};
use super::lexer::{Cut, LexFault, Lexer};
use super::middle::Middle;
use super::{cause, directive, generate, work};
use crate::fault::{Fault, FaultKind};
use crate::limits::Limits;
use crate::rr::{self, Observer, Rtype, Token, Tokens, types};
use crate::source::{Source, SourceId};
use crate::wire::{Name, NameRef, duration_text, excerpt, u32_of};

/// What one entry leaves to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderState {
    /// `$ORIGIN`.
    pub origin: Name,
    /// `$TTL`.
    pub default_ttl: Option<u32>,
    /// The last TTL that was written at a record.
    pub last_ttl: Option<u32>,
    /// The last owner.
    pub owner: Option<Name>,
    /// The last owner could not be read: entries without one belong to nobody until the next owner.
    pub owner_lost: bool,
    /// Behind `$ORIGIN` or `$INCLUDE`, with no record since.
    pub after_directive: bool,
    /// At the start of an included file, with no record since.
    pub opened: bool,
    /// A parenthesis was found that is never closed.
    pub distrust: bool,
    /// Units of work spent so far on records that are not written out: see [`super::work`].
    pub multiplied: u64,
}

impl ReaderState {
    /// The state at the first line of a file.
    pub fn new(origin: Name) -> ReaderState {
        ReaderState {
            origin,
            default_ttl: None,
            last_ttl: None,
            owner: None,
            owner_lost: false,
            after_directive: false,
            opened: false,
            distrust: false,
            multiplied: 0,
        }
    }
}

/// Why a stretch was left before its end.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stop {
    /// The stretch has been read; the next entry starts at this offset.
    End(usize),
    /// `$INCLUDE` was met; reading goes on at `next`.
    Include { directive: directive::Include, next: usize },
    /// The state at the start was a guess, and the text depends on what could not be guessed.
    Guessed,
}

/// Owners of unreadable records kept for one stretch of text.
const UNREAD_PER_STRETCH: usize = 100_000;

/// How many entries could not be read, and where the first of them starts.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable {
    /// Entries that are neither a record nor a directive.
    pub entries: u64,
    /// Offset of the first.
    pub first: Option<u32>,
}

impl Unreadable {
    pub(super) fn add(&mut self, entries: u64, first: Option<u32>) {
        self.entries += entries;
        self.first = self.first.or(first);
    }

    /// Why `source`, of which `records` were read, is something else than zone text; none of its text is in
    /// the answer.
    #[must_use]
    pub fn outnumbers(self, records: u64, source: &Source) -> Option<String> {
        let line = source.position(self.first?).row;
        (self.entries > records).then(|| {
            format!(
                "{} of {} entries cannot be read, the first in line {line}",
                self.entries,
                self.entries + records
            )
        })
    }
}

/// Collects faults up to a bound.
#[derive(Debug, Default)]
pub struct Faults {
    pub list: Vec<Fault>,
    /// Faults beyond the first of each kind, by kind.
    pub dropped: BTreeMap<FaultKind, u64>,
    kept: BTreeMap<FaultKind, usize>,
    /// Records that stand in the text and could not be read; type 0 where not even the type could.
    pub unread: Vec<(Name, Rtype)>,
    /// Entries that are neither a record nor a directive that could be read.
    pub unreadable: Unreadable,
    most: usize,
}

impl Faults {
    pub fn new(most: usize) -> Faults {
        Faults { most, ..Faults::default() }
    }

    /// Forgets the faults kept since there were `len`. Those that were only counted stay counted: one entry
    /// at most.
    fn forget_from(&mut self, len: usize) {
        for fault in self.list.drain(len.min(self.list.len())..) {
            if let Some(kept) = self.kept.get_mut(&fault.kind) {
                *kept -= 1;
            }
        }
    }

    fn unread(&mut self, owner: NameRef<'_>, rtype: Rtype) {
        if self.unread.len() < UNREAD_PER_STRETCH {
            self.unread.push((owner.to_lowercase(), rtype));
        }
    }
}

impl Observer for Faults {
    fn fault(&mut self, fault: Fault) {
        let kept = self.kept.entry(fault.kind).or_default();
        if *kept < self.most {
            *kept += 1;
            self.list.push(fault);
        } else {
            *self.dropped.entry(fault.kind).or_default() += 1;
        }
    }
}

/// Where a reader stood before an entry.
struct Mark {
    rows: u32,
    rdata_octets: usize,
    faults: usize,
    after_directive: bool,
    opened: bool,
    last_ttl: Option<u32>,
    chunks: usize,
    unreadable: Unreadable,
}

/// Reads one stretch.
pub struct Reader<'a> {
    pub state: ReaderState,
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
    /// What stood between owner and type the last time that it was new.
    middle: Option<Middle<'a>>,
}

impl<'a> Reader<'a> {
    pub fn new(
        source: SourceId,
        bytes: &'a [u8],
        stretch: usize,
        state: ReaderState,
        guessed: bool,
        limits: &'a Limits,
    ) -> Reader<'a> {
        let chunk = Chunk::new(source, stretch);
        Reader {
            state,
            chunks: Vec::new(),
            faults: Faults::new(limits.faults_per_kind),
            source,
            bytes,
            limits,
            chunk,
            guessed,
            owner_text: None,
            middle: None,
        }
    }

    /// Reads entries from `start` on; those that start at or behind `end` are left to the next reader.
    pub fn read(&mut self, start: usize, end: usize) -> Stop {
        let mut lexer = Lexer::with_distrust(self.bytes, start, self.state.distrust);
        let stop = loop {
            if !lexer.start_entry() || lexer.pos() >= end {
                break Stop::End(lexer.pos());
            }
            let entry_at = lexer.pos();
            let mark = self.mark();
            let stop = self.entry(&mut lexer, entry_at);
            lexer.finish_entry();
            if lexer.ran_out() {
                self.rewind(mark);
                lexer.reread(entry_at);
                continue;
            }
            self.lex_faults(&mut lexer);
            self.explain(&mark, entry_at, &lexer);
            match stop {
                None => {}
                Some(Stop::Include { directive, .. }) => {
                    break Stop::Include { directive, next: lexer.pos() };
                }
                Some(stop) => break stop,
            }
        };
        self.state.distrust = lexer.distrusts();
        stop
    }

    /// Reads one entry; `Some` when the stretch has to be left.
    fn entry(&mut self, lexer: &mut Lexer<'a>, entry_at: usize) -> Option<Stop> {
        let blank = lexer.starts_with_blank();
        let first = if blank { None } else { lexer.next() };
        match first {
            // A line that holds nothing but parentheses.
            None if !blank => None,
            Some(token) if token.text.first() == Some(&b'$') && !token.quoted => {
                self.directive(lexer, token, entry_at)
            }
            _ if self.record(lexer, first, entry_at).is_none() => Some(Stop::Guessed),
            _ => None,
        }
    }

    /// What an entry can change, except what directives set and set again when read again.
    fn mark(&self) -> Mark {
        Mark {
            rows: self.chunk.len(),
            rdata_octets: self.chunk.rdata_octets(),
            faults: self.faults.list.len(),
            after_directive: self.state.after_directive,
            opened: self.state.opened,
            last_ttl: self.state.last_ttl,
            chunks: self.chunks.len(),
            unreadable: self.faults.unreadable,
        }
    }

    /// Forgets the entry that was read since `mark`, which is to be read again.
    fn rewind(&mut self, mark: Mark) {
        if self.chunks.len() == mark.chunks {
            self.chunk.rewind(mark.rows, mark.rdata_octets);
        } else {
            self.chunk.rewind(0, 0);
        }
        self.faults.forget_from(mark.faults);
        self.faults.unreadable = mark.unreadable;
        self.state.after_directive = mark.after_directive;
        self.state.opened = mark.opened;
        self.state.last_ttl = mark.last_ttl;
    }

    /// Puts the cause of what is wrong with the entry since `mark` in place of what follows from it, and says
    /// what is odd about one that can be read.
    fn explain(&mut self, mark: &Mark, entry_at: usize, lexer: &Lexer<'_>) {
        let is_sound = self.faults.list.len() <= mark.faults;
        let text = self.bytes.get(entry_at..lexer.pos()).unwrap_or_default();
        if is_sound && text.is_ascii() {
            return;
        }
        let unreadable = self.faults.unreadable.entries > mark.unreadable.entries;
        let words = cause::words(self.bytes, entry_at, lexer.pos(), lexer.distrusts());
        let known = self.faults.list.get(mark.faults..).unwrap_or_default();
        let found = cause::lookalike_in(&words, unreadable).or_else(|| {
            let owner = words.first().filter(|_| !text.starts_with(b" ") && !text.starts_with(b"\t"));
            let marked = cause::placeholder(text, entry_at).or_else(|| cause::comment_mark(&words, known));
            marked.or_else(|| cause::type_as_owner(owner, known)).filter(|_| unreadable)
        });
        if let Some(found) = found {
            self.faults.forget_from(mark.faults);
            return self.faults.fault(found);
        }
        let is_name = known.iter().any(|fault| fault.kind == FaultKind::NonAsciiName);
        let is_directive = words.first().is_some_and(|word| word.text.starts_with(b"$"));
        if !unreadable
            && !is_name
            && !is_directive
            && !text.is_ascii()
            && let Some(raw) = cause::raw_text_in(&words)
        {
            self.faults.fault(raw);
        }
        if let Some(known) = self.faults.list.get_mut(mark.faults..) {
            cause::value_in_comment(self.bytes, known);
        }
        let known = self.faults.list.get(mark.faults..).unwrap_or_default();
        if let Some(found) = cause::close_in_comment(text, known) {
            self.faults.forget_from(mark.faults);
            self.faults.fault(found);
        }
    }

    /// The chunks and faults of what was read.
    pub fn finish(mut self) -> (ReaderState, Vec<Chunk>, Faults) {
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
        if self.chunk.len() < ROWS_PER_CHUNK {
            return;
        }
        self.keep_owner();
        self.seal(1 << 16);
    }

    fn lex_faults(&mut self, lexer: &mut Lexer<'_>) {
        for fault in lexer.faults.drain(..) {
            self.faults.fault(match fault {
                LexFault::StrayClose(at) => {
                    Fault::new(FaultKind::UnbalancedParenthesis, (at, at + 1), "`)` has no `(` before it")
                }
                LexFault::Unclosed(at) => {
                    Fault::new(FaultKind::UnbalancedParenthesis, (at, at + 1), "`(` is never closed")
                }
                LexFault::Unquoted(start, end) => Fault::new(
                    FaultKind::UnterminatedQuote,
                    (start, end),
                    "`\"` has no second `\"` on its line",
                ),
                LexFault::Nested(at) => Fault::new(
                    FaultKind::NestedParentheses,
                    (at, at + 1),
                    "`(` stands inside parentheses that are open already",
                ),
                LexFault::Glued(at) => Fault::new(
                    FaultKind::GluedQuote,
                    (at, at + 1),
                    "no blank stands between a quoted string and the word beside it",
                ),
            });
        }
    }

    /// Carries out a directive; `Some` when the stretch has to be left.
    fn directive(&mut self, lexer: &mut Lexer<'a>, word: Token<'a>, entry_at: usize) -> Option<Stop> {
        let read = directive::read(lexer, word, self.state.origin.borrow_name(), &mut self.faults);
        lexer.finish_entry();
        match read {
            // It is read again, and carried out then.
            _ if lexer.ran_out() => None,
            None => {
                self.faults.unreadable.add(1, Some(u32_of(entry_at)));
                // A `$TTL` that cannot be read is one fault, and none of the records behind it.
                if word.text.eq_ignore_ascii_case(b"$TTL") {
                    self.state.default_ttl.get_or_insert(ANY_TTL);
                }
                None
            }
            Some(Directive::Origin(name)) => {
                self.keep_owner();
                self.state.origin = name;
                self.state.after_directive = true;
                self.state.opened = false;
                None
            }
            Some(Directive::Date) => None,
            Some(Directive::Ttl(ttl)) => {
                self.state.default_ttl = Some(ttl);
                None
            }
            Some(Directive::Include(_) | Directive::Generate(_)) if self.guessed => Some(Stop::Guessed),
            Some(Directive::Include(include)) => {
                self.keep_owner();
                self.state.after_directive = true;
                Some(Stop::Include { directive: include, next: entry_at })
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
    fn record(&mut self, lexer: &mut Lexer<'a>, owner: Option<Token<'a>>, entry_at: usize) -> Option<()> {
        self.make_room();
        let owner_number = self.owner(lexer, owner, entry_at)?;
        let head = self.head(lexer, owner);
        let Some((rtype, type_span)) = head.rtype else {
            if let Some(owner) = owner_number {
                self.faults.unread(self.chunk.name(owner), Rtype(0));
            }
            // What another program reads is zone text all the same.
            if !head.is_foreign {
                self.faults.unreadable.add(1, Some(u32_of(entry_at)));
            }
            return Some(());
        };
        if rtype.is_meta() {
            self.faults.fault(meta_type(rtype, type_span));
            self.faults.unreadable.add(1, Some(u32_of(entry_at)));
            return Some(());
        }
        if head.class.is_none()
            && let Some(word) = owner.filter(|word| word.text == b"IN" && !word.quoted)
        {
            let note = "`IN` in column 1 is read as the owner of the record, not as its class";
            self.faults.fault(Fault::new(FaultKind::ClassAsOwner, word.span(), note));
        }
        let (rdata_from, faults_from) = (self.chunk.rdata_octets(), self.faults.list.len());
        let read = rr::encode(
            rtype,
            lexer,
            self.state.origin.borrow_name(),
            self.chunk.rdata_mut(),
            &mut self.faults,
        );
        match lexer.cut() {
            Some(cut) if read => self.cut_off(rtype, cut, rdata_from),
            _ if !read => self.removal(rtype, (type_span.1, lexer.end()), faults_from),
            _ => {}
        }
        let octets = self.chunk.rdata_octets() - rdata_from;
        if read && octets > MOST_SENT {
            let note = format!("rdata has {octets} octets, a message holds {MOST_SENT}");
            self.faults.fault(Fault::new(FaultKind::RdataTooLong, (type_span.0, lexer.end()), note));
        }
        let ttl = self.ttl(&head, rtype, type_span, read.then_some(rdata_from))?;
        let end = usize::try_from(lexer.end()).unwrap_or(usize::MAX);
        let has_dot = self.bytes.get(..end).is_some_and(|text| text.ends_with(b"."));
        match owner_number {
            Some(owner) if read => self.chunk.push_record(
                (u32_of(entry_at), owner),
                head.class.map_or(CLASS_IN, |(class, _)| class),
                rtype,
                ttl,
                !has_dot,
            ),
            // A record without a usable owner was read for its faults only.
            _ => {
                if let Some(owner) = owner_number {
                    self.faults.unread(self.chunk.name(owner), rtype);
                }
                self.faults.unreadable.add(1, Some(u32_of(entry_at)));
                self.chunk.rewind(self.chunk.len(), rdata_from);
            }
        }
        Some(())
    }

    /// Reads what stands before the rdata.
    fn head(&mut self, lexer: &mut Lexer<'a>, owner: Option<Token<'a>>) -> Head<'a> {
        let (start, faults) = (lexer.pos(), &mut self.faults);
        let repeated = self.middle.as_ref().and_then(|middle| middle.repeated(lexer, owner));
        let (is_new, mut is_sound) = (repeated.is_none(), true);
        let head = entry::read_head(lexer, repeated.unwrap_or_else(|| Head::new(owner)), &mut |fault| {
            is_sound = false;
            faults.fault(fault);
        });
        if is_new && is_sound {
            self.middle = Middle::of(&head, self.bytes, start).or(self.middle);
        }
        head
    }

    /// Says that a `;` made a comment of a part of the text, where it looks so.
    fn cut_off(&mut self, rtype: Rtype, cut: Cut, rdata_from: usize) {
        let rdata = self.chunk.rdata_mut().get(rdata_from..).unwrap_or_default();
        // A text behind a blank and a semicolon is a comment unless tags were being listed.
        let lists_tags = rtype == types::CAA || rdata.get(1..3) == Some(b"v=");
        let last = rtype.descriptor().and_then(|row| row.fields.last());
        let has_text = last.is_some_and(|field| field.kind.has_quotes());
        if has_text && (cut.touches || lists_tags) {
            let span = (cut.at, cut.end);
            let text = usize::try_from(span.0).ok().zip(usize::try_from(span.1).ok());
            let text = text.and_then(|(from, to)| self.bytes.get(from..to)).unwrap_or_default();
            let note = format!("`{}` is a comment, not a part of the {rtype} record", excerpt(text, 30));
            self.faults.fault(Fault::new(FaultKind::UnquotedSemicolon, span, note));
        }
    }

    /// Says what asks for the removal of a DS, where that was meant.
    fn removal(&mut self, rtype: Rtype, rdata: (u32, u32), faults_from: usize) {
        if rtype != types::CDS && rtype != types::CDNSKEY {
            return;
        }
        let range = usize::try_from(rdata.0).ok().zip(usize::try_from(rdata.1).ok());
        let text = range.and_then(|(from, to)| self.bytes.get(from..to)).unwrap_or_default();
        let blanks = text.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        if let Some(fault) = cause::removal(rtype, text, (rdata.0 + u32_of(blanks), rdata.1)) {
            self.faults.forget_from(faults_from);
            self.faults.fault(fault);
        }
    }

    /// The owner's number in the chunk; `Some(None)` when it has a fault.
    fn owner(&mut self, lexer: &Lexer<'_>, token: Option<Token<'a>>, entry_at: usize) -> Option<Option<u32>> {
        let after_directive = std::mem::take(&mut self.state.after_directive);
        let opened = std::mem::take(&mut self.state.opened);
        let Some(token) = token else {
            let at = u32_of(entry_at);
            if self.state.owner_lost {
                return Some(None);
            }
            if let Some((_, number)) = self.owner_text {
                return Some(Some(number));
            }
            let Some(owner) = self.state.owner.clone() else {
                if self.guessed {
                    return None;
                }
                self.faults.fault(Fault::new(
                    FaultKind::NoOwner,
                    (at, lexer.end()),
                    "no owner, and no record before it to take one from",
                ));
                self.state.owner_lost = true;
                return Some(None);
            };
            if after_directive {
                let what =
                    if opened { "first record of an included file" } else { "record behind a directive" };
                let note = format!("{what} has no owner and goes to `{owner}`");
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
        self.state.owner_lost = false;
        if let Some((text, number)) = self.owner_text
            && text == token.text
            && !token.quoted
        {
            return Some(Some(number));
        }
        if token.quoted {
            let note = format!("owner `{}` stands in quotes, which only strings do", excerpt(token.text, 30));
            self.faults.fault(Fault::new(FaultKind::FieldSyntax, token.span(), note));
        }
        let origin = self.state.origin.borrow_name();
        match self.chunk.push_name(|out| NameRef::parse_into(token.text, origin, out)) {
            Ok((number, foreign)) => {
                if foreign {
                    self.faults.fault(non_ascii(token));
                }
                self.owner_text = Some((token.text, number));
                Some(Some(number))
            }
            Err(error) => {
                self.faults.fault(name_fault(error, token));
                self.keep_owner();
                self.state.owner_lost = true;
                Some(None)
            }
        }
    }

    /// The record's TTL: its own, `$TTL`, or the last one written (RFC 2308 section 4, RFC 1035 section 5.1).
    fn ttl(
        &mut self,
        head: &Head<'_>,
        rtype: Rtype,
        type_span: (u32, u32),
        rdata_from: Option<usize>,
    ) -> Option<u32> {
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
        if head.ttl_unreadable {
            return Some(ANY_TTL);
        }
        let minimum = rdata_from.filter(|_| rtype == types::SOA).and_then(|from| self.soa_minimum(from));
        let fault = match minimum {
            Some(minimum) => {
                let note = format!(
                    "SOA has no TTL and no `$TTL` stands before it: {} is used",
                    duration_text(u64::from(minimum))
                );
                Fault::new(FaultKind::TtlFromMinimum, type_span, note)
            }
            None => Fault::new(
                FaultKind::NoTtl,
                type_span,
                format!("{rtype} has no TTL, and no `$TTL` or SOA stands before it"),
            ),
        };
        self.faults.fault(fault);
        let ttl = minimum.unwrap_or(ANY_TTL);
        // BIND takes the minimum as if `$TTL` had said it.
        self.state.default_ttl = minimum;
        self.state.last_ttl = Some(ttl);
        Some(ttl)
    }

    fn soa_minimum(&mut self, rdata_from: usize) -> Option<u32> {
        let rdata = self.chunk.rdata_mut().get(rdata_from..)?;
        rdata.last_chunk::<4>().map(|octets| u32::from_be_bytes(*octets))
    }

    fn generate(&mut self, template: &generate::Template<'_>, entry_at: u32) {
        let room = self.limits.multiplied_work.saturating_sub(self.state.multiplied);
        let over = |note: String| Fault::new(FaultKind::GenerateLimit, template.range_span, note);
        // No record costs less than this.
        let (count, least) = (template.count(), work::of(template.rtype, false, 0));
        if count > room / least {
            let most = if room == self.limits.multiplied_work { "the most" } else { "what is left" };
            let note =
                format!("$GENERATE makes {count} {} records, {} are {most}", template.rtype, room / least);
            return self.faults.fault(over(note));
        }
        let default_ttl = template.ttl.or(self.state.default_ttl).or(self.state.last_ttl);
        let ttl = default_ttl.unwrap_or_else(|| {
            let note = "$GENERATE has no TTL, and no `$TTL` or SOA stands before it";
            self.faults.fault(Fault::new(FaultKind::NoTtl, template.range_span, note));
            ANY_TTL
        });
        for (value, made) in template.values().zip(0_u64..) {
            self.make_room();
            let from = self.chunk.rdata_octets();
            let record =
                template.record(value, self.state.origin.borrow_name(), &mut self.chunk, &mut self.faults);
            // The first failure stands for all that would follow from the same template.
            let Some((owner, text_octets)) = record else { return };
            let name = self.chunk.name(owner);
            let octets = text_octets + name.wire().len() + self.chunk.rdata_octets() - from;
            self.state.multiplied += work::of(template.rtype, work::is_underscored(name.wire()), octets);
            if self.state.multiplied > self.limits.multiplied_work {
                self.chunk.rewind(self.chunk.len(), from);
                let note = format!(
                    "$GENERATE makes {count} {} records, {made} as large as these are the most",
                    template.rtype
                );
                return self.faults.fault(over(note));
            }
            // Where the template has its dot is not looked at.
            self.chunk.push_record((entry_at, owner), template.class, template.rtype, ttl, true);
        }
    }
}

/// Octets of rdata that a message of 65,535 has room for behind its header, the shortest owner and the
/// record's head.
const MOST_SENT: usize = 65_535 - 12 - 1 - 10;

/// The TTL of records that say none, so that they can be looked at all the same.
pub(super) const ANY_TTL: u32 = 3600;
