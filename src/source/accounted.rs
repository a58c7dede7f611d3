//! Keeps account of the files that a run reads, so that no output takes the place of one of them. Changes
//! nothing about how they are read.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::{FileId, Files, Opened};

/// Files, with account of those that were read or asked for.
pub struct Accounted<'a> {
    files: &'a dyn Files,
    read: Mutex<HashSet<FileId>>,
}

impl<'a> Accounted<'a> {
    /// These files, none of which is read yet but standard input.
    #[must_use]
    pub fn new(files: &'a dyn Files) -> Accounted<'a> {
        let accounted = Accounted { files, read: Mutex::default() };
        // Standard input may be a file, which has a name of its own.
        let stdin = Path::new("/dev/stdin");
        if files.open(stdin).is_ok() {
            accounted.note(stdin);
        }
        accounted
    }

    /// A file that cannot be read is an input all the same.
    fn note(&self, path: &Path) {
        if let (Ok(id), Ok(mut read)) = (self.files.identity(path), self.read.lock()) {
            read.insert(id);
        }
    }
}

impl Files for Accounted<'_> {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.note(path);
        self.files.read(path, limit)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        self.files.canonical(path)
    }

    fn open(&self, path: &Path) -> io::Result<Opened<'_>> {
        self.note(path);
        self.files.open(path)
    }

    fn identity(&self, path: &Path) -> io::Result<FileId> {
        self.files.identity(path)
    }

    fn is_there(&self, path: &Path) -> bool {
        self.files.is_there(path)
    }

    fn was_read(&self, path: &Path) -> bool {
        self.files.identity(path).is_ok_and(|id| self.read.lock().is_ok_and(|read| read.contains(&id)))
    }
}
