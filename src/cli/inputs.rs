//! Which files a run looks at, and how they are opened: paths, directories walked with `.gitignore` honoured,
//! standard input.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use clap::Args;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::{DirEntry, WalkBuilder};

use super::configurations::{Configurations, server_of};
use crate::config::Config;
use crate::error::Problem;
use crate::nameserver::{HEAD_OCTETS, Server};
use crate::render::links_remarks;
use crate::session::InputFile;
use crate::source::{Disk, Files, binary, describe, head, name_of, shown, special};
use crate::wire::{Name, Timestamp};
use crate::zone::begins_as_zone;

/// Files of one directory whose first octets are looked at.
const LOOKED_INTO: usize = 100_000;

/// Octets of a file that says where a repository is.
const LINK_OCTETS: u64 = 1 << 16;

/// What the user asked for, as files; what could not be found is a problem.
#[derive(Debug, Default)]
pub struct Inputs {
    /// The files, in the order of the arguments, a directory's by path.
    pub files: Vec<InputFile>,
    /// The directories that were named.
    pub directories: Vec<PathBuf>,
    /// Paths that could not be looked at.
    pub problems: Vec<Problem>,
    /// Files in directories that are no zones, each with the reason.
    pub passed_over: Vec<(PathBuf, &'static str)>,
    /// What is known of configurations of name servers, one line each, for people.
    pub configured: Vec<String>,
    /// Symbolic links that lead to what a walk looks for, and were not followed because nobody asked for it.
    pub links_not_followed: u64,
    /// Symbolic links that lead out of the directory that is walked, and were not followed for that.
    pub links_outside: u64,
}

/// How directories are walked, as options.
#[derive(Debug, Args, Default)]
pub struct WalkArgs {
    /// Follow symbolic links in directories, as far as they lead to what is in the same directory
    #[arg(long)]
    pub follow: bool,
}

impl WalkArgs {
    /// The walk that these options and a configuration ask for.
    pub fn of<'a>(&self, config: &'a Config) -> Walk<'a> {
        Walk { exclude: &config.exclude, force_exclude: false, follow: self.follow }
    }
}

/// How directories are walked.
#[derive(Debug, Default)]
pub struct Walk<'a> {
    /// What is left out, as `.gitignore` writes it.
    pub exclude: &'a [String],
    /// Whether it is left out even where it is named.
    pub force_exclude: bool,
    /// Whether symbolic links are followed inside the directory.
    pub follow: bool,
}

impl Inputs {
    /// Finds the files below `paths`, which are followed where they are symbolic links.
    ///
    /// # Errors
    /// A pattern that is none.
    pub fn find(paths: &[PathBuf], walk: &Walk<'_>, files: &dyn Files) -> Result<Inputs, Problem> {
        let excluded = matcher(walk.exclude)?;
        let (mut inputs, mut configurations) = (Inputs::default(), Configurations::default());
        let leaves_out = |path: &Path| is_excluded(&excluded, path, false);
        for path in paths {
            if path.is_dir() {
                inputs.directories.push(path.clone());
                inputs.walk(path, &excluded, walk.follow, (&mut configurations, files));
            } else if walk.force_exclude && leaves_out(path) {
                continue;
            } else if let Some(server) = server_of(path) {
                configurations.add(path, server, &leaves_out, files);
            } else {
                inputs.files.push(InputFile { path: path.clone(), walked: false, assigned: None });
            }
        }
        // A configuration says which zone a file is, however else the file was found.
        let listed = configurations.listed();
        inputs.files.retain(|input| {
            listed.is_empty() || !input.path.canonicalize().is_ok_and(|path| listed.contains(&path))
        });
        for (path, why) in &mut inputs.passed_over {
            if configurations.is_own(path) {
                *why = "part of the configuration of a name server";
            }
        }
        inputs.passed_over.retain(|(path, _)| {
            listed.is_empty() || !path.canonicalize().is_ok_and(|path| listed.contains(&path))
        });
        inputs.files.extend(configurations.files);
        inputs.directories.extend(configurations.directories);
        inputs.problems.extend(configurations.problems);
        inputs.configured = configurations.remarks;
        let mut seen = HashSet::new();
        inputs.files.retain(|input| {
            let assigned = input.assigned.as_ref();
            seen.insert((
                input.path.clone(),
                assigned.map(|assigned| (assigned.zone.to_string(), assigned.view.clone())),
            ))
        });
        Ok(inputs)
    }

