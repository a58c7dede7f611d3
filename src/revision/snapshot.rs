//! Zone files as they were in a git revision. Reads what is stored and nothing else: no filter, no work tree,
//! no network.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;

use super::git::{self, Git, odd_file};
use super::path::{self, directory_of, normal, path_of, resolved, shown};
use crate::error::Problem;
use crate::limits::Limits;
use crate::source::{Files, Source, decompress, describe, is_stdin, too_large};
use crate::wire::excerpt;

/// Symbolic links that are followed on the way to one file.
const LINKS: usize = 8;
/// Octets of a link's target.
const LINK_OCTETS: u64 = 4096;
/// Files that git compares with each other to find renames; what it does is quadratic in their number. Files
/// of the same content are found however many there are.
const RENAMES: &str = "-l200";
/// Octets of a list of files.
const LIST_OCTETS: u64 = 64 << 20;

/// `git:REV` or `git:REV:PATH` as an argument. A file of such a name is `./git:REV`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// A commit as git names it.
    pub revision: String,
    /// A path from the root of the repository; from the current directory where it starts with `./` or `../`.
    pub path: Option<PathBuf>,
}

impl Revision {
    /// `None` where the text does not start with `git:`.
    #[must_use]
    pub fn parse(text: &OsStr) -> Option<Revision> {
        let rest = text.as_encoded_bytes().strip_prefix(b"git:")?;
        // `HEAD@{12:00}` and `HEAD^{/zone: fix}` have colons of their own.
        let mut depth = 0usize;
        let colon = rest.iter().position(|&byte| {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            byte == b':' && depth == 0
        });
        let (revision, path) = colon
            .and_then(|at| rest.split_at_checked(at))
            .map_or((rest, None), |(revision, path)| (revision, path.get(1..)));
        Some(Revision { revision: String::from_utf8_lossy(revision).into_owned(), path: path.map(path_of) })
    }

    /// The commit, in the repository of the file `beside`, or the one that `GIT_DIR` of `variables` names.
    ///
    /// # Errors
    /// No git, no repository, no such commit.
    pub fn open(&self, beside: &Path, variables: &BTreeMap<OsString, OsString>) -> Result<Snapshot, Problem> {
        if self.revision.is_empty() || self.revision.starts_with('-') {
            return Err(self.problem(
                "there is no revision behind `git:`: write `git:HEAD`, or a branch, tag or commit",
            ));
        }
        let directory = directory_of(beside);
        if let Some((path, what)) = odd_file(&directory, variables) {
            return Err(self.problem(&format!(
                "`{}` is {what}, not a regular file: git would wait for ever",
                shown(&path)
            )));
        }
        let git = Git::new(directory.clone(), variables);
        let snapshot = Snapshot {
            asked: self.clone(),
            git,
            commit: String::new(),
            root: None,
            entries: Mutex::default(),
        };
        let state = snapshot.ask(&["rev-parse", "--is-shallow-repository"])?;
        if !state.success {
            return Err(self.problem(&refusal(&state.words, &directory)));
        }
        let top = snapshot.ask(&["rev-parse", "--show-toplevel"])?;
        let root = if top.success { Some(resolved(&path_of(top.line()))) } else { None };
        let name = format!("{}^{{commit}}", self.revision);
        let commit = snapshot.ask(&["rev-parse", "--verify", "--end-of-options", &name])?;
        // Old versions print the option too.
        let hash = commit.line().rsplit(|&byte| byte == b'\n').next().unwrap_or_default();
        if !commit.success || hash.is_empty() || !hash.iter().all(u8::is_ascii_hexdigit) {
            return Err(self.problem(&snapshot.why_unknown(&commit.words, state.line() == b"true")?));
        }
        Ok(Snapshot { commit: String::from_utf8_lossy(hash).into_owned(), root, ..snapshot })
    }

    fn problem(&self, message: &str) -> Problem {
        Problem::new(self.to_string(), message)
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "git:{}", excerpt(self.revision.as_bytes(), path::SHOWN))?;
        self.path.as_deref().map_or(Ok(()), |path| write!(f, ":{}", shown(path)))
    }
}

