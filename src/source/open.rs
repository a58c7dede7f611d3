//! Opens sources: files and standard input, packed or not, with a bound. Never looks at what they hold.

use std::io::{self, Read};
use std::path::Path;

use super::{Disk, Files, Source, decompress, describe, is_stdin, name_of, read_limited};
use crate::error::Problem;
use crate::limits::Limits;

/// What standard input is called.
const STDIN: &str = "<stdin>";

/// Standard input, which can be read once.
pub struct Stdin<'a>(Option<&'a mut dyn Read>);

impl<'a> Stdin<'a> {
    /// This stream.
    pub fn new(stream: &'a mut dyn Read) -> Stdin<'a> {
        Stdin(Some(stream))
    }

    /// A stream that is not to be read, or was.
    #[must_use]
    pub fn used() -> Stdin<'a> {
        Stdin(None)
    }

    /// Its octets, at most `limit`.
    ///
    /// # Errors
    /// As [`Files::read`]; that it was read before.
    pub fn read(&mut self, limit: u64) -> io::Result<Vec<u8>> {
        match self.0.take() {
            Some(stream) => read_limited(stream, 0, limit),
            None => Err(io::Error::other("is given more than once and can be read only once")),
        }
    }

    /// The octets of a file, at most `limit`, or of standard input where the path is `-`; and what to call
    /// them.
    pub fn or_file(&mut self, path: &Path, files: &dyn Files, limit: u64) -> (String, io::Result<Vec<u8>>) {
        match is_stdin(path) {
            true => (STDIN.to_owned(), self.read(limit)),
            false => (name_of(path), files.read(path, limit)),
        }
    }

    /// The source that it is, under the name of a file where it has one.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn source(&mut self, name: Option<&Path>, limit: u64) -> Result<Source, Problem> {
        let shown = name.map_or_else(|| STDIN.to_owned(), name_of);
        match self.read(limit).and_then(|bytes| decompress(bytes, limit)) {
            Ok(bytes) => Ok(Source::new(shown, name.map(Path::to_path_buf), bytes)),
            Err(error) => Err(Problem::new(shown, describe(&error))),
        }
    }
}

impl Source {
    /// Opens a file of the disk, packed or not.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Source, Problem> {
        let limits = Limits::default();
        Source::from_files(path.as_ref(), &Disk, limits.source_octets).map_err(|(problem, _)| problem)
    }

    /// Opens one of these files, packed or not, of at most `limit` octets.
    ///
    /// # Errors
    /// Why it cannot be read, in words and as the file system says it.
    pub fn from_files(
        path: &Path,
        files: &dyn Files,
        limit: u64,
    ) -> Result<Source, (Problem, io::ErrorKind)> {
        let name = shown(path);
        match files.read(path, limit).and_then(|bytes| decompress(bytes, limit)) {
            Ok(bytes) => Ok(Source::new(name, Some(path.to_path_buf()), bytes)),
            Err(error) => Err((Problem::new(name, describe(&error)), error.kind())),
        }
    }
}

/// A path as messages have it, without `./` in front.
#[must_use]
pub fn shown(path: &Path) -> String {
    name_of(path.strip_prefix("./").ok().filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(path))
}
