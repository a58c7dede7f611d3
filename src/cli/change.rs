//! What changes, and when: the zones as they are published, the time of publication, certificates that go
//! into service.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Env;
use super::inputs::time_of;
use super::timing::TimingArgs;
use crate::dane::Service;
use crate::error::Problem;
use crate::reader::Reader;
use crate::resolve::Published;
use crate::revision::{FileInRevision, Revision, Snapshot};
use crate::rollover::Timing;
use crate::session::{InputFile, Session, open_beside};
use crate::source::name_of;
use crate::wire::{Timestamp, printable};

/// What changes, and when.
#[derive(Debug, Args)]
pub struct ChangeArgs {
    /// The zone as it is published now, to hold the new one against: a file, or git:REV for the checked files
    /// as they are in a revision; repeatable, FILE@TIME for each of several versions
    #[arg(long, value_name = "FILE")]
    published: Vec<PathBuf>,
    /// When the checked zones are published [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    publish_at: Option<String>,
    /// A service and the chain that its server sends from a time on, or from the publication on; repeatable
    #[arg(long, value_name = "OWNER=FILE[@TIME]")]
    deploy: Vec<String>,
    /// Since when the parent has the DS records of --ds or --parent: RFC 3339, YYYYMMDDHHmmSS, Unix seconds,
    /// or before now as in -2d
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    ds_since: Option<String>,
    #[command(flatten)]
    timing: TimingArgs,
}

/// A published zone as the command line names it.
struct Version<'a> {
    path: &'a Path,
    since: Option<Timestamp>,
}

impl ChangeArgs {
    /// The times, those from now on counted from `now`.
    ///
    /// # Errors
    /// Text that is no time, and a publication before the one before it.
    pub fn timing(&self, now: Timestamp) -> Result<Timing, Problem> {
        let publish_at =
            self.publish_at.as_deref().map(|text| time_of("--publish-at", text, now)).transpose()?;
        let ds_since = self.ds_since.as_deref().map(|text| time_of("--ds-since", text, now)).transpose()?;
        let timing = Timing { ds_since, ..self.timing.timing(publish_at.unwrap_or(now), now)? };
        match timing.published_at {
            Some(before) if before >= timing.publish_at && !self.published.is_empty() => {
                let message = format!(
                    "the new zone is published at {}, which is not later; --publish-at says when it is",
                    timing.publish_at
                );
                Err(Problem::new(format!("--published-at {before}"), message))
            }
            _ => Ok(timing),
        }
    }

    /// Gives the published zones to a session.
    ///
    /// # Errors
    /// What cannot be read, and versions of one zone that are published at the same time.
    pub fn add_published(
        &self,
        session: &mut Session<'_>,
        inputs: &[InputFile],
        timing: &Timing,
        now: Timestamp,
        env: &mut Env<'_>,
    ) -> Result<(), Problem> {
        for text in &self.published {
            let Version { path, since } = version(text, now);
            // Of several versions the older ones say their times themselves.
            let since = since.or(timing.published_at.filter(|_| self.published.len() == 1));
            match Revision::parse(path.as_os_str()) {
                Some(revision) => add_revision(&revision, since, session, inputs, env)?,
                None => {
                    let source = open_beside("--published", path, env.files, session.limits())?;
                    let zone = session.reader().zone(source)?;
                    session.add_published(Published { zone, since, of: None });
                }
            }
        }
        self.in_order(session, timing)
    }

    fn in_order(&self, session: &Session<'_>, timing: &Timing) -> Result<(), Problem> {
        let versions: Vec<(String, Option<Timestamp>, Option<&Path>)> =
            session.published().iter().map(key).collect();
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        versions.iter().for_each(|version| *counts.entry(version).or_default() += 1);
        for version @ (name, since, _) in &versions {
            if since.is_some_and(|since| since >= timing.publish_at) {
                let message = format!(
                    "a version of `{name}` is published at {}, which is not before {}",
                    text_of(*since),
                    timing.publish_at
                );
                return Err(Problem::new("--published", message));
            }
            if counts.get(version).is_some_and(|&count| count > 1) {
                let message = format!(
                    "two versions of `{name}` are published at the same time; --published FILE@TIME says \
                    when each one is"
                );
                return Err(Problem::new("--published", message));
            }
        }
        Ok(())
    }

