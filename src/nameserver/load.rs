//! Finds and reads the files of a configuration, within bounds: how deep they include each other, how many,
//! how large. Knows no syntax.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use super::Listing;
use crate::error::Problem;
use crate::source::{Directories, Files, Place, describe, key_material, shown};
use crate::wire::excerpt;

/// How deep files of a configuration include each other.
const DEPTH: usize = 16;
/// Files of one configuration.
const FILES: usize = 10_000;
/// Octets of all files of one configuration.
const OCTETS: u64 = 64 << 20;
/// Directories above the configuration in which files are looked for.
const ABOVE: usize = 16;

/// Reads the files of one configuration.
pub(super) struct Loader<'a> {
    pub(super) listing: Listing,
    files: &'a dyn Files,
    directories: &'a dyn Directories,
    /// The directory of the configuration, and those above it as far as its repository goes.
    homes: Vec<PathBuf>,
    /// Whether there is a repository.
    is_repository: bool,
    /// The files that are being read, outermost first.
    stack: Vec<PathBuf>,
    /// Files with keys or secrets in them.
    with_keys: BTreeSet<PathBuf>,
    /// Where each zone of a view is defined, by its name in lower case without a dot at the end.
    defined: BTreeMap<(Option<String>, String), (PathBuf, u32)>,
    octets: u64,
}

impl<'a> Loader<'a> {
    pub(super) fn new(path: &Path, files: &'a dyn Files, directories: &'a dyn Directories) -> Loader<'a> {
        let (homes, is_repository) = homes(path, directories);
        let (listing, stack) = (Listing::default(), Vec::new());
        let (with_keys, defined) = (BTreeSet::new(), BTreeMap::new());
        Loader { listing, files, directories, homes, is_repository, stack, with_keys, defined, octets: 0 }
    }

    pub(super) fn finish(self) -> Listing {
        self.listing
    }

    /// Adds what is wrong with the configuration.
    pub(super) fn problem(&mut self, file: &Path, line: u32, message: impl Into<String>) {
        let subject = if line == 0 { shown(file) } else { format!("{}:{line}", shown(file)) };
        self.listing.problems.push(Problem::new(subject, message));
    }

    /// Notes where a zone is defined; `false`, and a problem, where it is already.
    pub(super) fn define(&mut self, view: Option<&str>, name: &str, (file, line): (&Path, u32)) -> bool {
        let key = (view.map(str::to_owned), name.trim_end_matches('.').to_ascii_lowercase());
        let Some((first, row)) = self.defined.get(&key) else {
            self.defined.insert(key, (file.to_path_buf(), line));
            return true;
        };
        let place =
            if first == file { format!("in line {row}") } else { format!("at {}:{row}", shown(first)) };
        let name = excerpt(name.as_bytes(), 120);
        self.problem(file, line, format!("zone `{name}` is defined twice, first {place}"));
        false
    }

    /// Adds that a line is not as the syntax has it: in a file with keys that alone, since a word of it may be
    /// a key.
    pub(super) fn fault(&mut self, file: &Path, line: u32, message: &str) {
        let has_keys = self.with_keys.contains(file);
        let hidden = "the syntax is wrong here; keys are in this file, so that none of its text is shown";
        self.problem(file, line, if has_keys { hidden } else { message });
    }

    /// The text of a file that line `line` of `from` names; [`Loader::close`] follows where there is one.
    pub(super) fn open(&mut self, path: &Path, from: &Path, line: u32) -> Option<String> {
        let name = shown(path);
        let canonical = self.directories.resolved(path).unwrap_or_else(|_| path.to_path_buf());
        let left = OCTETS.saturating_sub(self.octets);
        let refusal = if self.stack.contains(&canonical) {
            Some(format!("`{name}` includes itself"))
        } else if self.stack.len() > DEPTH {
            Some(format!("not checked: includes nest deeper than {DEPTH}"))
        } else if self.listing.files.len() >= FILES {
            Some(format!("not checked: more than {FILES} files are included"))
        } else {
            None
        };
        if let Some(refusal) = refusal {
            self.problem(from, line, refusal);
            return None;
        }
        let bytes = match self.files.read(path, left) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = describe(&error);
                self.problem(from, line, if line == 0 { message } else { format!("`{name}`: {message}") });
                return None;
            }
        };
        // Keys of TSIG stand beside zones.
        if key_material(&bytes).is_some() {
            self.with_keys.insert(path.to_path_buf());
        }
        self.octets = self.octets.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self.stack.push(canonical);
        self.listing.files.push(path.to_path_buf());
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// That the file that was opened last has been read.
    pub(super) fn close(&mut self) {
        self.stack.pop();
    }

    /// The files that an include in `from` names, of which the last part may be a pattern.
    pub(super) fn included(
        &mut self,
        written: &str,
        base: Option<&Path>,
        (from, line): (&Path, u32),
    ) -> Vec<PathBuf> {
        let path = Path::new(written);
        let last = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if last.contains(['*', '?']) {
            let directory = path.parent().unwrap_or(Path::new("")).to_string_lossy().into_owned();
            let Some(directory) = self.place_of(&directory, base, from, Place::Directory) else {
                return Vec::new();
            };
            let entries = self.directories.entries(&directory, FILES).unwrap_or_default();
            let is_match = |path: &PathBuf| {
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                (!name.starts_with('.') || last.starts_with('.')) && matches(last.as_bytes(), name.as_bytes())
            };
            return entries.into_iter().filter(is_match).collect();
        }
        if let Some(path) = self.find(written, base, from) {
            return vec![path];
        }
        if let Some(directory) = self.place_of(written, base, from, Place::Directory) {
            let entries = self.directories.entries(&directory, FILES).unwrap_or_default();
            return entries.into_iter().filter(|path| self.directories.place(path) == Place::File).collect();
        }
        let shown = excerpt(written.as_bytes(), 120);
        self.problem(from, line, format!("include `{shown}`: no such file"));
        Vec::new()
    }

    /// The file that a path of `from` leads to, from `base` or the directory of `from`. What has the whole
    /// path below a directory above the configuration comes before that, and in a repository what has the
    /// longest end of it there; elsewhere that comes last.
    pub(super) fn find(&mut self, written: &str, base: Option<&Path>, from: &Path) -> Option<PathBuf> {
        self.place_of(written, base, from, Place::File)
    }

    fn place_of(&mut self, written: &str, base: Option<&Path>, from: &Path, kind: Place) -> Option<PathBuf> {
        let beside = from.parent().unwrap_or(Path::new(""));
        let base = base.map(|base| beside.join(base));
        let base = base.as_deref();
        let direct = base.unwrap_or(beside).join(written);
        let is_there = |path: &PathBuf| {
            let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
            self.directories.place(path) == kind
        };
        let whole = base.unwrap_or(Path::new("")).join(written);
        let parts: Vec<Component<'_>> =
            whole.components().filter(|part| matches!(part, Component::Normal(_))).collect();
        let end_in_homes = |skip: usize| {
            let end: PathBuf = parts.get(skip..)?.iter().collect();
            self.homes.iter().map(|home| home.join(&end)).find(is_there)
        };
        // A copy is checked before it is deployed: what this machine runs at the same path is not meant.
        let ends_in_copy = match (whole.is_absolute(), self.is_repository) {
            (true, true) => parts.len(),
            (true, false) => 1,
            (false, _) => 0,
        };
        let copy = (0..ends_in_copy).find_map(end_in_homes).filter(|copy| *copy != whole);
        let found = match copy {
            Some(copy) => copy,
            None if is_there(&direct) => return Some(direct),
            None => {
                let beside = Some(beside.join(written)).filter(is_there);
                beside.or_else(|| (0..parts.len()).find_map(end_in_homes))?
            }
        };
        self.listing.moved.push((whole, found.clone()));
        Some(found)
    }
}

