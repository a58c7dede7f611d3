//! Follows `$INCLUDE` and keeps the order of records, faults and sources. Never reads outside the allowed
//! directories.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::columns::Chunk;
use super::directive::Include;
use super::reader::{Faults, Reader, ReaderState, Stop, Unreadable};
use super::{Parsed, Setup, chunks, work};
use crate::fault::{Fault, FaultKind};
use crate::rr::Rtype;
use crate::source::{Source, SourceId, Span, binary, decompress, describe, key_material, name_of};
use crate::wire::{Name, excerpt, u32_of};

/// Which files `$INCLUDE` may name: those below the directory of the outermost file, and below these.
#[derive(Debug, Clone, Default)]
pub struct IncludePolicy {
    /// Allowed directories besides the outermost file's; relative paths are looked up in them too.
    pub roots: Vec<PathBuf>,
}

/// One run over a file and all it includes.
pub struct Reading<'a> {
    setup: &'a Setup<'a>,
    /// `None` while a source is being read.
    sources: Vec<Option<Source>>,
    chunks: Vec<Chunk>,
    faults: Vec<(SourceId, Fault)>,
    faults_dropped: BTreeMap<FaultKind, u64>,
    faults_kept: BTreeMap<FaultKind, usize>,
    /// Files included so far, and the octets of those included again.
    seen: BTreeSet<PathBuf>,
    repeated: u64,
    /// Chunks whose records were counted as work of a file that is included again.
    counted: usize,
    unread: Vec<(Name, Rtype)>,
    unreadable: Unreadable,
    /// The files being read, outermost first.
    stack: Vec<PathBuf>,
    /// The directory of the outermost file.
    home: PathBuf,
    /// That directory and the allowed ones, with links resolved: a file that is included allows no directory
    /// of its own.
    roots: Vec<PathBuf>,
    includes: usize,
    /// Octets of all sources so far.
    octets: u64,
}

impl<'a> Reading<'a> {
    pub fn new(setup: &'a Setup<'a>) -> Self {
        Reading {
            setup,
            sources: Vec::new(),
            chunks: Vec::new(),
            faults: Vec::new(),
            faults_dropped: BTreeMap::new(),
            faults_kept: BTreeMap::new(),
            seen: BTreeSet::new(),
            repeated: 0,
            counted: 0,
            unread: Vec::new(),
            unreadable: Unreadable::default(),
            stack: Vec::new(),
            home: PathBuf::new(),
            roots: Vec::new(),
            includes: 0,
            octets: 0,
        }
    }

    pub fn finish(self) -> Parsed {
        let sources = self.sources.into_iter().flatten().collect();
        Parsed {
            sources,
            chunks: self.chunks,
            faults: self.faults,
            faults_dropped: self.faults_dropped,
            unread: self.unread,
            unreadable: self.unreadable,
        }
    }

    /// Reads a whole source.
    pub fn file(&mut self, source: Source, state: &mut ReaderState) {
        let canonical = source.path.as_deref().and_then(|path| self.setup.files.canonical(path).ok());
        self.read(source, canonical.unwrap_or_default(), state);
    }

    /// Reads a whole source that is open under this path.
    fn read(&mut self, source: Source, canonical: PathBuf, state: &mut ReaderState) {
        let id = SourceId(u32_of(self.sources.len()));
        self.sources.push(None);
        self.octets = self.octets.saturating_add(u64::try_from(source.bytes.len()).unwrap_or(u64::MAX));
        if self.stack.is_empty() {
            self.home = source.path.as_deref().and_then(Path::parent).unwrap_or(Path::new("")).to_path_buf();
            self.roots = roots(&self.home, self.setup);
        }
        self.stack.push(canonical);
        let start = if source.bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        for fault in whole_file_faults(&source.bytes) {
            self.fault(id, fault);
        }
        self.pieces(id, &source, start, state);
        self.stack.pop();
        if let Some(slot) = usize::try_from(id.0).ok().and_then(|at| self.sources.get_mut(at)) {
            *slot = Some(source);
        }
    }

