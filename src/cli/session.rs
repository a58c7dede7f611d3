//! A session as arguments and danelaw.toml say it. Decides nothing that a session decides.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::inputs::{Inputs, WalkArgs, origin};
use super::progress::with_progress;
use super::settings::ConfigArgs;
use super::{Env, note};
use crate::config::Config;
use crate::error::Problem;
use crate::limits::Memory;
use crate::parse::IncludePolicy;
use crate::session::{Options, Session};
use crate::source::memory_limit;
use crate::wire::Timestamp;

/// What every subcommand that reads zones takes.
pub(super) struct Asked<'a> {
    /// When.
    pub now: Timestamp,
    /// Zone files and directories of them.
    pub paths: &'a [PathBuf],
    /// The name of the zones.
    pub origin: Option<&'a str>,
    /// Directories that `$INCLUDE` may reach.
    pub include_roots: &'a [PathBuf],
    /// How directories are walked.
    pub walk: &'a WalkArgs,
    /// Where the configuration is.
    pub config: &'a ConfigArgs,
    /// Threads.
    pub jobs: usize,
}

/// A session without anything read, its files, and the configuration.
pub(super) struct Begun<'a> {
    pub session: Session<'a>,
    pub inputs: Inputs,
    pub config: Config,
}

impl Asked<'_> {
    /// Finds the files, and begins a session for them.
    pub fn begin<'a>(&self, env: &mut Env<'a>) -> Result<Begun<'a>, Problem> {
        let config = self.config.read(env.files)?;
        let inputs = Inputs::find(self.paths, &self.walk.of(&config), env.files)?;
        let options =
            options(self.now).includes(includes(self.include_roots, &config, &inputs)).jobs(self.jobs);
        let options = options.views(config.views(env.files)).placeholders(config.placeholders());
        let options = with_origin(options, self.origin)?;
        let mut session = Session::new(options, env.files).with_stdin(env.take_stdin());
        add_walk(&mut session, &inputs);
        Ok(Begun { session, inputs, config })
    }
}

/// Options for this process, whose memory may be bounded.
pub(super) fn options(now: Timestamp) -> Options {
    let mut options = Options::at(now);
    if let Some(most) = memory_limit() {
        options.limits.memory = Memory::of(most);
        options.limits.multiplied_work = options.limits.multiplied_work.min(Memory::units_of_work(most));
    }
    options
}

/// Options with the name that `--origin` says.
pub(super) fn with_origin(options: Options, text: Option<&str>) -> Result<Options, Problem> {
    Ok(match origin(text)? {
        Some(name) => options.origin(name),
        None => options,
    })
}

/// A session for single files, without a configuration.
pub(super) fn bare<'a>(options: Options, env: &mut Env<'a>) -> Session<'a> {
    Session::new(options.jobs(1), env.files).with_stdin(env.take_stdin())
}

/// Which files may be included: those of the directories that are named, and of the repositories in which the
/// files are.
pub(super) fn includes(roots: &[PathBuf], config: &Config, inputs: &Inputs) -> IncludePolicy {
    let named = roots.iter().chain(&config.include_roots).chain(&inputs.directories).cloned();
    IncludePolicy { roots: named.chain(repositories(inputs)).collect() }
}

/// The top directories of the repositories that hold the files of a run.
fn repositories(inputs: &Inputs) -> BTreeSet<PathBuf> {
    let directories: BTreeSet<&Path> = inputs.files.iter().filter_map(|file| file.path.parent()).collect();
    let canonical = directories.into_iter().filter_map(|directory| {
        let directory = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
        directory.canonicalize().ok()
    });
    let top = |directory: PathBuf| {
        directory.ancestors().find(|above| above.join(".git").exists()).map(Path::to_path_buf)
    };
    canonical.collect::<BTreeSet<_>>().into_iter().filter_map(top).collect()
}

/// Says what a walk did not look at.
pub(super) fn add_walk(session: &mut Session<'_>, inputs: &Inputs) {
    session.add_problems(inputs.problems.iter().cloned());
    session.add_passed_over(u64::try_from(inputs.passed_over.len()).unwrap_or(u64::MAX));
    session.add_links(inputs.links_not_followed, inputs.links_outside);
}

/// Reads the files with a progress bar.
pub(super) fn read_files(
    session: &mut Session<'_>,
    inputs: &Inputs,
    stdin_name: Option<&Path>,
    env: &Env<'_>,
) {
    with_progress(env.terminal.stderr, inputs.files.len(), |done: &AtomicU64| {
        session.read_files(&inputs.files, stdin_name, &|| {
            done.fetch_add(1, Ordering::Relaxed);
        });
    });
}

/// Reads the files of a run that asks no rule; loose records are left out.
pub(super) fn read_zones(session: &mut Session<'_>, inputs: &Inputs, env: &mut Env<'_>) {
    inputs.remarks().iter().for_each(|remark| note(env, remark));
    read_files(session, inputs, None, env);
    session.keep_zones();
}
