//! Configurations of name servers among the inputs: the zones that they list become inputs, under their names
//! and views. Knows no syntax.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::error::Problem;
use crate::nameserver::{HEAD_OCTETS, Listed, Listing, Server};
use crate::session::InputFile;
use crate::source::{Disk, Files, binary, head, is_stdin, shown};
use crate::wire::printable;

/// What configurations say of files.
#[derive(Debug, Default)]
pub struct Configurations {
    /// The files, each as one zone in one view.
    pub files: Vec<InputFile>,
    /// Directories from which the servers read files.
    pub directories: Vec<PathBuf>,
    /// What is wrong with them, and what could not be read.
    pub problems: Vec<Problem>,
    /// What was passed over, one line each.
    pub remarks: Vec<String>,
    /// The files of the configurations, with links resolved.
    read: HashSet<PathBuf>,
}

/// Whose configuration a file is that the user names.
pub fn server_of(path: &Path) -> Option<Server> {
    if is_stdin(path) || !path.is_file() {
        return None;
    }
    Server::of(&head(path, HEAD_OCTETS).ok()?)
}

impl Configurations {
    /// Adds the zones of a configuration that the user names.
    pub fn add(
        &mut self,
        path: &Path,
        server: Server,
        is_excluded: &dyn Fn(&Path) -> bool,
        files: &dyn Files,
    ) {
        let listing = Listing::read(path, server, files, &Disk);
        self.note(path, &listing);
        let mut raw: Vec<&Listed> = Vec::new();
        let (mut excluded, before) = (0u64, self.files.len());
        for zone in &listing.zones {
            if is_excluded(&zone.path) {
                excluded += 1;
            } else if zone.is_secondary && is_binary(&zone.path) {
                raw.push(zone);
            } else {
                self.push(zone, false);
            }
        }
        if let Some(first) = raw.first() {
            let (count, s) = (raw.len(), if raw.len() == 1 { "" } else { "s" });
            let message = format!(
                "not checked: {count} secondary zone{s} in BIND's raw format, the first `{}`: \
                 `named-compilezone -f raw -F text -o OUTPUT ZONE FILE` makes text of it",
                first.assigned.zone
            );
            self.problems.push(Problem::new(shown(path), message));
        }
        if excluded > 0 {
            self.remarks.push(format!("{}: {excluded} files are excluded", shown(path)));
        }
        if self.files.len() == before && listing.problems.is_empty() && raw.is_empty() && excluded == 0 {
            let message = format!("no zone with a file in this configuration of {}", server.name());
            self.problems.push(Problem::new(shown(path), message));
        }
        self.problems.extend(listing.problems);
    }

    /// Adds what the configurations of a directory say of its own files: they were found, and reach no other.
    pub fn add_found(&mut self, root: &Path, found: &[PathBuf], files: &dyn Files) {
        let Ok(root) = root.canonicalize() else { return };
        let mut found: Vec<&PathBuf> = found.iter().collect();
        // What another one includes is no configuration of its own.
        found.sort_by_key(|path| (path.as_os_str().len(), (*path).clone()));
        for path in found {
            let is_known = path.canonicalize().is_ok_and(|path| self.read.contains(&path));
            let Some(server) = server_of(path).filter(|_| !is_known) else { continue };
            let inside = Inside { files, root: &root };
            let listing = Listing::read(path, server, &inside, &Disk);
            self.note(path, &listing);
            let mut outside = 0u64;
            for zone in &listing.zones {
                if !zone.path.canonicalize().is_ok_and(|path| path.starts_with(&root)) {
                    outside += 1;
                } else if !(zone.is_secondary && is_binary(&zone.path)) {
                    self.push(zone, true);
                }
            }
            let name = shown(path);
            if outside > 0 {
                self.remarks.push(format!(
                    "{name}: {outside} of its files are outside of this directory (name the configuration \
                     itself to read them)"
                ));
            }
            if let Some(first) = listing.problems.first() {
                let more = match listing.problems.len() {
                    1 => String::new(),
                    count => format!(", and {} more", count - 1),
                };
                let first = printable(&first.to_string());
                self.remarks.push(format!("{name}: not all of it was used: {first}{more}"));
            }
        }
    }

    fn note(&mut self, path: &Path, listing: &Listing) {
        self.remarks.extend(listing.remarks(path));
        let home = path.parent().unwrap_or(Path::new(""));
        let directories = listing.directories.iter().map(|directory| home.join(directory));
        self.directories.extend(directories.filter(|directory| directory.is_dir()));
        self.read.extend(listing.files.iter().filter_map(|file| file.canonicalize().ok()));
    }

    fn push(&mut self, zone: &Listed, walked: bool) {
        let Listed { path, assigned, .. } = zone.clone();
        self.files.push(InputFile { path, walked, assigned: Some(assigned) });
    }

    /// Whether a file is one of a configuration's own.
    pub fn is_own(&self, path: &Path) -> bool {
        !self.read.is_empty() && path.canonicalize().is_ok_and(|path| self.read.contains(&path))
    }

    /// The files that configurations list, with links resolved.
    pub fn listed(&self) -> HashSet<PathBuf> {
        self.files.iter().filter_map(|file| file.path.canonicalize().ok()).collect()
    }
}

fn is_binary(path: &Path) -> bool {
    head(path, HEAD_OCTETS).is_ok_and(|head| binary(&head).is_some())
}

/// The files of one directory: a configuration that was found there opens no other.
struct Inside<'a> {
    files: &'a dyn Files,
    root: &'a Path,
}

impl Files for Inside<'_> {
    fn read(&self, path: &Path, limit: u64) -> std::io::Result<Vec<u8>> {
        let opened = self.files.open(path)?;
        if !opened.canonical.starts_with(self.root) {
            return Err(std::io::Error::other("it is outside of the directory that is walked"));
        }
        opened.read(limit)
    }

    fn canonical(&self, path: &Path) -> std::io::Result<PathBuf> {
        self.files.canonical(path)
    }
}