    /// Reads `source` from `start` to its end: takes each piece as it was read, or reads it again.
    fn pieces(&mut self, id: SourceId, source: &Source, start: usize, state: &mut ReaderState) {
        let mut at = start;
        for piece in chunks::read(self.setup, id, source, start, state) {
            let end = piece.end;
            if at >= end {
                continue;
            }
            at = match piece.outcome(at, state) {
                Some(outcome) => {
                    let (chunks, faults, next) = outcome.follow(state);
                    self.accept(id, chunks, faults);
                    next
                }
                None => self.sequential(id, source, at, end, state),
            };
        }
    }

    /// Reads the entries of `source` between two offsets, one after the other; where the next entry starts.
    fn sequential(
        &mut self,
        id: SourceId,
        source: &Source,
        start: usize,
        end: usize,
        state: &mut ReaderState,
    ) -> usize {
        let mut at = start;
        loop {
            let mut reader = Reader::new(
                id,
                &source.bytes,
                end.saturating_sub(at),
                state.clone(),
                false,
                self.setup.limits,
            );
            let stop = reader.read(at, end);
            let (after, chunks, faults) = reader.finish();
            *state = after;
            self.accept(id, chunks, faults);
            match stop {
                Stop::End(next) => return next,
                Stop::Include { directive, next } => {
                    self.include(id, source, directive, state);
                    at = next;
                }
                // Only a guessed state can stop a reader this way, and this one is certain.
                Stop::Guessed => return end,
            }
        }
    }

    /// Adds what a reader found, in order.
    fn accept(&mut self, id: SourceId, chunks: Vec<Chunk>, faults: Faults) {
        self.chunks.extend(chunks);
        faults.list.into_iter().for_each(|fault| self.fault(id, fault));
        for (kind, more) in faults.dropped {
            *self.faults_dropped.entry(kind).or_default() += more;
        }
        self.unreadable.add(faults.unreadable.entries, faults.unreadable.first);
        let room = self.setup.limits.unread.saturating_sub(self.unread.len());
        self.unread.extend(faults.unread.into_iter().take(room));
    }

    fn fault(&mut self, id: SourceId, fault: Fault) {
        let kept = self.faults_kept.entry(fault.kind).or_default();
        if *kept < self.setup.limits.faults_per_kind {
            *kept += 1;
            self.faults.push((id, fault));
        } else {
            *self.faults_dropped.entry(fault.kind).or_default() += 1;
        }
    }

    fn include(&mut self, id: SourceId, source: &Source, include: Include, state: &mut ReaderState) {
        self.includes += 1;
        match self.open(source, &include, state.multiplied) {
            Err((kind, note)) => self.fault(id, Fault::new(kind, include.span, note)),
            Ok(Opened { source: mut included, canonical, again }) => {
                included.included_from = Some(Span::new(id, include.span.0, include.span.1));
                // RFC 1035 section 5.1: an origin changed in the included file does not reach the including
                // one. The owner before the directive is that of a record without one at its start.
                let (origin, owner) = (state.origin.clone(), state.owner.clone());
                let (owner_lost, distrust) =
                    (std::mem::take(&mut state.owner_lost), std::mem::take(&mut state.distrust));
                if let Some(origin) = include.origin {
                    state.origin = origin;
                }
                state.after_directive = true;
                state.opened = true;
                let (mark, before) = (self.mark(), state.clone());
                self.read(included, canonical, state);
                if let Some(note) = self.not_zone_text(&mark, &include.path) {
                    self.rewind(mark);
                    *state = ReaderState { multiplied: state.multiplied, ..before };
                    self.fault(id, Fault::new(FaultKind::IncludeUnreadable, include.span, note));
                } else if again {
                    let new = self.chunks.iter().skip(mark.chunks.max(self.counted));
                    state.multiplied = new.map(work::of_chunk).fold(state.multiplied, u64::saturating_add);
                    self.counted = self.chunks.len();
                }
                state.origin = origin;
                state.owner = owner;
                state.owner_lost = owner_lost;
                // A parenthesis that is open at the end of one file says nothing about another.
                state.distrust = distrust;
                state.after_directive = true;
                state.opened = false;
            }
        }
    }