    /// Symbolic links that were not followed, for whatever reason.
    pub fn links(&self) -> u64 {
        self.links_not_followed + self.links_outside
    }

    /// What was left out, one line each, for people.
    pub fn remarks(&self) -> Vec<String> {
        let links = links_remarks(self.links_not_followed, self.links_outside);
        self.configured.iter().cloned().chain(links).collect()
    }

    fn walk(
        &mut self,
        root: &Path,
        excluded: &Gitignore,
        follow: bool,
        (configurations, files): (&mut Configurations, &dyn Files),
    ) {
        let mut tree = Tree::new(root, excluded, follow);
        tree.walk(root);
        while !tree.linked.is_empty() {
            std::mem::take(&mut tree.linked).iter().for_each(|path| tree.walk(path));
        }
        if tree.looked_into > LOOKED_INTO {
            let message = format!(
                "not checked: whether {} of its files are zones; of those whose names do not say it only \
                {LOOKED_INTO} are looked into",
                tree.looked_into - LOOKED_INTO
            );
            tree.problems.push(Problem::new(name_of(root), message));
        }
        tree.files.sort();
        let before = configurations.files.len();
        configurations.add_found(root, &tree.configurations, files);
        let has_listed = configurations.files.len() > before;
        if tree.files.is_empty() && tree.problems.is_empty() && !has_listed {
            let message = "no zone file in this directory: they are told by name (*.zone, *.signed, *.db, \
                *.dns, *.rev, *.hosts, db.*, pri.*, K*.key, dsset-*), or by an SOA record in their first 4 \
                KiB; name any other file itself";
            let remarks: String = links_remarks(tree.links_not_followed, tree.links_outside)
                .iter()
                .map(|remark| format!("; {remark}"))
                .collect();
            tree.problems.push(Problem::new(name_of(root), format!("{message}{remarks}")));
        }
        self.passed_over.extend(tree.passed_over);
        self.files.extend(tree.files.into_iter().map(|path| InputFile {
            path,
            walked: true,
            assigned: None,
        }));
        self.problems.extend(tree.problems);
        self.links_not_followed += tree.links_not_followed;
        self.links_outside += tree.links_outside;
    }
}

/// One directory that was named, and what was found below it.
struct Tree<'a> {
    root: PathBuf,
    excluded: &'a Gitignore,
    follow: bool,
    files: Vec<PathBuf>,
    passed_over: Vec<(PathBuf, &'static str)>,
    /// Files with the usual names of configurations of name servers.
    configurations: Vec<PathBuf>,
    /// How many files were opened to see what they are.
    looked_into: usize,
    /// Canonical paths of files and directories that were found, where links are followed.
    seen: HashSet<PathBuf>,
    /// Links to files and directories inside, which are followed when everything is found that is there by
    /// its own name.
    linked: Vec<PathBuf>,
    problems: Vec<Problem>,
    links_not_followed: u64,
    links_outside: u64,
}

