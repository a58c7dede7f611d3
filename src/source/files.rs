//! Where bytes come from: the disk, or memory in tests. Opens regular files only, and never waits for one to
//! open. Never parses what it reads.

use std::collections::BTreeMap;
use std::fs::{File, FileType, Metadata, OpenOptions};
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

    /// Opens a file, so that what is decided about its path is decided about the octets that are read.
    ///
    /// # Errors
    /// As the file system says.
    fn open(&self, path: &Path) -> io::Result<Opened<'_>> {
        let path = self.canonical(path)?;
        Ok(Opened::new(path.clone(), move |limit| self.read(&path, limit)))
    }

    /// What is the same for all names of one file.
    ///
    /// # Errors
    /// As the file system says.
    fn identity(&self, path: &Path) -> io::Result<FileId> {
        self.canonical(path).map(FileId::Path)
    }

    /// Whether there is anything of this name, a symbolic link to nothing included.
    fn is_there(&self, path: &Path) -> bool {
        self.canonical(path).is_ok()
    }

    /// Whether this file was read before, under any name; `false` where no account of it is kept.
    fn was_read(&self, path: &Path) -> bool {
        let _ = path;
        false
    }
}

/// What there is at a path, links followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// A directory.
    Directory,
    /// A file, or something else that is no directory.
    File,
    /// A symbolic link to nothing.
    DeadLink,
    /// Something that may not be looked at.
    Forbidden,
    /// Something that cannot be looked at for another reason.
    Unknown,
    /// Nothing.
    Nothing,
}

/// Directories that are searched for files.
pub trait Directories {
    /// What there is at a path.
    fn place(&self, path: &Path) -> Place;

    /// The paths in a directory, in order; at most one more than `limit`.
    ///
    /// # Errors
    /// As the file system says.
    fn entries(&self, dir: &Path, limit: usize) -> io::Result<Vec<PathBuf>>;

    /// The one path that names this file, with links and `..` resolved.
    ///
    /// # Errors
    /// As the file system says.
    fn resolved(&self, path: &Path) -> io::Result<PathBuf>;
}

impl Directories for Disk {
    fn place(&self, path: &Path) -> Place {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => Place::Directory,
            Ok(_) => Place::File,
            Err(error) => match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory if path.is_symlink() => {
                    Place::DeadLink
                }
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Place::Nothing,
                io::ErrorKind::PermissionDenied => Place::Forbidden,
                _ => Place::Unknown,
            },
        }
    }

    fn entries(&self, dir: &Path, limit: usize) -> io::Result<Vec<PathBuf>> {
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(dir)?.take(limit.saturating_add(1)) {
            paths.push(entry?.path());
        }
        paths.sort();
        Ok(paths)
    }

    fn resolved(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }
}

/// What is the same for all names of one file, those of hard links included.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FileId {
    /// The number of the file on its device.
    Inode {
        /// The device.
        device: u64,
        /// The number.
        inode: u64,
    },
    /// The canonical path, where files have no numbers.
    Path(PathBuf),
}

/// A file that is open and not yet read.
pub struct Opened<'a> {
    /// The canonical path of the open file.
    pub canonical: PathBuf,
    read: Box<dyn FnOnce(u64) -> io::Result<Vec<u8>> + 'a>,
}

impl<'a> Opened<'a> {
    /// A file that `read` reads, at most as many octets as it is given.
    pub fn new(canonical: PathBuf, read: impl FnOnce(u64) -> io::Result<Vec<u8>> + 'a) -> Opened<'a> {
        Opened { canonical, read: Box::new(read) }
    }

    /// As [`Files::read`].
    ///
    /// # Errors
    /// As [`Files::read`].
    pub fn read(self, limit: u64) -> io::Result<Vec<u8>> {
        (self.read)(limit)
    }
}

/// The disk.
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let (file, metadata) = open_regular(path)?;
        read_limited(file, metadata.len(), limit)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }

    fn open(&self, path: &Path) -> io::Result<Opened<'_>> {
        let (file, metadata) = open_regular(path)?;
        let canonical = path_of(&file, path)?;
        if id_of(&std::fs::metadata(&canonical)?, &canonical) != id_of(&metadata, &canonical) {
            return Err(io::Error::other("it was replaced while it was opened"));
        }
        Ok(Opened::new(canonical, move |limit| read_limited(file, metadata.len(), limit)))
    }

    fn identity(&self, path: &Path) -> io::Result<FileId> {
        Ok(id_of(&std::fs::metadata(path)?, &path.canonicalize()?))
    }

    fn is_there(&self, path: &Path) -> bool {
        path.symlink_metadata().is_ok()
    }
}

/// Opens a regular file. What else there may be is not opened, and where it takes the place of a regular file
/// at that moment, opening does not wait for the other end of a pipe.
fn open_regular(path: &Path) -> io::Result<(File, Metadata)> {
    expect_regular(std::fs::metadata(path)?.file_type())?;
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, NON_BLOCKING);
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    expect_regular(metadata.file_type())?;
    Ok((file, metadata))
}

/// `O_NONBLOCK`, where its value is known; elsewhere what is looked at before opening has to do.
#[cfg(unix)]
const NON_BLOCKING: i32 = if cfg!(all(
    target_os = "linux",
    not(any(target_arch = "mips", target_arch = "mips64", target_arch = "sparc64"))
)) {
    0o4000
} else if cfg!(any(
    target_vendor = "apple",
    target_os = "freebsd",
    target_os = "openbsd",
    target_os = "netbsd",
    target_os = "dragonfly"
)) {
    4
} else {
    0
};