    fn mark(&mut self) -> Mark {
        Mark {
            sources: self.sources.len(),
            chunks: self.chunks.len(),
            faults: self.faults.len(),
            faults_dropped: self.faults_dropped.clone(),
            faults_kept: self.faults_kept.clone(),
            unread: self.unread.len(),
            unreadable: std::mem::take(&mut self.unreadable),
        }
    }

    /// Why what was read since `mark` is not what an include is for. Its text must not get into any message
    /// then.
    fn not_zone_text(&mut self, mark: &Mark, path: &[u8]) -> Option<String> {
        let records: u64 = self.chunks.iter().skip(mark.chunks).map(|chunk| u64::from(chunk.len())).sum();
        let unreadable = self.unreadable;
        let source = self.sources.get(mark.sources).and_then(Option::as_ref);
        let what = source.and_then(|source| unreadable.outnumbers(records, source));
        self.unreadable = mark.unreadable;
        self.unreadable.add(unreadable.entries, unreadable.first);
        what.map(|what| format!("`{}` is not zone text: {what}", excerpt(path, 40)))
    }

    /// Forgets what was read since `mark`.
    fn rewind(&mut self, mark: Mark) {
        self.sources.truncate(mark.sources);
        self.chunks.truncate(mark.chunks);
        self.faults.truncate(mark.faults);
        self.faults_dropped = mark.faults_dropped;
        self.faults_kept = mark.faults_kept;
        self.unread.truncate(mark.unread);
        self.unreadable = mark.unreadable;
    }

    fn open(
        &mut self,
        source: &Source,
        include: &Include,
        multiplied: u64,
    ) -> Result<Opened, (FaultKind, String)> {
        let limits = self.setup.limits;
        if self.stack.len() > limits.include_depth {
            return Err((
                FaultKind::IncludeLimit,
                format!("includes nest deeper than {}", limits.include_depth),
            ));
        }
        if self.includes > limits.includes {
            return Err((
                FaultKind::IncludeLimit,
                format!("more than {} files are included", limits.includes),
            ));
        }
        let shown = excerpt(&include.path, 40);
        let unreadable = |error: &std::io::Error| {
            (FaultKind::IncludeUnreadable, format!("`{shown}` cannot be read: {}", describe(error)))
        };
        let Some(path) = self.find(source, include) else {
            return Err((FaultKind::IncludeUnreadable, format!("`{shown}` does not exist")));
        };
        let files = self.setup.files;
        let is_inside = |canonical: &Path| self.roots.iter().any(|root| canonical.starts_with(root));
        let outside =
            || (FaultKind::IncludeOutside, format!("`{shown}` is outside the directory of this file"));
        // What the path leads to may change at any time: what is open is judged, and read.
        let opened = files.open(&path).map_err(|error| match files.canonical(&path) {
            Ok(canonical) if !is_inside(&canonical) => outside(),
            _ => unreadable(&error),
        })?;
        if !is_inside(&opened.canonical) {
            return Err(outside());
        }
        let canonical = opened.canonical.clone();
        if self.stack.contains(&canonical) {
            return Err((FaultKind::IncludeLoop, format!("`{shown}` is being read already")));
        }
        let bytes = opened
            .read(limits.source_octets)
            .and_then(|bytes| decompress(bytes, limits.source_octets))
            .map_err(|error| unreadable(&error))?;
        if let Some(what) = key_material(&bytes) {
            return Err((FaultKind::IncludeUnreadable, format!("`{shown}` is {what}, not zone text")));
        }
        if let Some(what) = binary(&bytes) {
            return Err((FaultKind::IncludeUnreadable, format!("`{shown}` is {what}")));
        }
        let mut source = Source::new(name_of(&path), Some(path), bytes);
        source
            .fill(self.setup.placeholders, limits.source_octets)
            .map_err(|why| (FaultKind::IncludeUnreadable, format!("`{shown}` is not read: {why}")))?;
        let size = u64::try_from(source.bytes.len()).unwrap_or(u64::MAX);
        let again = !self.seen.insert(canonical.clone());
        if again {
            self.repeated = self.repeated.saturating_add(size);
        }
        if again && multiplied >= limits.multiplied_work {
            return Err((
                FaultKind::IncludeLimit,
                format!(
                    "the records of files included again are more than are read; `{shown}` is not read again"
                ),
            ));
        }
        if self.repeated > limits.repeated_octets {
            return Err((
                FaultKind::IncludeLimit,
                format!("files included again make more than {} octets", limits.repeated_octets),
            ));
        }
        if self.octets.saturating_add(size) > limits.total_octets {
            return Err((
                FaultKind::IncludeLimit,
                format!("`{shown}` makes it more than {} octets in all", limits.total_octets),
            ));
        }
        limits
            .memory
            .take_for_text(&source.bytes)
            .map_err(|why| (FaultKind::IncludeLimit, format!("`{shown}` is not read: {why}")))?;
        Ok(Opened { source, canonical, again })
    }

