//! `danelaw diff`: arguments, files, exit status. What differs is found elsewhere.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::document::write_document;
use super::inputs::Inputs;
use super::session::{includes, options, with_origin};
use super::settings::ConfigArgs;
use super::{Env, Exit, tell};
use crate::difference::{Comparison, same_zone};
use crate::error::Problem;
use crate::reader::Reader;
use crate::render::difference;
use crate::revision::{FileInRevision, Revision, Snapshot};
use crate::session::Session;
use crate::source::{Source, is_stdin, name_of};
use crate::wire::printable;
use crate::zone::Zone;
use crate::zone::difference::{Difference, Wanted};

/// Say what differs between two versions of a zone.
///
/// Compares RRsets, not lines: order, letter case of names, comments, $TTL and $INCLUDE make no difference.
/// Records that signing makes anew (RRSIG, NSEC, NSEC3, NSEC3PARAM, ZONEMD) and the serial are no content:
/// they are counted and told. DNSKEY, CDS and CDNSKEY count as differences unless --unsigned is given.
///
/// Exit status: 0 no difference in content, 1 differences, 2 the zones could not be compared.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  danelaw diff example.org.zone.old example.org.zone
  danelaw diff git:HEAD example.org.zone
  danelaw diff git:v1 git:v2:zones/example.org.zone
  danelaw diff --unsigned example.org.zone example.org.zone.signed
  danelaw diff git:origin/main zones/example.org.zone --format markdown")]
pub struct DiffArgs {
    /// The zone as it was: a file, `-` for standard input, `git:REV`, or `git:REV:PATH` with the path from
    /// the root
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The zone as it is, in the same forms; `git:REV` means the other one's file
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Name of the zone, for both
    #[arg(short, long, value_name = "NAME")]
    origin: Option<String>,
    /// Show the records that signing makes too
    #[arg(long)]
    dnssec: bool,
    /// Compare as before signing: DNSKEY, CDS and CDNSKEY are no difference either
    #[arg(long)]
    unsigned: bool,
    /// How many RRsets are shown; all are counted
    #[arg(short = 'n', long, value_name = "N", default_value_t = 1000, conflicts_with = "all")]
    limit: usize,
    /// Show every RRset that differs
    #[arg(long)]
    all: bool,
    /// How it is written; markdown is for review comments and stays below 65,536 characters
    #[arg(long, value_enum, default_value = "text", visible_alias = "output-format")]
    format: Format,
    #[command(flatten)]
    config: ConfigArgs,
    /// Directory that `$INCLUDE` may reach besides the including file's own; repeatable
    #[arg(long, value_name = "DIR")]
    include_root: Vec<PathBuf>,
    /// Threads; 0 means one a core
    #[arg(short, long, value_name = "N", default_value_t = 0)]
    jobs: usize,
}

/// How differences are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    #[value(alias = "human")]
    Text,
    Markdown,
    Json,
}

/// Runs the subcommand.
pub fn run(args: &DiffArgs, env: &mut Env<'_>) -> Exit {
    match prepared(args, env) {
        Ok(exit) => exit,
        Err(problem) => {
            tell(env, &problem);
            Exit::Failed
        }
    }
}

fn prepared(args: &DiffArgs, env: &mut Env<'_>) -> Result<Exit, Problem> {
    let config = args.config.read(env.files)?;
    let options = options(env.now).includes(includes(&args.include_root, &config, &Inputs::default()));
    let options = options.placeholders(config.placeholders());
    let options = with_origin(options.jobs(args.jobs), args.origin.as_deref())?;
    let session = Session::new(options, env.files);
    let [old, new] = sides(args)?;
    // A file that is not there is to be told before anything of a revision.
    let is_file = matches!(new, Side::File(_));
    let (first, second) = if is_file { (new, old) } else { (old, new) };
    let (first, second) = (first.read(&session, env)?, second.read(&session, env)?);
    let (old, new) = if is_file { (second, first) } else { (first, second) };
    let name = new.zone.as_ref().or(old.zone.as_ref()).map(|zone| zone.name().to_name());
    let Some(name) = name else {
        return Err(Problem::new(old.name, "neither version has the file: there is nothing to compare"));
    };
    let (old_name, new_name) = (old.name, new.name);
    let mut zones =
        [old.zone, new.zone].map(|zone| zone.unwrap_or_else(|| Zone::empty(name.clone()))).into_iter();
    let (Some(old_zone), Some(new_zone)) = (zones.next(), zones.next()) else { return Ok(Exit::Failed) };
    same_zone((&old_zone, &old_name), (&new_zone, &new_name))?;
    let most = if args.all { usize::MAX } else { args.limit };
    let found = Difference::between(
        &old_zone,
        &new_zone,
        Wanted { most, signing: args.dnssec, unsigned: args.unsigned },
    );
    let compared = Comparison { difference: &found, old: &old_name, new: &new_name, unsigned: args.unsigned };
    let colours = env.terminal.stdout && !env.terminal.plain;
    write_document(None, env, |out| match args.format {
        Format::Text => difference::text(&compared, colours, out),
        Format::Markdown => difference::markdown(&compared, out),
        Format::Json => difference::json(&compared, out),
    })?;
    Ok(Exit::of(true, !found.is_same() || compared.dialects_differ()))
}

