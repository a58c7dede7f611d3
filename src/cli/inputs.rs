//! Which files a run looks at, and how they are opened: paths, directories walked with `.gitignore` honoured, standard
//! input.

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::error::Problem;
use crate::limits::Limits;
use crate::source::{Files, Source, decompress, describe, name_of, read_limited};
use crate::wire::{Name, Timestamp, TimestampError};

/// One file to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The path, or `-` for standard input.
    pub path: PathBuf,
    /// Found in a directory, not named by the user.
    pub walked: bool,
}

impl Input {
    /// Reads the file.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn open(&self, files: &dyn Files, limits: &Limits) -> Result<Source, Problem> {
        let mut source = open(&self.path, files, limits)?;
        source.found = self.walked;
        Ok(source)
    }
}

/// What the user asked for, as files; what could not be found is a problem.
#[derive(Debug, Default)]
pub struct Inputs {
    /// The files, in the order of the arguments, a directory's by path.
    pub files: Vec<Input>,
    /// The directories that were named.
    pub directories: Vec<PathBuf>,
    /// Paths that could not be looked at.
    pub problems: Vec<Problem>,
}

impl Inputs {
    /// Finds the files below `paths`. Patterns in `exclude` are those of `.gitignore`; they apply to named files only
    /// with `force`.
    ///
    /// # Errors
    /// A pattern that is none.
    pub fn find(paths: &[PathBuf], exclude: &[String], force: bool) -> Result<Inputs, Problem> {
        let excluded = matcher(exclude)?;
        let mut inputs = Inputs::default();
        for path in paths {
            if path.is_dir() {
                inputs.directories.push(path.clone());
                inputs.walk(path, &excluded);
            } else if !force || !is_excluded(&excluded, path, false) {
                inputs.files.push(Input { path: path.clone(), walked: false });
            }
        }
        let mut seen = std::collections::HashSet::new();
        inputs.files.retain(|input| seen.insert(input.path.clone()));
        Ok(inputs)
    }

    fn walk(&mut self, directory: &Path, excluded: &Gitignore) {
        let matcher = excluded.clone();
        let walker = ignore::WalkBuilder::new(directory)
            .require_git(false)
            .sort_by_file_path(Path::cmp)
            .filter_entry(move |entry| !is_excluded(&matcher, entry.path(), entry.file_type().is_some_and(|kind| kind.is_dir())))
            .build();
        let (files_before, problems_before) = (self.files.len(), self.problems.len());
        for entry in walker {
            match entry {
                Ok(entry) if is_readable(entry.path()) && is_zone_file(entry.path()) => {
                    self.files.push(Input { path: entry.into_path(), walked: true })
                }
                Ok(_) => {}
                Err(error) => self.problems.push(Problem::new(name_of(&directory), error.to_string())),
            }
        }
        if self.files.len() == files_before && self.problems.len() == problems_before {
            let message = "no zone file in this directory: they are told by name (*.zone, *.signed, *.db, *.hosts, db.*, K*.key, dsset-*); name any other file itself";
            self.problems.push(Problem::new(name_of(&directory), message));
        }
    }
}

/// The time that `--at` says, or now.
///
/// # Errors
/// Text that is no time, or a time out of range.
pub fn time(at: Option<&str>, now: Timestamp) -> Result<Timestamp, Problem> {
    at.map_or(Ok(now), |text| time_of("--at", text, now))
}

/// The time that an option says.
///
/// # Errors
/// As [`time`].
pub fn time_of(option: &str, text: &str, now: Timestamp) -> Result<Timestamp, Problem> {
    Timestamp::parse(text, now).map_err(|error| {
        let message = match error {
            TimestampError::Unknown => "not a time: write 2026-12-01T00:00:00Z, 20261201000000, Unix seconds, or +7d",
            TimestampError::OutOfRange => "out of range: the last time that can be told is 9999-12-30T22:00:00Z",
        };
        Problem::new(format!("{option} {text}"), message)
    })
}

/// The name that `--origin` says.
///
/// # Errors
/// Text that is no name.
pub fn origin(text: Option<&str>) -> Result<Option<Name>, Problem> {
    let Some(text) = text else { return Ok(None) };
    Name::absolute(text).map(Some).map_err(|_| Problem::new(format!("--origin {text}"), "not a domain name"))
}