    /// Where there is a file of this name: beside the including file, in the one directory from which BIND
    /// looks up paths however deep the including file is, or in an allowed one.
    fn find(&self, source: &Source, include: &Include) -> Option<PathBuf> {
        let written = PathBuf::from(String::from_utf8_lossy(&include.path).into_owned());
        let beside = source.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let mut homes =
            [beside, &self.home].into_iter().chain(self.setup.includes.roots.iter().map(PathBuf::as_path));
        homes.find_map(|home| {
            Some(home.join(&written)).filter(|path| self.setup.files.canonical(path).is_ok())
        })
    }
}

/// The directories below which files may be included, with links resolved. One that is not there allows
/// nothing.
fn roots(home: &Path, setup: &Setup<'_>) -> Vec<PathBuf> {
    let homes = std::iter::once(home).chain(setup.includes.roots.iter().map(PathBuf::as_path));
    let resolved =
        |home: &Path| setup.files.canonical(if home.as_os_str().is_empty() { Path::new(".") } else { home });
    homes.map(|home| resolved(home).unwrap_or_else(|_| home.to_path_buf())).collect()
}

/// An included file that may be read.
struct Opened {
    source: Source,
    canonical: PathBuf,
    /// It was included before.
    again: bool,
}

/// What had been read before an included file.
struct Mark {
    sources: usize,
    chunks: usize,
    faults: usize,
    faults_dropped: BTreeMap<FaultKind, u64>,
    faults_kept: BTreeMap<FaultKind, usize>,
    unread: usize,
    unreadable: Unreadable,
}

/// What is wrong with a file as a whole, each said once.
fn whole_file_faults(bytes: &[u8]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let at = |at: usize| (u32_of(at), u32_of(at + 1));
    if bytes.starts_with(b"\xef\xbb\xbf") {
        faults.push(Fault::new(
            FaultKind::ByteOrderMark,
            (0, 3),
            "the file starts with a UTF-8 byte order mark",
        ));
    }
    if let Some(cr) = memchr::memmem::find(bytes, b"\r\n") {
        faults.push(Fault::new(FaultKind::CrLf, at(cr), "lines end with CR LF"));
    }
    if let Some((control, octet)) = first_control(bytes) {
        faults.push(Fault::new(
            FaultKind::ControlOctet,
            at(control),
            format!("control octet 0x{octet:02x} stands in the text"),
        ));
    }
    if bytes.last().is_some_and(|&last| last != b'\n') {
        let end = u32_of(bytes.len());
        faults.push(Fault::new(FaultKind::NoFinalNewline, (end, end), "the last line does not end"));
    }
    faults
}

/// The first octet that no text has: below a blank, and neither TAB nor a part of a line's end.
fn first_control(bytes: &[u8]) -> Option<(usize, u8)> {
    const STRETCH: usize = 4096;
    let is_control = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r');
    // Without a way out of the inner loop the compiler makes it look at many octets at once.
    let stretch = bytes
        .chunks(STRETCH)
        .position(|stretch| stretch.iter().fold(false, |found, &byte| found | is_control(byte)))?;
    let rest = bytes.get(stretch * STRETCH..)?;
    rest.iter()
        .position(|&byte| is_control(byte))
        .and_then(|at| Some((stretch * STRETCH + at, *rest.get(at)?)))
}
