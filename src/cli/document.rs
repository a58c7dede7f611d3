//! Writing a result where it was asked for: standard output, or a file that is replaced as a whole or not at
//! all. Knows nothing of what is written.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Env;
use crate::error::Problem;
use crate::source::{Files, describe, name_of, special};

/// Symbolic links that are followed to the file that is replaced.
const LINKS: usize = 40;

/// What writes a document.
pub type Document<'a> = dyn Fn(&mut dyn Write) -> io::Result<()> + 'a;

/// Writes a document to a file, or to standard output. A reader that went away is not an error: `| head` is a
/// habit.
///
/// # Errors
/// What cannot be written, in which case a file is as it was; that the file is one of those that were read.
pub fn write_document(
    path: Option<&Path>,
    env: &mut Env<'_>,
    document: impl Fn(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Problem> {
    let Some(path) = path else {
        let mut out = io::BufWriter::new(&mut *env.stdout);
        return match document(&mut out).and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Problem::new("standard output", describe(&error)))
            }
            _ => Ok(()),
        };
    };
    refuse_input(path, env.files)?;
    replace(path, &document)
}

/// Refuses a file that this run read, under whatever name.
///
/// # Errors
/// That it is one.
pub fn refuse_input(path: &Path, files: &dyn Files) -> Result<(), Problem> {
    match files.was_read(path) {
        true => Err(Problem::new(
            name_of(path),
            "it is one of the inputs, and the report would replace it; write to another file",
        )),
        false => Ok(()),
    }
}

/// Writes a file: beside the old one first, which is replaced when everything is on the disk.
///
/// # Errors
/// What cannot be written; the file is as it was then.
pub fn replace(path: &Path, document: &Document<'_>) -> Result<(), Problem> {
    let written = target(path).and_then(|target| {
        if is_stream(&target) { append(&target, document) } else { Draft::write(&target, document) }
    });
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Problem::new(name_of(path), describe(&error)))
        }
        _ => Ok(()),
    }
}

/// Whether a path names something that can be written to and not replaced. `/dev/stdout` may be a regular
/// file, whose name is not what is meant.
fn is_stream(path: &Path) -> bool {
    const STREAMS: [&str; 5] = ["/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd", "/proc"];
    STREAMS.iter().any(|stream| path.starts_with(stream))
        || std::fs::metadata(path).is_ok_and(|metadata| special(metadata.file_type()).is_some())
}

fn append(path: &Path, document: &Document<'_>) -> io::Result<()> {
    let mut out = io::BufWriter::new(OpenOptions::new().append(true).open(path)?);
    document(&mut out)?;
    out.flush()
}

/// The file itself: of a symbolic link the one that it leads to, be it there or not.
fn target(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_path_buf();
    for _ in 0..LINKS {
        match std::fs::read_link(&target) {
            _ if is_stream(&target) => return Ok(target),
            Ok(link) => target = target.parent().unwrap_or(Path::new("")).join(link),
            Err(_) => return Ok(target),
        }
    }
    Err(io::Error::other("its symbolic links lead in a circle"))
}

/// A file that takes the place of another one when it is complete, and is removed otherwise.
struct Draft<'a> {
    path: PathBuf,
    target: &'a Path,
    is_placed: bool,
}

impl Draft<'_> {
    fn write(target: &Path, document: &Document<'_>) -> io::Result<()> {
        let old = match std::fs::metadata(target) {
            Ok(metadata) if metadata.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(metadata) => Some(metadata),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if old.is_some() {
            // Whoever may write to the directory could replace a file that is read-only.
            OpenOptions::new().append(true).open(target)?;
        }
        let folder =
            target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let (mut draft, file) = Draft::create(folder, target)?;
        if let Some(old) = old {
            keep(&file, &old)?;
        }
        let mut out = io::BufWriter::new(&file);
        document(&mut out)?;
        out.flush()?;
        drop(out);
        file.sync_all()?;
        draft.place()?;
        // The new file is in its place; not every file system can put a directory on the disk.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
        Ok(())
    }

    /// A new file in the directory of the target, which no walk takes for a zone.
    fn create<'t>(folder: &Path, target: &'t Path) -> io::Result<(Draft<'t>, File)> {
        let mut number = 0u32;
        loop {
            let path = folder.join(format!(".danelaw-{}-{number}.tmp", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok((Draft { path, target, is_placed: false }, file)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 100 => number += 1,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    return Err(io::Error::other("there is no such directory"));
                }
                Err(error) => {
                    return Err(io::Error::other(format!(
                        "no new file can be made beside it: {}",
                        describe(&error)
                    )));
                }
            }
        }
    }

    fn place(&mut self) -> io::Result<()> {
        std::fs::rename(&self.path, self.target)?;
        self.is_placed = true;
        Ok(())
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if !self.is_placed {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Gives a new file the permissions of the old one, and its owner where that is allowed.
fn keep(file: &File, old: &std::fs::Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let new = file.metadata()?;
        if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
            let _ = std::os::unix::fs::fchown(file, Some(old.uid()), Some(old.gid()));
        }
    }
    // Not every file system has permissions that can be set.
    if file.metadata()?.permissions() == old.permissions() {
        Ok(())
    } else {
        file.set_permissions(old.permissions())
    }
}