/// One of the two arguments.
enum Side {
    Stdin,
    File(PathBuf),
    Revision(Revision, PathBuf),
}

/// What was read of one side.
struct Version {
    /// What to call it.
    name: String,
    /// `None` where the revision does not have the file.
    zone: Option<Zone>,
}

/// What the two arguments mean, each with a file.
fn sides(args: &DiffArgs) -> Result<[Side; 2], Problem> {
    let side = |path: &Path, other: &Path| {
        let Some(mut revision) = Revision::parse(path.as_os_str()) else {
            return Ok(if is_stdin(path) { Side::Stdin } else { Side::File(path.to_path_buf()) });
        };
        if revision.path.is_some() {
            let beside = if Revision::parse(other.as_os_str()).is_some() { Path::new("-") } else { other };
            return Ok(Side::Revision(revision, beside.to_path_buf()));
        }
        match Revision::parse(other.as_os_str()) {
            None => Ok(Side::Revision(revision, other.to_path_buf())),
            Some(Revision { path: Some(path), .. }) => {
                revision.path = Some(path);
                Ok(Side::Revision(revision, PathBuf::from("-")))
            }
            Some(Revision { path: None, .. }) => {
                let message = format!(
                    "no file is named: write `{revision}:PATH`, the path from the root of the repository"
                );
                Err(Problem::new(revision.to_string(), message))
            }
        }
    };
    let sides = [side(&args.old, &args.new)?, side(&args.new, &args.old)?];
    if matches!(sides, [Side::Stdin, Side::Stdin]) {
        return Err(Problem::new("-", "standard input can be only one of the two"));
    }
    Ok(sides)
}

impl Side {
    fn read(self, session: &Session<'_>, env: &mut Env<'_>) -> Result<Version, Problem> {
        let limits = session.limits();
        let whole = |source: Source, files| {
            let name = source.name.clone();
            let zone = Reader { files, ..session.reader() }.zone(source)?;
            if zone.soa().is_none() {
                return Err(Problem::new(
                    name,
                    format!("there is no SOA at `{}`: only whole zones are compared", zone.name()),
                ));
            }
            Ok(Version { name, zone: Some(zone) })
        };
        match self {
            Side::Stdin => whole(env.take_stdin().source(None, limits.source_octets)?, env.files),
            Side::File(path) => {
                let opened = Source::from_files(&path, env.files, limits.source_octets);
                whole(opened.map_err(|(problem, _)| problem)?, env.files)
            }
            Side::Revision(revision, checked) => {
                let snapshot = snapshot(&revision, &checked, env)?;
                match snapshot.find(&checked, limits)? {
                    FileInRevision::Source(source) | FileInRevision::RenamedFrom(_, source) => {
                        whole(source, &snapshot)
                    }
                    FileInRevision::Absent => {
                        let path = printable(&name_of(&checked));
                        let message = format!(
                            "there is no `{path}` in this revision: it is compared with nothing; if it was \
                            renamed, `git add` it first"
                        );
                        tell(env, &Problem::new(revision.to_string(), message));
                        Ok(Version { name: revision.to_string(), zone: None })
                    }
                }
            }
        }
    }
}

/// The commit, in the repository of the file. Where the argument names a path, it is that of the current
/// directory first, as git has it: the other version may be anywhere.
fn snapshot(revision: &Revision, checked: &Path, env: &Env<'_>) -> Result<Snapshot, Problem> {
    let beside = || revision.open(checked, &env.variables);
    match &revision.path {
        None => beside(),
        Some(_) => revision.open(Path::new("-"), &env.variables).or_else(|here| beside().map_err(|_| here)),
    }
}
