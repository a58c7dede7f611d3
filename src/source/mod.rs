//! Text that findings point into: octets, positions, and where they came from.

mod accounted;
mod compressed;
mod files;
mod key_material;
mod line_index;
mod memory;
mod open;
mod placeholders;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::wire::Name;

pub use accounted::Accounted;
pub use compressed::{Compression, decompress};
pub use files::{
    Directories, Disk, FileId, Files, Memory, Opened, Place, head, read_limited, special, too_large,
};
pub use key_material::{PEM, PRIVATE_KEY, key_material, masked};
pub use line_index::LineIndex;
pub use memory::memory_limit;
pub use open::{Stdin, shown};
pub use placeholders::Placeholders;

use placeholders::Filled;

/// Whether a path means standard input.
#[must_use]
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// What to call a file: its path, with each octet that is not part of UTF-8 as `%XX`. A `%` that stands
/// before two hexadecimal digits is written `%25`, so that each name is that of one path.
#[must_use]
pub fn name_of(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let mut name = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        for (at, c) in valid.char_indices() {
            let mut next = valid.bytes().skip(at + 1);
            let is_escape =
                c == '%' && (0..2).all(|_| next.next().is_some_and(|byte| byte.is_ascii_hexdigit()));
            name.push_str(if is_escape {
                "%25"
            } else {
                valid.get(at..at + c.len_utf8()).unwrap_or_default()
            });
        }
        for octet in chunk.invalid() {
            let _ = write!(name, "%{octet:02X}");
        }
    }
    name
}

/// How much of a file is looked at to distinguish text from anything else.
pub const TEXT_PROBE: usize = 8192;

/// What zones in BIND's raw format begin with: the number of the format.
const BIND_RAW: &[u8] = &[0, 0, 0, 2];

/// What a file holds that is not text.
#[must_use]
pub fn binary(bytes: &[u8]) -> Option<&'static str> {
    if let Some(what) = wide_text(bytes) {
        return Some(what);
    }
    if bytes.starts_with(BIND_RAW) {
        return Some(
            "BIND's raw format, not the text of a zone: `named-compilezone -f raw -F text -o OUTPUT ZONE \
            FILE` makes it text",
        );
    }
    if key_material::is_binary(bytes.get(..TEXT_PROBE).unwrap_or(bytes)) {
        return Some("binary data, not the text of a zone");
    }
    // Nearly all text has an LF, and soon.
    let is_one_line = memchr::memchr(b'\n', bytes).is_none();
    (is_one_line && bytes.trim_ascii_end().contains(&b'\r')).then_some(
        "text whose lines end with CR alone, which name servers read as one line: `tr '\\r' '\\n' <FILE \
        >NEW` converts it",
    )
}

/// Text in units of 16 or 32 bits, with a byte order mark or without, as tools on Windows write it.
fn wide_text(bytes: &[u8]) -> Option<&'static str> {
    const WIDE: &str =
        "UTF-16 text, which no name server reads: `iconv -f UTF-16 -t UTF-8 FILE >NEW` converts it";
    /// Octets that tell, and how many zeros of those on one side.
    const PROBE: usize = 64;
    if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        return Some(
            "UTF-32 text, which no name server reads: `iconv -f UTF-32 -t UTF-8 FILE >NEW` converts it",
        );
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Some(WIDE);
    }
    let (pairs, _) = bytes.get(..PROBE).unwrap_or(bytes).as_chunks::<2>();
    let is_ascii = |&byte: &u8| matches!(byte, b'\t' | b'\r' | b'\n' | b' '..=b'~');
    if pairs.len() < 4 {
        return None;
    }
    if pairs.iter().all(|[low, high]| *high == 0 && is_ascii(low)) {
        return Some(
            "UTF-16 text, which no name server reads: `iconv -f UTF-16LE -t UTF-8 FILE >NEW` converts it",
        );
    }
    pairs.iter().all(|[high, low]| *high == 0 && is_ascii(low)).then_some(
        "UTF-16 text, which no name server reads: `iconv -f UTF-16BE -t UTF-8 FILE >NEW` converts it",
    )
}