impl Tree<'_> {
    fn new<'a>(root: &Path, excluded: &'a Gitignore, follow: bool) -> Tree<'a> {
        Tree {
            root: root.canonicalize().unwrap_or_else(|_| root.to_path_buf()),
            excluded,
            follow,
            files: Vec::new(),
            passed_over: Vec::new(),
            configurations: Vec::new(),
            looked_into: 0,
            seen: HashSet::new(),
            linked: Vec::new(),
            problems: Vec::new(),
            links_not_followed: 0,
            links_outside: 0,
        }
    }

    /// Walks a directory, or takes a file that a link leads to.
    fn walk(&mut self, path: &Path) {
        if !path.is_dir() {
            self.file(path);
            return;
        }
        if path.canonicalize().is_ok_and(|path| self.seen.contains(&path)) {
            return;
        }
        let odd = Arc::new(Mutex::new(Vec::new()));
        let has_odd_parents =
            directories_above(path).iter().filter(|above| has_odd_patterns(above, &odd)).count() > 0;
        if has_odd_patterns(path, &odd) {
            self.problems.extend(odd.lock().map(|mut odd| std::mem::take(&mut *odd)).unwrap_or_default());
            return;
        }
        let (excluded, found) = (self.excluded.clone(), Arc::clone(&odd));
        let walker = WalkBuilder::new(path)
            .require_git(false)
            .parents(!has_odd_parents)
            .sort_by_file_path(Path::cmp)
            .filter_entry(move |entry| {
                let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
                !(is_excluded(&excluded, entry.path(), is_dir)
                    || is_dir && has_odd_patterns(entry.path(), &found))
            })
            .build();
        for entry in walker {
            match entry {
                Ok(entry) => self.entry(&entry),
                Err(error) => self.problems.push(unread(&error, path)),
            }
        }
        self.problems.extend(odd.lock().map(|mut odd| std::mem::take(&mut *odd)).unwrap_or_default());
    }

    fn entry(&mut self, entry: &DirEntry) {
        let path = entry.path();
        if let Some(error) = entry.error().filter(|error| error.is_io()) {
            self.problems.push(unread(error, path));
        }
        match entry.file_type() {
            // The root of a walk is followed.
            Some(kind) if kind.is_symlink() && entry.depth() > 0 => self.link(path),
            Some(kind) if kind.is_file() => self.file(path),
            Some(kind) => {
                if let Some(what) = special(kind).filter(|_| is_zone_file(path)) {
                    self.problems
                        .push(Problem::new(shown(path), format!("it is {what}, not a regular file")));
                }
                if self.follow && kind.is_dir() {
                    self.seen.extend(path.canonicalize());
                }
            }
            None => {}
        }
    }

    fn file(&mut self, path: &Path) {
        if let Some(why) = self.no_zone(path) {
            self.passed_over.push((path.to_path_buf(), why));
        } else if !self.follow || path.canonicalize().map_or(true, |path| self.seen.insert(path)) {
            self.files.push(path.to_path_buf());
        }
    }

    /// Why a file is no zone, by its name and its first octets.
    fn no_zone(&mut self, path: &Path) -> Option<&'static str> {
        if is_zone_file(path) {
            return None;
        }
        if Server::is_usual_name(path) {
            self.configurations.push(path.to_path_buf());
            return Some("configuration of a name server");
        }
        if is_companion(path) {
            return Some("by its name, a copy, a journal or a hidden file");
        }
        self.looked_into += 1;
        if self.looked_into > LOOKED_INTO {
            return Some("not looked into: too many files");
        }
        match head(path, HEAD_OCTETS) {
            Ok(head) if binary(&head).is_none() && begins_as_zone(&head) => None,
            Ok(_) => Some("no SOA record in its first 4 KiB"),
            Err(_) => Some("cannot be read, and its name is none of a zone"),
        }
    }

    fn link(&mut self, path: &Path) {
        let found = path.canonicalize().and_then(|target| Ok((target.metadata()?, target)));
        let (metadata, target) = match found {
            Ok(found) => found,
            Err(error) if is_zone_file(path) => {
                let message = format!("it is a symbolic link that cannot be followed: {}", describe(&error));
                self.problems.push(Problem::new(shown(path), message));
                return;
            }
            Err(_) => return,
        };
        if !metadata.is_dir() && !is_zone_file(path) {
            return;
        }
        if !self.follow {
            self.links_not_followed += 1;
        } else if !target.starts_with(&self.root) {
            self.links_outside += 1;
        } else if let Some(what) = special(metadata.file_type()) {
            self.problems.push(Problem::new(
                shown(path),
                format!("it is a symbolic link to {what}, not to a regular file"),
            ));
        } else if !self.seen.contains(&target) {
            self.linked.push(path.to_path_buf());
        }
    }
}

/// The directories above one, whose `.gitignore` holds in it too.
fn directories_above(directory: &Path) -> Vec<PathBuf> {
    directory
        .canonicalize()
        .map(|path| path.ancestors().skip(1).map(Path::to_path_buf).collect())
        .unwrap_or_default()
}

/// Whether what has the name of a file of patterns is something whose reading might not end. It becomes a
/// problem.
fn has_odd_patterns(directory: &Path, problems: &Mutex<Vec<Problem>>) -> bool {
    let named = [".gitignore", ".ignore", ".git/info/exclude"].map(|name| directory.join(name));
    let odd = named
        .into_iter()
        .chain(linked_repository(directory))
        .find_map(|path| Some((special(path.metadata().ok()?.file_type())?, path)));
    let Some((what, path)) = odd else { return false };
    if let Ok(mut problems) = problems.lock() {
        problems
            .push(Problem::new(shown(&path), format!("it is {what}: what it leaves out cannot be known")));
    }
    true
}