/// What a revision has of a file.
#[derive(Debug)]
#[non_exhaustive]
pub enum FileInRevision {
    /// The file.
    Source(Source),
    /// The file under the name it had then.
    RenamedFrom(PathBuf, Source),
    /// Nothing: the file is newer than the revision, or it is not certain what it was called then.
    Absent,
}

/// All files of one commit.
pub struct Snapshot {
    asked: Revision,
    git: Git,
    commit: String,
    /// The work tree; there is none in a bare repository, where paths start at the root of the commit.
    root: Option<PathBuf>,
    /// What was looked up already.
    entries: Mutex<BTreeMap<PathBuf, Option<Entry>>>,
}

/// What a path is in a commit.
#[derive(Debug, Clone)]
struct Entry {
    kind: EntryKind,
    object: String,
    octets: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EntryKind {
    File,
    Link,
    Directory,
    Submodule,
}

impl Snapshot {
    /// The file `checked`, or the one that the argument names, as it was; packed or not. A file that the
    /// argument names has to be there.
    ///
    /// # Errors
    /// Why it is not known, or cannot be read.
    pub fn find(&self, checked: &Path, limits: &Limits) -> Result<FileInRevision, Problem> {
        let path = self.wanted(checked)?;
        if self.locate(&path).map_err(|error| self.unreadable(&path, &error))?.is_some() {
            return self.source(&path, limits).map(FileInRevision::Source);
        }
        if self.asked.path.is_some() {
            return Err(self.problem("there is no such file in this revision"));
        }
        match self.renamed(&path)? {
            Some(old) => Ok(FileInRevision::RenamedFrom(old.clone(), self.source(&old, limits)?)),
            None => Ok(FileInRevision::Absent),
        }
    }

    /// The path from the root of the commit that is asked for.
    fn wanted(&self, checked: &Path) -> Result<PathBuf, Problem> {
        let outside = |path: &Path| match &self.root {
            Some(root) => {
                self.problem(&format!("`{}` is outside of the repository `{}`", shown(path), shown(root)))
            }
            None => self.problem(
                "the repository has no work tree: name the file as in `git:HEAD:zones/example.org.zone`",
            ),
        };
        match &self.asked.path {
            None if is_stdin(checked) => {
                Err(self
                    .problem("standard input has no path: name the file as in `git:HEAD:example.org.zone`"))
            }
            None => self.relative(checked).ok_or_else(|| outside(checked)),
            Some(path) => {
                let is_from_here = path.is_absolute()
                    || matches!(path.components().next(), Some(Component::CurDir | Component::ParentDir));
                if is_from_here { self.relative(path) } else { normal(path) }.ok_or_else(|| outside(path))
            }
        }
    }

    /// A path of the file system, from the root of the commit; `None` outside of it.
    ///
    /// Links in the work tree say nothing about the commit, which has its own: they are followed up to the
    /// root only.
    fn relative(&self, path: &Path) -> Option<PathBuf> {
        let Some(root) = &self.root else { return if path.is_absolute() { None } else { normal(path) } };
        let absolute = std::path::absolute(path).ok().and_then(|path| normal(&path))?;
        let inside = |path: &Path, root: &Path| path.strip_prefix(root).ok().map(Path::to_path_buf);
        let is_root = |above: &&Path| above.canonicalize().is_ok_and(|real| real == *root);
        let through_link = || absolute.ancestors().find(is_root).and_then(|above| inside(&absolute, above));
        inside(&absolute, root).or_else(through_link).or_else(|| inside(&resolved(&absolute), root))
    }

    /// The path of the file system that stands for one from the root of the commit.
    fn place(&self, path: &Path) -> PathBuf {
        self.root.as_deref().map_or_else(|| path.to_path_buf(), |root| root.join(path))
    }

    fn source(&self, path: &Path, limits: &Limits) -> Result<Source, Problem> {
        let place = self.place(path);
        let bytes =
            self.read(&place, limits.source_octets).and_then(|bytes| decompress(bytes, limits.source_octets));
        let name =
            Revision { revision: self.asked.revision.clone(), path: Some(path.to_path_buf()) }.to_string();
        bytes
            .map(|bytes| Source::new(name, Some(place), bytes))
            .map_err(|error| self.unreadable(path, &error))
    }