/// The directory of a configuration and those above it, up to the top of its repository, and whether there is
/// one.
fn homes(path: &Path, directories: &dyn Directories) -> (Vec<PathBuf>, bool) {
    let own = path.parent().unwrap_or(Path::new("")).to_path_buf();
    let resolved = directories.resolved(if own.as_os_str().is_empty() { Path::new(".") } else { &own });
    let Ok(resolved) = resolved else { return (vec![own], false) };
    let above = resolved.ancestors().take(ABOVE).take_while(|directory| directory.parent().is_some());
    let mut homes = Vec::new();
    for (steps, directory) in above.enumerate() {
        // As the user writes it, where that is shorter.
        homes.push(match own.ancestors().nth(steps) {
            Some(written) if own.is_absolute() || steps < own.components().count() + 1 => {
                written.to_path_buf()
            }
            _ => directory.to_path_buf(),
        });
        if directories.place(&directory.join(".git")) != Place::Nothing {
            return (homes, true);
        }
    }
    (homes, false)
}

/// Whether a name is what a pattern with `*` and `?` says.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    let (mut p, mut n, mut star) = (0, 0, None);
    while n < name.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(&c) if c == b'?' || Some(&c) == name.get(n) => (p, n) = (p + 1, n + 1),
            _ => {
                let Some((at, from)) = star else { return false };
                star = Some((at, from + 1));
                (p, n) = (at + 1, from + 1);
            }
        }
    }
    pattern.get(p..).unwrap_or_default().iter().all(|&c| c == b'*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_match_names() {
        for (pattern, name, is_match) in [
            ("*.conf", "a.conf", true),
            ("*.conf", "a.conf.bak", false),
            ("z?ne*", "zones", true),
            ("*", "", true),
            ("?", "", false),
            ("*a*b", "xaxxb", true),
        ] {
            assert_eq!(matches(pattern.as_bytes(), name.as_bytes()), is_match, "{pattern} {name}");
        }
    }
}