/// What is read of the repository that a file `.git` leads to, as in linked work trees.
fn linked_repository(directory: &Path) -> Vec<PathBuf> {
    let line = |path: &Path| {
        let text = String::from_utf8(Disk.read(path, LINK_OCTETS).ok()?).ok()?;
        text.lines().next().map(str::to_owned)
    };
    let Some(git) =
        line(&directory.join(".git")).and_then(|line| line.strip_prefix("gitdir: ").map(PathBuf::from))
    else {
        return Vec::new();
    };
    let shared = git.join("commondir");
    let excluded = line(&shared)
        .map(|line| if line.starts_with('.') { git.join(line) } else { line.into() }.join("info/exclude"));
    excluded.into_iter().chain([shared]).collect()
}

/// What a walk could not look at, with the path where the walk says it.
fn unread(error: &ignore::Error, at: &Path) -> Problem {
    match error {
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => unread(err, at),
        ignore::Error::WithPath { path, err } => unread(err, path),
        ignore::Error::Io(error) => Problem::new(shown(at), describe(error)),
        other => Problem::new(shown(at), other.to_string()),
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
    Timestamp::parse(text, now).map_err(|error| Problem::new(format!("{option} {text}"), error.to_string()))
}

/// The name that `--origin` says.
///
/// # Errors
/// Text that is no name.
pub fn origin(text: Option<&str>) -> Result<Option<Name>, Problem> {
    let Some(text) = text else { return Ok(None) };
    Name::absolute(text).map(Some).map_err(|_| Problem::new(format!("--origin {text}"), "not a domain name"))
}

fn matcher(patterns: &[String]) -> Result<Gitignore, Problem> {
    let mut builder = GitignoreBuilder::new("");
    for pattern in patterns {
        builder
            .add_line(None, pattern)
            .map_err(|error| Problem::new(format!("--exclude {pattern}"), error.to_string()))?;
    }
    builder.build().map_err(|error| Problem::new("--exclude", error.to_string()))
}

fn is_excluded(matcher: &Gitignore, path: &Path, is_dir: bool) -> bool {
    let plain = path.strip_prefix("./").unwrap_or(path);
    !plain.as_os_str().is_empty()
        && plain != Path::new(".")
        && plain.is_relative()
        && matcher.matched_path_or_any_parents(plain, is_dir).is_ignore()
        || path.is_absolute()
            && path.file_name().is_some_and(|name| matcher.matched(name, is_dir).is_ignore())
}

/// Whether a file's name says that it holds a zone or a zone's keys.
fn is_zone_file(path: &Path) -> bool {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy()) else { return false };
    let mut name = &*name;
    for packed in [".gz", ".zst", ".xz"] {
        name = name.strip_suffix(packed).unwrap_or(name);
    }
    if is_companion(path) {
        return false;
    }
    let ending = [".zone", ".signed", ".db", ".dns", ".rev", ".hosts"];
    ending.iter().any(|ending| name.ends_with(ending))
        || ["db.", "master_db.", "pri."].iter().any(|start| name.starts_with(start))
        || name.starts_with("dsset-")
        || name.starts_with("keyset-")
        || (name.starts_with('K') && name.ends_with(".key"))
}

/// Whether a file's name says that it is a copy or a journal of another one, or hidden.
fn is_companion(path: &Path) -> bool {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy()) else { return false };
    let is_copy = [".jnl", ".jbk", ".bak", ".orig", ".rej", ".old", ".swp", ".swo", ".tmp", "~"]
        .iter()
        .any(|ending| name.ends_with(ending));
    is_copy || name.starts_with('.') || name.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_zone_files() {
        for name in [
            "db.example",
            "example.zone",
            "example.signed",
            "example.db.gz",
            "Kexample.+013+00001.key",
            "dsset-example.",
            "example.org.dns",
            "192.0.2.rev",
            "master_db.example",
            "pri.example",
        ] {
            assert!(is_zone_file(Path::new(name)), "{name}");
        }
        for name in [
            "README.md",
            "Kexample.+013+00001.private",
            "example.jnl",
            "zone",
            "example.zone.bak",
            "db.example.jnl",
            "db.example~",
            "db.example.orig",
            ".db.example.swp",
        ] {
            assert!(!is_zone_file(Path::new(name)), "{name}");
        }
    }
}