    fn unreadable(&self, path: &Path, error: &io::Error) -> Problem {
        let asked = Revision { revision: self.asked.revision.clone(), path: Some(path.to_path_buf()) };
        asked.problem(&describe(error))
    }

    /// Where a path leads, with the links of the commit followed.
    fn locate(&self, path: &Path) -> io::Result<Option<(PathBuf, Entry)>> {
        let mut path = path.to_path_buf();
        for _ in 0..=LINKS {
            let (link, rest, entry) = match self.entry(&path)? {
                Some(entry) if entry.kind == EntryKind::Link => (path.clone(), PathBuf::new(), entry),
                Some(entry) => return Ok(Some((path, entry))),
                None => match self.link_above(&path)? {
                    Some(found) => found,
                    None => return Ok(None),
                },
            };
            let target = path_of(&self.blob(&entry, LINK_OCTETS)?);
            let folder = link.parent().unwrap_or(Path::new(""));
            let inside = if target.is_absolute() { None } else { normal(&folder.join(&target)) };
            path = inside
                .map(|inside| if rest.as_os_str().is_empty() { inside } else { inside.join(rest) })
                .ok_or_else(|| {
                    io::Error::other(format!(
                        "`{}` is a symbolic link to `{}`, outside of the repository",
                        shown(&link),
                        shown(&target)
                    ))
                })?;
        }
        Err(io::Error::other("its symbolic links lead in a circle"))
    }

    /// The first directory on the way that is a link, and what follows it.
    fn link_above(&self, path: &Path) -> io::Result<Option<(PathBuf, PathBuf, Entry)>> {
        let above: Vec<&Path> = path.ancestors().skip(1).collect();
        for directory in above.into_iter().rev() {
            if let Some(entry) = self.entry(directory)?.filter(|entry| entry.kind == EntryKind::Link) {
                let rest = path.strip_prefix(directory).unwrap_or(path).to_path_buf();
                return Ok(Some((directory.to_path_buf(), rest, entry)));
            }
        }
        Ok(None)
    }

    fn entry(&self, path: &Path) -> io::Result<Option<Entry>> {
        if path.as_os_str().is_empty() {
            return Ok(Some(Entry { kind: EntryKind::Directory, object: String::new(), octets: 0 }));
        }
        if let Some(known) = self.entries.lock().ok().and_then(|entries| entries.get(path).cloned()) {
            return Ok(known);
        }
        let options = ["ls-tree", "-z", "--long", "--full-tree", &self.commit, "--"].map(OsStr::new);
        let list = self.git.run(&[&options[..], &[path.as_os_str()]].concat(), 0, LIST_OCTETS)?;
        if !list.success {
            return Err(io::Error::other(format!("git: {}", list.words)));
        }
        let found = list.stdout.split(|&byte| byte == 0).find(|line| !line.is_empty()).and_then(entry);
        if let Ok(mut entries) = self.entries.lock() {
            entries.insert(path.to_path_buf(), found.clone());
        }
        Ok(found)
    }

    fn blob(&self, entry: &Entry, limit: u64) -> io::Result<Vec<u8>> {
        if entry.octets > limit {
            return Err(too_large(limit));
        }
        let blob = self.git.run(&["cat-file", "blob", &entry.object], entry.octets, limit)?;
        if blob.success { Ok(blob.stdout) } else { Err(io::Error::other(format!("git: {}", blob.words))) }
    }

    /// What a file that is in the index was called in the commit, where that is certain.
    fn renamed(&self, path: &Path) -> Result<Option<PathBuf>, Problem> {
        if self.root.is_none() {
            return Ok(None);
        }
        let args = [
            "diff-index",
            "--cached",
            "--raw",
            "-z",
            "--no-ext-diff",
            "--no-textconv",
            "--find-renames",
            RENAMES,
            "--diff-filter=RCD",
            &self.commit,
            "--",
        ];
        let list = self.git.run(&args, 0, LIST_OCTETS).map_err(|error| self.problem(&describe(&error)))?;
        if !list.success {
            return Err(self.problem(&format!("git: {}", list.words)));
        }
        Ok(only_source(&list.stdout, path))
    }

