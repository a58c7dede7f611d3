//! Zone text to record columns: RFC 1035 section 5 with what BIND added. Never fails: faults are data, and
//! one entry's fault never hides the next entry.

mod cause;
mod chunks;
mod columns;
mod directive;
mod entry;
mod fault;
mod generate;
mod include;
mod lexer;
mod middle;
mod reader;
mod spans;
mod targets;
mod work;

use std::collections::BTreeMap;

use crate::fault::{Fault, FaultKind};
use crate::limits::Limits;
use crate::rr::Rtype;
use crate::source::{Files, Placeholders, Source, SourceId, Span};
use crate::wire::Name;
use crate::workers::Workers;

pub use columns::{CLASS_IN, Chunk, ROWS_PER_CHUNK};
pub use entry::{Head, read_head};
pub use include::IncludePolicy;
pub use lexer::{LexFault, Lexer};
pub use reader::Unreadable;
pub use spans::EntrySpans;

/// Everything parsing needs besides the text.
pub struct Setup<'a> {
    /// Where included files come from.
    pub files: &'a dyn Files,
    /// Which files may be included.
    pub includes: &'a IncludePolicy,
    /// Bounds.
    pub limits: &'a Limits,
    /// Who runs the chunks of one file.
    pub workers: &'a dyn Workers,
    /// The origin at the first line: the zone's name where it is known.
    pub origin: &'a Name,
    /// What is filled in in included files.
    pub placeholders: &'a Placeholders,
}

/// What one file and its includes hold.
#[derive(Debug)]
pub struct Parsed {
    /// The file first, then what it includes, in order.
    pub sources: Vec<Source>,
    /// The records, in input order.
    pub chunks: Vec<Chunk>,
    /// What was wrong, in input order.
    pub faults: Vec<(SourceId, Fault)>,
    /// Faults that were found and not kept, by kind; the first of each kind are kept always.
    pub faults_dropped: BTreeMap<FaultKind, u64>,
    /// Records that stand in the text and could not be read, by owner in lower case; type 0 where not even
    /// the type could. As many as faults are kept.
    pub unread: Vec<(Name, Rtype)>,
    /// Entries that could not be read.
    pub unreadable: Unreadable,
}

/// Reads a source and all it includes.
#[must_use]
pub fn parse(source: Source, setup: &Setup<'_>) -> Parsed {
    let mut reading = include::Reading::new(setup);
    let mut state = reader::ReaderState::new(setup.origin.clone());
    reading.file(source, &mut state);
    reading.finish()
}

impl Parsed {
    /// Whether the records are the hints of a resolver: the names of root servers and their addresses, and no
    /// SOA.
    #[must_use]
    pub fn are_root_hints(&self) -> bool {
        use crate::rr::types::{A, AAAA, NS};
        let records = || self.chunks.iter().flat_map(|chunk| (0..chunk.len()).map(move |row| (chunk, row)));
        let is_hint = |(chunk, row): (&Chunk, u32)| {
            let is_root = chunk.name(chunk.owner(row)).is_root();
            matches!((chunk.rtype(row), is_root), (NS, true) | (A | AAAA, false))
        };
        records().all(is_hint) && records().any(|(chunk, row)| chunk.rtype(row) == NS)
    }

    /// The span of a fault.
    #[must_use]
    pub fn span(source: SourceId, fault: &Fault) -> Span {
        Span::new(source, fault.start, fault.end)
    }
}