/// Why a file could not be read, in words for people.
#[must_use]
pub fn describe(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "it is a directory".to_owned(),
        ErrorKind::QuotaExceeded => {
            "it expands to more than 200 times its size, or more than 1 GiB".to_owned()
        }
        ErrorKind::UnexpectedEof => "the compressed data end too early".to_owned(),
        ErrorKind::OutOfMemory => "there is not enough memory to read it".to_owned(),
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

/// What the configuration of a name server says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    /// The zone that the file is.
    pub zone: Name,
    /// The view in which the server has it.
    pub view: Option<String>,
    /// Where the configuration says so: `named.conf:12`.
    pub place: String,
    /// The configuration has it as a response policy zone.
    pub is_policy: bool,
}

/// One file, standard input, or an included file.
#[derive(Debug)]
pub struct Source {
    /// What to call it in messages: the path as given, as [`name_of`] has it, or `<stdin>`.
    pub name: String,
    /// Its path, where it has one: relative `$INCLUDE` paths start there.
    pub path: Option<PathBuf>,
    /// Its octets, decompressed.
    pub bytes: Vec<u8>,
    /// It was found in a directory: nobody named it, so its text is shown only where it reads as zone text.
    pub found: bool,
    /// What the configuration of a name server says of it.
    pub assigned: Option<Assigned>,
    /// The `$INCLUDE` directive that brought it in.
    pub included_from: Option<Span>,
    /// Where placeholders were, in order.
    filled: Vec<Filled>,
    lines: OnceLock<LineIndex>,
}

impl Source {
    /// A source with its octets.
    #[must_use]
    pub fn new(name: impl Into<String>, path: Option<PathBuf>, bytes: Vec<u8>) -> Source {
        Source {
            name: name.into(),
            path,
            bytes,
            found: false,
            assigned: None,
            included_from: None,
            filled: Vec::new(),
            lines: OnceLock::new(),
        }
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

    /// Row and column of an octet, both from 1, as the file has them; columns count characters.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let row = self.lines().row(offset);
        let start = self.lines().row_start(row);
        let before = self.slice(start, offset);
        let column =
            if before.is_ascii() { before.len() } else { String::from_utf8_lossy(before).chars().count() };
        let first = self.filled.partition_point(|filled| filled.end < start);
        let ahead = self.filled.iter().skip(first).take_while(|filled| filled.end <= offset);
        let shift = ahead.map(|filled| filled.shift).sum();
        Position { row: row + 1, column: column.saturating_add_signed(shift) + 1 }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_of_a_zone_is_named() {
        let text = "$ORIGIN example.\nwww A 192.0.2.1\n";
        let units = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
        let little = |text: &str| units(text).into_iter().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let big = |text: &str| units(text).into_iter().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        let wide = |text: &str| text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect::<Vec<u8>>();
        let marked = format!("\u{feff}{text}");
        let program = [b"\x7fELF\x02\x01\x01\0\0\0\r\x03\0\x3e\0".as_slice(), &[0; 64]].concat();
        for (bytes, start) in [
            (little(text), Some("UTF-16 text")),
            (big(text), Some("UTF-16 text")),
            (little(&marked), Some("UTF-16 text")),
            (big(&marked), Some("UTF-16 text")),
            (wide(&marked), Some("UTF-32 text")),
            (text.replace('\n', "\r").into_bytes(), Some("text whose lines end with CR alone")),
            (program, Some("binary data")),
            (text.replace('\n', "\r\n").into_bytes(), None),
            (b"www A 192.0.2.1\r".to_vec(), None),
            (marked.into_bytes(), None),
            (Vec::new(), None),
        ] {
            let found = binary(&bytes);
            assert!(
                found.map_or(start.is_none(), |found| start.is_some_and(|s| found.starts_with(s))),
                "{found:?}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn every_path_has_a_name_of_its_own() {
        use std::os::unix::ffi::OsStrExt;
        let name = |bytes: &[u8]| name_of(Path::new(std::ffi::OsStr::from_bytes(bytes)));
        let names = [
            &b"\xff.zone"[..],
            b"\xfe.zone",
            b"%FF.zone",
            b"%25FF.zone",
            b"50%.zone",
            b"%\xff",
            "\u{fffd}.zone".as_bytes(),
        ]
        .map(name);
        assert_eq!(
            names,
            ["%FF.zone", "%FE.zone", "%25FF.zone", "%2525FF.zone", "50%.zone", "%%FF", "\u{fffd}.zone"]
        );
    }
}
