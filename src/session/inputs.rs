//! Zones and what is known of parents: files that are opened and read, side by side.

use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use super::Session;
use crate::error::Problem;
use crate::limits::Limits;
use crate::reader::Input;
use crate::source::{Assigned, Files, Source, is_stdin};
use crate::workers::Workers as _;

/// One file to read as a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// The path, or `-` for standard input.
    pub path: PathBuf,
    /// Found in a directory, not named by the user.
    pub walked: bool,
    /// What the configuration of a name server says of it.
    pub assigned: Option<Assigned>,
}

/// How something that is known of parents is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Above {
    /// The parent zone.
    Parent,
    /// DS records as the parent has them.
    Ds,
    /// DS or DNSKEY records that validators trust without a parent.
    TrustAnchor,
}

impl Above {
    /// The option of the command line.
    #[must_use]
    pub fn option(self) -> &'static str {
        match self {
            Above::Parent => "--parent",
            Above::Ds => "--ds",
            Above::TrustAnchor => "--trust-anchor",
        }
    }
}

/// What is to be read.
enum Opened {
    Source(Source),
    Failed(Problem),
}

impl Session<'_> {
    /// Reads files side by side; their order stays. `stdin_name` is what standard input is called, and `done`
    /// is called after each file.
    pub fn read_files(&mut self, files: &[InputFile], stdin_name: Option<&Path>, done: &(dyn Fn() + Sync)) {
        let limit = self.options.limits.source_octets;
        let mut stdin =
            files.iter().any(|file| is_stdin(&file.path)).then(|| self.stdin.source(stdin_name, limit));
        let stdin = Mutex::new(stdin.take());
        let own = self.files;
        let open = |at: usize| {
            let file = files.get(at)?;
            let source = if is_stdin(&file.path) {
                stdin.lock().ok()?.take()?
            } else {
                Source::from_files(&file.path, own, limit).map_err(|(problem, _)| problem)
            };
            Some(match source {
                Ok(mut source) => {
                    source.found = file.walked;
                    source.assigned.clone_from(&file.assigned);
                    Opened::Source(source)
                }
                Err(problem) => Opened::Failed(problem),
            })
        };
        let read = self.read_all(files.len(), &open, done);
        let walked = files.iter().map(|file| file.walked.then(|| file.path.clone()));
        self.inputs.extend(read.into_iter().zip(walked).filter_map(|(input, walked)| Some((input?, walked))));
        self.leave_out_pieces();
    }

    /// Opens a zone file, or standard input where the path is `-`, and adds nothing.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn open(&mut self, path: &Path) -> Result<Source, Problem> {
        let limit = self.options.limits.source_octets;
        match is_stdin(path) {
            true => self.stdin.source(None, limit),
            false => Source::from_files(path, self.files, limit).map_err(|(problem, _)| problem),
        }
    }

    /// Reads sources side by side; their order stays.
    pub fn read_sources(&mut self, sources: impl IntoIterator<Item = Source>) {
        let sources: Vec<Mutex<Option<Source>>> =
            sources.into_iter().map(|source| Some(source).into()).collect();
        let open = |at: usize| Some(Opened::Source(sources.get(at)?.lock().ok()?.take()?));
        let read = self.read_all(sources.len(), &open, &|| {});
        self.inputs.extend(read.into_iter().flatten().map(|input| (input, None)));
    }

    fn read_all(
        &self,
        count: usize,
        open: &(dyn Fn(usize) -> Option<Opened> + Sync),
        done: &(dyn Fn() + Sync),
    ) -> Vec<Option<Input>> {
        let reader = self.reader();
        let slots: Vec<OnceLock<Option<Input>>> = (0..count).map(|_| OnceLock::new()).collect();
        self.pool.run(count, &|at| {
            if let Some(slot) = slots.get(at) {
                slot.get_or_init(|| {
                    open(at).map(|opened| match opened {
                        Opened::Source(source) => reader.read(source),
                        Opened::Failed(problem) => Input::failed(problem),
                    })
                });
                done();
            }
        });
        slots.into_iter().map(|slot| slot.into_inner().flatten()).collect()
    }

    /// A directory's files that others include are pieces of those, not zones.
    fn leave_out_pieces(&mut self) {
        let included: HashSet<PathBuf> = self
            .zones()
            .flat_map(|(zone, _)| zone.sources().iter().skip(1))
            .filter_map(|source| self.canonical(source.path.as_deref()?))
            .collect();
        if included.is_empty() {
            return;
        }
        let is_piece: Vec<bool> = self
            .inputs
            .iter()
            .map(|(_, walked)| {
                walked
                    .as_deref()
                    .and_then(|path| self.canonical(path))
                    .is_some_and(|path| included.contains(&path))
            })
            .collect();
        let mut is_piece = is_piece.into_iter();
        self.inputs.retain(|_| !is_piece.next().unwrap_or(false));
    }

    /// Leaves out keys and DS sets, which lie beside the zones that they belong to and have no services or
    /// ends of their own; what could not be read of the others, TTLs aside, is a problem.
    pub fn keep_zones(&mut self) {
        self.inputs.retain(|(input, _)| !input.is_loose());
        let problems = self.inputs.iter().filter_map(|(input, _)| input.problem_besides_ttls());
        self.problems.extend(problems);
    }

    /// Reads what is known of a parent. Zones below it are held against it.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn add_parent(&mut self, above: Above, path: &Path) -> Result<(), Problem> {
        let source = open_beside(above.option(), path, self.files, &self.options.limits)?;
        let zone = self.reader().parent(source)?;
        self.parents.push(zone);
        self.above.push((above, path.to_path_buf()));
        Ok(())
    }

    /// Reads what is known of parents; what cannot be read is a problem.
    pub fn add_parents<'p>(&mut self, above: Above, paths: impl IntoIterator<Item = &'p PathBuf>) {
        for path in paths {
            if let Err(problem) = self.add_parent(above, path) {
                self.problems.push(problem);
            }
        }
    }
}

/// Opens a file that an option names, packed or not. A parent may be a zone of millions of delegations, DS
/// sets are small.
///
/// # Errors
/// Why it cannot be read; that it is standard input, which is for zones to be checked.
pub fn open_beside(option: &str, path: &Path, files: &dyn Files, limits: &Limits) -> Result<Source, Problem> {
    if is_stdin(path) {
        return Err(Problem::new(
            format!("{option} -"),
            "standard input is not taken here, only as a zone to check: give a file",
        ));
    }
    let is_small = [Above::Ds, Above::TrustAnchor].iter().any(|above| above.option() == option);
    let most = if is_small { limits.ds_octets } else { limits.source_octets };
    Source::from_files(path, files, most).map_err(|(problem, kind)| match kind {
        ErrorKind::FileTooLarge if is_small => {
            let message = format!("it is larger than the {} MiB that {option} takes", most >> 20);
            Problem::new(problem.subject, message)
        }
        _ => problem,
    })
}
