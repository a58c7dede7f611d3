//! Text that findings point into: octets, positions, and where they came from.

mod compressed;
mod files;
mod key_material;
mod line_index;

use std::path::PathBuf;
use std::sync::OnceLock;

pub use compressed::{Compression, decompress};
pub use files::{Disk, FileId, Files, Memory, Opened, read_limited, special, too_large};
pub use key_material::{PEM, PRIVATE_KEY, key_material};
pub use line_index::LineIndex;

/// How much of a file is looked at to distinguish text from anything else.
pub const TEXT_PROBE: usize = 8192;

/// What zones in BIND's raw format begin with: the number of the format.
const BIND_RAW: &[u8] = &[0, 0, 0, 2];

/// What a file holds that is not text.
#[must_use]
pub fn binary(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(BIND_RAW) {
        Some("BIND's raw format, not the text of a zone: `named-compilezone -f raw -F text -o OUTPUT ZONE FILE` makes it text")
    } else {
        key_material::is_binary(bytes.get(..TEXT_PROBE).unwrap_or(bytes)).then_some("binary data, not the text of a zone")
    }
}

/// Why a file could not be read, in words for people.
#[must_use]
pub fn describe(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "it is a directory".to_owned(),
        ErrorKind::QuotaExceeded => "it expands to more than 200 times its size, or more than 1 GiB".to_owned(),
        ErrorKind::UnexpectedEof => "the compressed data end too early".to_owned(),
        _ => crate::wire::printable(&error.to_string()),
    }
}

/// Number of a source within one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// Octets of one source: `start` up to but not including `start + len`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The source.
    pub source: SourceId,
    /// Offset of the first octet.
    pub start: u32,
    /// How many octets; 0 marks a place between two.
    pub len: u32,
}

impl Span {
    /// The octets from `start` to `end`, which is not included.
    #[must_use]
    pub fn new(source: SourceId, start: u32, end: u32) -> Span {
        Span { source, start, len: end.saturating_sub(start) }
    }

    /// Offset behind the last octet.
    #[must_use]
    pub fn end(self) -> u32 {
        self.start.saturating_add(self.len)
    }
}

/// One file, standard input, or an included file.
#[derive(Debug)]
pub struct Source {
    /// What to call it in messages: the path as given, or `<stdin>`.
    pub name: String,
    /// Its path, where it has one: relative `$INCLUDE` paths start there.
    pub path: Option<PathBuf>,
    /// Its octets, decompressed.
    pub bytes: Vec<u8>,
    /// It was found in a directory: nobody named it, so its text is shown only where it reads as zone text.
    pub found: bool,
    /// The `$INCLUDE` directive that brought it in.
    pub included_from: Option<Span>,
    lines: OnceLock<LineIndex>,
}

impl Source {
    /// A source with its octets.
    #[must_use]
    pub fn new(name: impl Into<String>, path: Option<PathBuf>, bytes: Vec<u8>) -> Source {
        Source { name: name.into(), path, bytes, found: false, included_from: None, lines: OnceLock::new() }
    }

    /// The line index, made at the first call.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.bytes))
    }

    /// The octets of a span of this source.
    #[must_use]
    pub fn slice(&self, start: u32, end: u32) -> &[u8] {
        let at = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX).min(self.bytes.len());
        self.bytes.get(at(start)..at(end)).unwrap_or_default()
    }

    /// Row and column of an octet, both from 1; columns count characters.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let row = self.lines().row(offset);
        let start = self.lines().row_start(row);
        let before = self.slice(start, offset);
        let column = if before.is_ascii() { before.len() } else { String::from_utf8_lossy(before).chars().count() };
        Position { row: row + 1, column: column + 1 }
    }
}

/// A place in a source as people and editors count: both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line.
    pub row: usize,
    /// Character within the line.
    pub column: usize,
}
