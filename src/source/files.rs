//! Where bytes come from: the disk, or memory in tests. Never parses what it reads.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Read access to files, for zones, `$INCLUDE` and certificates.
pub trait Files: Sync {
    /// The file's octets, at most `limit`.
    ///
    /// # Errors
    /// As the file system says; [`io::ErrorKind::FileTooLarge`] above `limit`.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;

    /// The one path that names this file, with links and `..` resolved.
    ///
    /// # Errors
    /// As the file system says.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf>;

    /// Whether this is a plain file, whose reading ends: no device, pipe or directory.
    fn is_regular(&self, path: &Path) -> bool {
        let _ = path;
        true
    }
}

/// The disk.
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let file = std::fs::File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        read_limited(file, metadata.len(), limit)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }

    fn is_regular(&self, path: &Path) -> bool {
        path.is_file()
    }
}

/// Reads `input` to its end into a buffer made for `expected` octets.
///
/// # Errors
/// What `input` says; [`io::ErrorKind::FileTooLarge`] when there are more than `limit` octets;
/// [`io::ErrorKind::OutOfMemory`].
pub fn read_limited(input: impl Read, expected: u64, limit: u64) -> io::Result<Vec<u8>> {
    let too_large = || io::Error::from(io::ErrorKind::FileTooLarge);
    if expected > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(usize::try_from(expected).map_err(|_| too_large())?.saturating_add(1))?;
    let read = input.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(read).is_ok_and(|read| read <= limit) { Ok(bytes) } else { Err(too_large()) }
}

/// Files in memory, by path.
#[derive(Debug, Default, Clone)]
pub struct Memory(BTreeMap<PathBuf, Vec<u8>>);

impl Memory {
    /// Adds or replaces one file.
    pub fn insert(&mut self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) {
        self.0.insert(path.into(), bytes.into());
    }
}

impl Files for Memory {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let bytes = self.0.get(path).ok_or(io::ErrorKind::NotFound)?;
        read_limited(bytes.as_slice(), 0, limit)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        if self.0.contains_key(path) { Ok(path.to_path_buf()) } else { Err(io::ErrorKind::NotFound.into()) }
    }
}