/// The first octets of a file.
///
/// # Errors
/// As the file system says; that it is no regular file.
pub fn head(path: &Path, octets: u64) -> io::Result<Vec<u8>> {
    let (file, _) = open_regular(path)?;
    let mut head = Vec::new();
    file.take(octets).read_to_end(&mut head)?;
    Ok(head)
}

/// Refuses what is neither a regular file nor can become one by its name: reading it might never end.
fn expect_regular(file_type: FileType) -> io::Result<()> {
    match special(file_type) {
        Some(what) => {
            let message = format!(
                "it is {what}, not a regular file: write its content to a file, or pipe it in where `-` is \
                standard input"
            );
            Err(io::Error::new(io::ErrorKind::InvalidInput, message))
        }
        None if file_type.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        None => Ok(()),
    }
}

/// What a file is that is neither a regular file, a directory nor a symbolic link, with its article.
#[must_use]
pub fn special(file_type: FileType) -> Option<&'static str> {
    if file_type.is_file() || file_type.is_dir() || file_type.is_symlink() {
        return None;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kinds = [
            (file_type.is_fifo(), "a FIFO (a pipe)"),
            (file_type.is_socket(), "a socket"),
            (file_type.is_char_device() || file_type.is_block_device(), "a device"),
        ];
        if let Some((_, what)) = kinds.into_iter().find(|(is_it, _)| *is_it) {
            return Some(what);
        }
    }
    Some("a special file")
}

/// The canonical path of an open file: the kernel's word for it, where it can be had.
fn path_of(file: &File, opened_as: &Path) -> io::Result<PathBuf> {
    #[cfg(target_os = "linux")]
    {
        use std::os::fd::AsRawFd;
        if let Ok(path) = std::fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd())) {
            return Ok(path);
        }
    }
    let _ = file;
    opened_as.canonicalize()
}

fn id_of(metadata: &Metadata, canonical: &Path) -> FileId {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let _ = canonical;
        FileId::Inode { device: metadata.dev(), inode: metadata.ino() }
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        FileId::Path(canonical.to_path_buf())
    }
}

/// Reads `input` to its end into a buffer made for `expected` octets.
///
/// # Errors
/// What `input` says; [`io::ErrorKind::FileTooLarge`] when there are more than `limit` octets;
/// [`io::ErrorKind::OutOfMemory`].
pub fn read_limited(input: impl Read, expected: u64, limit: u64) -> io::Result<Vec<u8>> {
    if expected > limit {
        return Err(too_large(limit));
    }
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(usize::try_from(expected).map_err(|_| too_large(limit))?.saturating_add(1))?;
    let read = input.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(read).is_ok_and(|read| read <= limit) { Ok(bytes) } else { Err(too_large(limit)) }
}

/// That there are more than `limit` octets.
#[must_use]
pub fn too_large(limit: u64) -> io::Error {
    // The largest source is a little smaller than 4 GiB, so that offsets fit 32 bits.
    let whole = |bits: u32| limit.saturating_add(2) >> bits << bits;
    let unit = [(30, "GiB"), (20, "MiB"), (10, "KiB")]
        .into_iter()
        .find(|&(bits, _)| whole(bits) > 0 && whole(bits) >= limit);
    let size = unit
        .map_or_else(|| format!("{limit} octets"), |(bits, unit)| format!("{} {unit}", whole(bits) >> bits));
    io::Error::new(io::ErrorKind::FileTooLarge, format!("it is larger than the limit of {size}"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_that_was_hit_is_named() {
        let sizes = [
            (99, "99 octets"),
            (64 << 10, "64 KiB"),
            (1 << 20, "1 MiB"),
            (16 << 20, "16 MiB"),
            ((1 << 32) - 2, "4 GiB"),
            (1500, "1500 octets"),
        ];
        for (limit, size) in sizes {
            let error = too_large(limit);
            assert_eq!(
                (error.kind(), error.to_string()),
                (io::ErrorKind::FileTooLarge, format!("it is larger than the limit of {size}"))
            );
        }
        let error = read_limited(&b"12345"[..], 0, 4).expect_err("too large");
        assert_eq!(crate::source::describe(&error), "it is larger than the limit of 4 octets");
    }

    #[test]
    #[cfg(unix)]
    fn what_is_opened_is_regular_and_known_by_one_path_and_one_number() {
        let folder = tempfile::tempdir().expect("a directory");
        let path = |name: &str| folder.path().canonicalize().expect("a directory").join(name);
        std::fs::write(path("a"), "text").expect("a file");
        std::fs::hard_link(path("a"), path("b")).expect("a link");
        std::os::unix::fs::symlink("a", path("c")).expect("a link");
        assert!(Disk.identity(&path("a")).is_ok());
        for name in ["b", "c"] {
            assert_eq!(Disk.identity(&path("a")).ok(), Disk.identity(&path(name)).ok(), "{name}");
        }
        let opened = Disk.open(&path("c")).expect("a file");
        assert_eq!(opened.canonical, path("a"));
        assert_eq!(opened.read(4).expect("a file"), b"text");
        let _socket = std::os::unix::net::UnixListener::bind(path("s")).expect("a socket");
        for (odd, what) in [(path("s"), "a socket"), ("/dev/null".into(), "a device"), (path("."), "")] {
            let error = Disk.read(&odd, 10).expect_err("no regular file");
            assert!(crate::source::describe(&error).contains(what) && Disk.open(&odd).is_err(), "{error}");
        }
    }
}
