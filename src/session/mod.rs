//! Everything that one run looks at: zones, what is known of parents, published versions, certificates,
//! policy files; and what it could not look at. Judges nothing.

mod inputs;
mod material;
mod options;
mod services;
mod unmatched;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::dane::{Inventory, Material, Service};
use crate::engine::Pool;
use crate::error::Problem;
use crate::limits::Limits;
use crate::mail::mta_sts::PolicyFile;
use crate::reader::{Input, Reader};
use crate::resolve::{Given, Published};
use crate::source::{Files, Stdin};
use crate::wire::Name;
use crate::workers::Workers;
use crate::zone::Zone;

pub use inputs::{Above, InputFile, open_beside};
pub use material::{as_chain, read_material, read_roots};
pub use options::Options;
pub(crate) use unmatched::Scope;

/// What one run looks at, and what it could not look at.
pub struct Session<'a> {
    options: Options,
    files: &'a dyn Files,
    stdin: Stdin<'a>,
    pool: Arc<Pool>,
    /// The inputs, each with its path where a walk found it.
    inputs: Vec<(Input, Option<PathBuf>)>,
    parents: Vec<Zone>,
    /// How each of the parents was given.
    above: Vec<(Above, PathBuf)>,
    published: Vec<Published>,
    inventory: Inventory,
    /// Where each service is in the inventory.
    by_owner: BTreeMap<Box<[u8]>, usize>,
    /// Files of certificates and keys that were read, each once; `None` for those that could not be.
    materials: BTreeMap<PathBuf, Option<Material>>,
    /// The services that the user names, each with what names it.
    expected: Vec<(String, Service)>,
    mta_sts: Vec<PolicyFile>,
    /// The domains whose policy files the user names, each with what names it.
    expected_policies: Vec<(String, Name)>,
    problems: Vec<Problem>,
    passed_over: u64,
    links_not_followed: u64,
    links_outside: u64,
}

impl<'a> Session<'a> {
    /// A run over nothing yet, whose files are these.
    #[must_use]
    pub fn new(options: Options, files: &'a dyn Files) -> Session<'a> {
        let pool = Pool::new(options.limits.memory.threads(Pool::threads(options.jobs)));
        Session::with_pool(options, files, Arc::new(pool))
    }

    /// As [`Session::new`], on threads that others use, too.
    pub(crate) fn with_pool(options: Options, files: &'a dyn Files, pool: Arc<Pool>) -> Session<'a> {
        Session {
            options,
            files,
            stdin: Stdin::used(),
            pool,
            inputs: Vec::new(),
            parents: Vec::new(),
            above: Vec::new(),
            published: Vec::new(),
            inventory: Inventory::default(),
            by_owner: BTreeMap::new(),
            materials: BTreeMap::new(),
            expected: Vec::new(),
            mta_sts: Vec::new(),
            expected_policies: Vec::new(),
            problems: Vec::new(),
            passed_over: 0,
            links_not_followed: 0,
            links_outside: 0,
        }
    }

    /// With the stream that `-` means.
    #[must_use]
    pub fn with_stdin(self, stdin: Stdin<'a>) -> Session<'a> {
        Session { stdin, ..self }
    }

    /// The settings.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The bounds that it keeps.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.options.limits
    }

    /// The threads that it works on.
    #[must_use]
    pub fn workers(&self) -> &dyn Workers {
        &*self.pool
    }

    /// What reads its zones.
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        let Options { limits, includes, origin, views, placeholders, .. } = &self.options;
        Reader {
            files: self.files,
            includes,
            limits,
            workers: &*self.pool,
            origin: origin.as_ref(),
            views,
            placeholders,
        }
    }

    /// Adds what could not be looked at.
    pub fn add_problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Adds what could not be looked at, where there is anything.
    pub fn add_problems(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.problems.extend(problems);
    }

    /// Counts files in directories that are no zones.
    pub fn add_passed_over(&mut self, files: u64) {
        self.passed_over += files;
    }

    /// Counts symbolic links that a walk did not follow: because nobody asked for it, and because they lead
    /// out of the directory.
    pub fn add_links(&mut self, not_followed: u64, outside: u64) {
        self.links_not_followed += not_followed;
        self.links_outside += outside;
    }

    /// What could not be looked at so far.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Adds a zone as it is published since a time, or has always been: zones of its name are held against
    /// it.
    pub fn add_published(&mut self, published: Published) {
        self.published.push(published);
    }

    /// The zones as they are published.
    #[must_use]
    pub fn published(&self) -> &[Published] {
        &self.published
    }

    /// What is known of services.
    #[must_use]
    pub fn inventory(&self) -> &Inventory {
        &self.inventory
    }

    /// The MTA-STS policy files, by domain.
    #[must_use]
    pub fn policy_files(&self) -> &[PolicyFile] {
        &self.mta_sts
    }

    /// The zones, each with its name in messages.
    pub fn zones(&self) -> impl Iterator<Item = (&Zone, &str)> {
        self.inputs.iter().filter_map(|(input, _)| Some((input.zone()?, input.filename())))
    }

    /// The inputs, which are no part of this run any more.
    pub(crate) fn take_inputs(&mut self) -> Vec<Input> {
        std::mem::take(&mut self.inputs).into_iter().map(|(input, _)| input).collect()
    }

    /// Parent zones, DS sets and trust anchors.
    #[must_use]
    pub fn parents(&self) -> &[Zone] {
        &self.parents
    }

    /// All zones that may be looked at for one of them.
    #[must_use]
    pub fn given(&self) -> Given<'_> {
        Given::new(self.zones().map(|(zone, _)| zone), &self.published, &self.parents, self.limits())
    }

    /// A path that names one of the files of this run, with links resolved.
    fn canonical(&self, path: &Path) -> Option<PathBuf> {
        self.files.canonical(path).ok()
    }
}
