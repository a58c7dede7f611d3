//! Configurations of name servers as lists of zones: which file is which zone in which view. Reads no zone.

mod keyed;
mod knot;
mod load;
mod named;
mod powerdns;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::Problem;
use crate::source::{Assigned, Directories, Files, shown};
use crate::wire::{Name, excerpt};
use load::Loader;

/// Octets at the start of a file by which a configuration is recognised.
pub const HEAD_OCTETS: u64 = 4096;

/// Whose configuration a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Server {
    /// BIND: `named.conf`.
    Named,
    /// NSD, and the `auth-zone:` of Unbound, which is written alike.
    Nsd,
    /// Knot DNS.
    Knot,
    /// PowerDNS: `pdns.conf`, whose bind backend reads a `named.conf`.
    PowerDns,
}

impl Server {
    /// The program's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Server::Named => "BIND",
            Server::Nsd => "NSD",
            Server::Knot => "Knot DNS",
            Server::PowerDns => "PowerDNS",
        }
    }

    /// Whose configuration this is, by the first octets of the file; `None` where it is none.
    #[must_use]
    pub fn of(head: &[u8]) -> Option<Server> {
        let head = head.get(..usize::try_from(HEAD_OCTETS).unwrap_or(usize::MAX)).unwrap_or(head);
        if head.contains(&0) {
            return None;
        }
        let text = String::from_utf8_lossy(head);
        if named::is_like(&text) {
            Some(Server::Named)
        } else if knot::is_like(&text) {
            Some(Server::Knot)
        } else if keyed::is_like(&text) {
            Some(Server::Nsd)
        } else {
            powerdns::is_like(&text).then_some(Server::PowerDns)
        }
    }

    /// Whether a file has the usual name of a configuration.
    #[must_use]
    pub fn is_usual_name(path: &Path) -> bool {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        ["named.conf", "nsd.conf", "knot.conf", "pdns.conf"].contains(&name)
            || ["named.conf.local", "named.conf.default-zones"].contains(&name)
    }
}

/// One zone of a configuration, and its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The file.
    pub path: PathBuf,
    /// The zone, its view, and where the configuration says so.
    pub assigned: Assigned,
    /// The server gets it from another one: its file may be in a form that no person reads.
    pub is_secondary: bool,
}

/// What a configuration lists.
#[derive(Debug, Default)]
pub struct Listing {
    /// Zones with a file, in the order of the configuration.
    pub zones: Vec<Listed>,
    /// Zones that have no file to check, by the reason.
    pub passed_over: BTreeMap<&'static str, u64>,
    /// What is wrong with the configuration, and files that are not there.
    pub problems: Vec<Problem>,
    /// The files of the configuration.
    pub files: Vec<PathBuf>,
    /// Directories from which the server reads files.
    pub directories: Vec<PathBuf>,
    /// Paths in place of which a copy was read, and the copies.
    pub moved: Vec<(PathBuf, PathBuf)>,
}

impl Listing {
    /// What a configuration lists; `path` is of `server`.
    #[must_use]
    pub fn read(path: &Path, server: Server, files: &dyn Files, directories: &dyn Directories) -> Listing {
        let mut loader = Loader::new(path, files, directories);
        let Some(text) = loader.open(path, path, 0) else { return loader.finish() };
        match server {
            Server::Named => named::read(path, &text, &mut loader),
            Server::Nsd => keyed::read(path, &text, &mut loader),
            Server::Knot => knot::read(path, &text, &mut loader),
            Server::PowerDns => powerdns::read(path, &text, &mut loader),
        }
        loader.finish()
    }

    /// What was passed over and what was read elsewhere, one line each, for people.
    #[must_use]
    pub fn remarks(&self, path: &Path) -> Vec<String> {
        let mut remarks = Vec::new();
        let passed: Vec<String> =
            self.passed_over.iter().map(|(why, count)| format!("{count} {why}")).collect();
        if !passed.is_empty() {
            remarks.push(format!("{}: zones passed over: {}", shown(path), passed.join(", ")));
        }
        if let Some((written, found)) = self.moved.first() {
            let more = match self.moved.len() {
                1 => String::new(),
                count => format!(" and {} more", count - 1),
            };
            let written = excerpt(written.as_os_str().as_encoded_bytes(), 120);
            remarks.push(format!(
                "{}: a copy beside the configuration is read: `{written}` as `{}`{more}",
                shown(path),
                shown(found)
            ));
        }
        remarks
    }

    fn pass_over(&mut self, why: &'static str) {
        *self.passed_over.entry(why).or_default() += 1;
    }
}

/// One zone as a configuration has it, its file not yet looked for.
struct Entry<'t> {
    /// The zone's name as it is written.
    name: &'t str,
    view: Option<&'t str>,
    /// The file as it is written, names filled in.
    file: &'t str,
    /// The directory from which it starts.
    base: Option<&'t Path>,
    /// The file of the configuration, and the line.
    place: (&'t Path, u32),
    is_secondary: bool,
    is_policy: bool,
}

impl Entry<'_> {
    /// Looks for the file, and adds the zone or what is wrong with it.
    fn add(self, loader: &mut Loader<'_>) {
        let (file, line) = self.place;
        let place = format!("{}:{line}", shown(file));
        let shown_name = excerpt(self.name.as_bytes(), 120);
        let Ok(name) = Name::absolute(if self.name.is_empty() { "." } else { self.name }) else {
            loader.problem(file, line, format!("`{shown_name}` is not a domain name"));
            return;
        };
        match loader.find(self.file, self.base, file) {
            Some(path) => loader.listing.zones.push(Listed {
                path,
                assigned: Assigned {
                    zone: name,
                    view: self.view.map(str::to_owned),
                    place,
                    is_policy: self.is_policy,
                },
                is_secondary: self.is_secondary,
            }),
            None if self.is_secondary => loader.listing.pass_over("secondary without a file here"),
            None => {
                let written = excerpt(self.file.as_bytes(), 120);
                loader.problem(file, line, format!("zone `{name}`: `{written}`: no such file"));
            }
        }
    }
}