    fn ask(&self, args: &[&str]) -> Result<git::Output, Problem> {
        self.git.run(args, 0, LIST_OCTETS).map_err(|error| match error.kind() {
            ErrorKind::NotFound => self.problem(
                "there is no `git` program in PATH, which reads revisions: install it, or give a file",
            ),
            ErrorKind::TimedOut => self.problem(&format!("git: {}", describe(&error))),
            _ => self.problem(&format!("`git` cannot be run: {}", describe(&error))),
        })
    }

    /// Why a commit is not here, in words for people.
    fn why_unknown(&self, words: &str, is_shallow: bool) -> Result<String, Problem> {
        let any = self.ask(&["rev-list", "--max-count=1", "--all", "HEAD", "--"])?;
        let without_head = self.ask(&["rev-list", "--max-count=1", "--all", "--"])?;
        Ok(if any.line().is_empty() && without_head.line().is_empty() {
            "the repository has no commit yet".to_owned()
        } else if is_shallow {
            "the clone is shallow and does not have this commit: `git fetch --unshallow` brings it; in CI, \
            set `fetch-depth: 0`"
                .to_owned()
        } else if words.contains("ambiguous") {
            format!("git: {words}")
        } else {
            "no such commit in this repository: `git fetch` may bring it, `git branch --all` lists the \
            branches"
                .to_owned()
        })
    }

    fn problem(&self, message: &str) -> Problem {
        self.asked.problem(message)
    }
}

impl Files for Snapshot {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let path = self.relative(path).ok_or(ErrorKind::NotFound)?;
        let (_, entry) = self.locate(&path)?.ok_or(ErrorKind::NotFound)?;
        match entry.kind {
            EntryKind::File | EntryKind::Link => self.blob(&entry, limit),
            EntryKind::Directory => Err(ErrorKind::IsADirectory.into()),
            EntryKind::Submodule => Err(io::Error::other("it is a submodule")),
        }
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        let path = self.relative(path).ok_or(ErrorKind::NotFound)?;
        let (found, _) = self.locate(&path)?.ok_or(ErrorKind::NotFound)?;
        Ok(self.place(&found))
    }
}

/// One line of `git ls-tree --long`: mode, type, object, size, TAB, path.
fn entry(line: &[u8]) -> Option<Entry> {
    let fields = line.split(|&byte| byte == b'\t').next()?;
    let fields = String::from_utf8_lossy(fields);
    let mut fields = fields.split_ascii_whitespace();
    let (mode, _, object, octets) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let kind = match mode {
        "040000" => EntryKind::Directory,
        "120000" => EntryKind::Link,
        "160000" => EntryKind::Submodule,
        _ => EntryKind::File,
    };
    Some(Entry { kind, object: object.to_owned(), octets: octets.parse().unwrap_or(0) })
}

/// The one file that became `path`, out of `git diff-index --raw -z`. Where a deleted file of the same
/// content might have become it as well, or the file became several, nothing is certain.
fn only_source(list: &[u8], path: &Path) -> Option<PathBuf> {
    let mut fields = list.split(|&byte| byte == 0);
    let (mut objects, mut pairs) = (Vec::new(), Vec::new());
    while let Some(head) = fields.next().filter(|head| !head.is_empty()) {
        let head = String::from_utf8_lossy(head).into_owned();
        let mut words = head.split(' ').skip(2);
        let (object, status) = (words.next()?.to_owned(), words.nth(1)?);
        let old = fields.next()?;
        if !status.starts_with('D') {
            pairs.push((objects.len(), old, fields.next()?));
        }
        objects.push(object);
    }
    let (at, old, _) = pairs.iter().find(|(_, _, new)| path_of(new) == path)?;
    let object = objects.get(*at)?;
    let is_certain = objects.iter().filter(|other| *other == object).count() == 1;
    is_certain.then(|| path_of(old))
}

/// Why git would not look at a repository.
fn refusal(words: &str, directory: &Path) -> String {
    if words.starts_with("not a git repository") {
        format!("`{}` is in no git repository: give a file instead", shown(directory))
    } else if words.contains("dubious ownership") {
        format!(
            "git: {words}; it belongs to another user: `git help config` says at `safe.directory` how to \
            allow it"
        )
    } else {
        format!("git: {words}")
    }
}