/// Whether a path means standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads standard input, which is called `name`.
///
/// # Errors
/// Why it cannot be read.
pub fn read_stdin(name: Option<&Path>, stdin: &mut dyn Read, limits: &Limits) -> Result<Source, Problem> {
    let shown = name.map_or_else(|| "<stdin>".to_owned(), |path| name_of(&path));
    let bytes = read_limited(stdin, 0, limits.source_octets).and_then(|bytes| decompress(bytes, limits.source_octets));
    bytes.map(|bytes| Source::new(shown.clone(), name.map(Path::to_path_buf), bytes)).map_err(|error| Problem::new(shown, describe(&error)))
}

/// Reads a file, packed or not.
///
/// # Errors
/// Why it cannot be read.
pub fn open(path: &Path, files: &dyn Files, limits: &Limits) -> Result<Source, Problem> {
    let name = shown(path);
    let bytes = files.read(path, limits.source_octets).and_then(|bytes| decompress(bytes, limits.source_octets));
    bytes.map(|bytes| Source::new(name.clone(), Some(path.to_path_buf()), bytes)).map_err(|error| Problem::new(name, describe(&error)))
}

/// Reads a file that an option names, packed or not. A parent may be a zone of millions of delegations, DS sets are small.
///
/// # Errors
/// Why it cannot be read; that it is standard input, which is for zones to be checked.
pub fn open_beside(option: &str, path: &Path, files: &dyn Files, limits: &Limits) -> Result<Source, Problem> {
    if is_stdin(path) {
        return Err(Problem::new(format!("{option} -"), "standard input is not taken here, only as a zone to check: give a file"));
    }
    let most = if ["--ds", "--trust-anchor"].contains(&option) { limits.ds_octets } else { limits.source_octets };
    let name = shown(path);
    let bytes = files.read(path, most).and_then(|bytes| decompress(bytes, most));
    bytes.map(|bytes| Source::new(name.clone(), Some(path.to_path_buf()), bytes)).map_err(|error| match error.kind() {
        ErrorKind::FileTooLarge if most < limits.source_octets => {
            Problem::new(name, format!("it is larger than the {} MiB that {option} takes", most >> 20))
        }
        _ => Problem::new(name, describe(&error)),
    })
}

/// A path as messages have it.
fn shown(path: &Path) -> String {
    name_of(path.strip_prefix("./").ok().filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(path))
}

fn matcher(patterns: &[String]) -> Result<Gitignore, Problem> {
    let mut builder = GitignoreBuilder::new("");
    for pattern in patterns {
        builder.add_line(None, pattern).map_err(|error| Problem::new(format!("--exclude {pattern}"), error.to_string()))?;
    }
    builder.build().map_err(|error| Problem::new("--exclude", error.to_string()))
}

fn is_excluded(matcher: &Gitignore, path: &Path, is_dir: bool) -> bool {
    let plain = path.strip_prefix("./").unwrap_or(path);
    !plain.as_os_str().is_empty() && plain != Path::new(".") && plain.is_relative() && matcher.matched_path_or_any_parents(plain, is_dir).is_ignore()
        || path.is_absolute() && path.file_name().is_some_and(|name| matcher.matched(name, is_dir).is_ignore())
}

/// Whether there is a file, or a link to none, which has to be told.
fn is_readable(path: &Path) -> bool {
    path.is_file() || path.is_symlink() && !path.exists()
}

/// Whether a file's name says that it holds a zone or a zone's keys.
fn is_zone_file(path: &Path) -> bool {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy()) else { return false };
    let mut name = &*name;
    for packed in [".gz", ".zst", ".xz"] {
        name = name.strip_suffix(packed).unwrap_or(name);
    }
    let ending = [".zone", ".signed", ".db", ".hosts"].iter().any(|ending| name.ends_with(ending));
    ending
        || name.starts_with("db.")
        || name.starts_with("dsset-")
        || name.starts_with("keyset-")
        || (name.starts_with('K') && name.ends_with(".key"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_zone_files() {
        for name in ["db.example", "example.zone", "example.signed", "example.db.gz", "Kexample.+013+00001.key", "dsset-example."] {
            assert!(is_zone_file(Path::new(name)), "{name}");
        }
        for name in ["README.md", "Kexample.+013+00001.private", "example.jnl", "zone", "example.zone.bak"] {
            assert!(!is_zone_file(Path::new(name)), "{name}");
        }
    }
}