    /// Adds the chains that go into service; what cannot be understood or read is a problem.
    pub fn add_deployments(&self, session: &mut Session<'_>, timing: &Timing, now: Timestamp) {
        for text in &self.deploy {
            let option = format!("--deploy `{text}`");
            let Some((owner, value)) = text.split_once('=').filter(|(_, value)| !value.is_empty()) else {
                let message = "is not OWNER=FILE or OWNER=FILE@TIME, as in \
                    _25._tcp.mail.example.org=fullchain.pem@2026-12-01T00:00:00Z";
                session.add_problem(Problem::new(option, message));
                continue;
            };
            let (file, at) = split_time(value, now);
            match Service::parse(owner) {
                Ok(service) => {
                    session.add_deployment(option, service, at.unwrap_or(timing.publish_at), Path::new(file));
                }
                Err(error) => session.add_problem(Problem::new(option, error.to_string())),
            }
        }
    }
}

/// The checked files as they are in a revision, or the one file that it names. What is new has nothing to be
/// held against.
fn add_revision(
    revision: &Revision,
    since: Option<Timestamp>,
    session: &mut Session<'_>,
    inputs: &[InputFile],
    env: &mut Env<'_>,
) -> Result<(), Problem> {
    let mut snapshots: BTreeMap<PathBuf, Snapshot> = BTreeMap::new();
    for input in inputs.iter().take(if revision.path.is_some() { 1 } else { usize::MAX }) {
        let directory = input.path.parent().unwrap_or(Path::new("")).to_path_buf();
        let snapshot = match snapshots.entry(directory) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(revision.open(&input.path, &env.variables)?),
        };
        let shown = printable(&name_of(&input.path));
        let of = Some(input.path.as_path()).filter(|_| revision.path.is_none());
        let mut source = match snapshot.find(&input.path, session.limits())? {
            FileInRevision::Source(source) => source,
            FileInRevision::RenamedFrom(old, source) => {
                let _ =
                    writeln!(env.stderr, "danelaw: {shown} is `{}` in {revision}", printable(&name_of(&old)));
                source
            }
            FileInRevision::Absent => {
                let _ =
                    writeln!(env.stderr, "danelaw: {shown} is not in {revision}: it is held against nothing");
                continue;
            }
        };
        source.assigned.clone_from(&input.assigned);
        // A version that no server could read was never served: the commit that mends it has to go through.
        match (Reader { files: &*snapshot, ..session.reader() }).zone(source) {
            Ok(zone) => session.add_published(Published { zone, since, of: of.map(Path::to_path_buf) }),
            Err(problem) => {
                let _ = writeln!(env.stderr, "danelaw: {problem}: {shown} is held against nothing");
            }
        }
    }
    Ok(())
}

/// What tells published versions apart.
fn key(version: &Published) -> (String, Option<Timestamp>, Option<&Path>) {
    (version.zone.name().to_string(), version.since, version.of.as_deref())
}

fn text_of(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "no time".to_owned(), |at| at.to_string())
}

/// `FILE` or `FILE@TIME`.
fn version(text: &Path, now: Timestamp) -> Version<'_> {
    match text.to_str().map(|text| split_time(text, now)) {
        Some((path, since @ Some(_))) => Version { path: Path::new(path), since },
        _ => Version { path: text, since: None },
    }
}

/// What stands before the last `@` and the time behind it; all of it and none where no time stands there.
fn split_time(text: &str, now: Timestamp) -> (&str, Option<Timestamp>) {
    let split =
        text.rsplit_once('@').and_then(|(path, time)| Some((path, Timestamp::parse(time, now).ok()?)));
    split.map_or((text, None), |(path, time)| (path, Some(time)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_stands_behind_the_last_at() {
        let now = Timestamp(1_796_083_200);
        let split = |text| split_time(text, now);
        assert_eq!(split("old.zone"), ("old.zone", None));
        assert_eq!(split("a@b.zone"), ("a@b.zone", None));
        assert_eq!(split("a@b.zone@-2h"), ("a@b.zone", Some(Timestamp(now.0 - 7200))));
        assert_eq!(split("chain.pem@2026-12-01T00:00:01Z"), ("chain.pem", Some(Timestamp(now.0 + 1))));
    }
}
