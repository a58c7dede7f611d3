//! `danelaw diff`: arguments, files, exit status. What differs is found elsewhere.

mod json;
mod markdown;
mod text;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::document::write_document;
use super::inputs::{is_stdin, open, origin, read_stdin};
use super::revision::{Found, Revision, Snapshot};
use super::settings::ConfigArgs;
use super::{Env, Exit, tell};
use crate::error::Problem;
use crate::linter::{Linter, Options};
use crate::parse::IncludePolicy;
use crate::source::{Source, masked, name_of};
use crate::wire::{NameRef, Serial, printable};
use crate::zone::difference::{Change, Difference, Owners, Wanted};
use crate::zone::{Record, Zone};

/// Names in one warning; more are counted.
const NAMES: usize = 5;

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
    let mut includes = IncludePolicy { roots: args.include_root.clone() };
    includes.roots.extend(config.include_roots.iter().cloned());
    let options = Options {
        origin: origin(args.origin.as_deref())?,
        includes,
        jobs: args.jobs,
        ..crate::cli::options(env.now)
    };
    let linter = Linter::new(options)
        .map_err(|unknown| Problem::new(unknown.text, "no rule has this name or code"))?;
    let [old, new] = sides(args)?;
    // A file that is not there is to be told before anything of a revision.
    let is_file = matches!(new, Side::File(_));
    let (first, second) = if is_file { (new, old) } else { (old, new) };
    let (first, second) = (first.read(&linter, env)?, second.read(&linter, env)?);
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
    let difference = Difference::between(
        &old_zone,
        &new_zone,
        Wanted { most, signing: args.dnssec, unsigned: args.unsigned },
    );
    let shown = Shown { difference: &difference, old: &old_name, new: &new_name, unsigned: args.unsigned };
    let colours = env.terminal.stdout && !env.terminal.plain;
    write_document(None, env, |out| match args.format {
        Format::Text => text::write(&shown, colours, out),
        Format::Markdown => markdown::write(&shown, out),
        Format::Json => json::write(&shown, out),
    })?;
    Ok(if difference.is_same() { Exit::Clean } else { Exit::Findings })
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
    fn read(self, linter: &Linter, env: &mut Env<'_>) -> Result<Version, Problem> {
        let limits = linter.limits();
        let whole = |source: Source, files| {
            let name = source.name.clone();
            let zone = linter.read_zone(source, files)?;
            if zone.soa().is_none() {
                return Err(Problem::new(
                    name,
                    format!("there is no SOA at `{}`: only whole zones are compared", zone.name()),
                ));
            }
            Ok(Version { name, zone: Some(zone) })
        };
        match self {
            Side::Stdin => whole(read_stdin(None, env.stdin, limits)?, env.files),
            Side::File(path) => whole(open(&path, env.files, limits)?, env.files),
            Side::Revision(revision, checked) => {
                let snapshot = snapshot(&revision, &checked, env)?;
                match snapshot.find(&checked, limits)? {
                    Found::Source(source) | Found::RenamedFrom(_, source) => whole(source, &snapshot),
                    Found::Absent => {
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

fn same_zone((old, old_name): (&Zone, &str), (new, new_name): (&Zone, &str)) -> Result<(), Problem> {
    if old.name() != new.name() {
        let message = format!(
            "this is the zone `{}`, and {} is `{}`: only versions of one zone are compared",
            new.name(),
            printable(old_name),
            old.name()
        );
        return Err(Problem::new(new_name, message));
    }
    let is_empty = |zone: &Zone| zone.record_count() == 0;
    if old.class() != new.class() && !is_empty(old) && !is_empty(new) {
        return Err(Problem::new(
            new_name,
            format!("its class is {}, that of {} is {}", new.class(), printable(old_name), old.class()),
        ));
    }
    Ok(())
}

/// What is to be written.
struct Shown<'a> {
    difference: &'a Difference<'a>,
    old: &'a str,
    new: &'a str,
    unsigned: bool,
}

/// A line of the details, in zone syntax.
struct Line {
    /// `-`, `+`, or `~` for another TTL.
    sign: char,
    text: String,
}

/// The lines of an RRset that differs.
fn lines(change: Change<'_>) -> impl Iterator<Item = Line> {
    let records = change.records();
    let line = |sign| move |record: Record<'_>| Line { sign, text: record_text(record) };
    let removed = records.removed.into_iter().map(line('-'));
    let added = records.added.into_iter().map(line('+'));
    let retimed = records
        .retimed
        .into_iter()
        .map(|(old, new)| Line { sign: '~', text: format!("{} ; TTL was {}", record_text(new), old.ttl()) });
    removed.chain(added).chain(retimed)
}

fn record_text(record: Record<'_>) -> String {
    printable(&format!("{} {} {} {}", record.owner(), record.ttl(), record.rtype(), rdata(record)))
}

/// The rdata in presentation form, in which a private key is not readable.
fn rdata(record: Record<'_>) -> String {
    String::from_utf8_lossy(&masked(record.present().as_bytes())).into_owned()
}

/// Something a reviewer has to know.
struct Warning {
    kind: &'static str,
    /// What it is about, before the names and behind them.
    what: (String, &'static str),
    names: Vec<String>,
    /// How many more names there are.
    more: u64,
    breaks: String,
}

impl Warning {
    fn new(kind: &'static str, what: impl Into<String>, breaks: impl Into<String>) -> Warning {
        Warning { kind, what: (what.into(), ""), names: Vec::new(), more: 0, breaks: breaks.into() }
    }

    fn of(kind: &'static str, what: &str, owners: &Owners<'_>, breaks: &str) -> Option<Warning> {
        let names: Vec<String> = owners.first.iter().take(NAMES).map(NameRef::to_string).collect();
        let more = owners.count.saturating_sub(u64::try_from(names.len()).unwrap_or(u64::MAX));
        (owners.count > 0).then(|| Warning {
            names,
            more,
            what: (what.to_owned(), " lost"),
            ..Warning::new(kind, "", breaks)
        })
    }

    /// One sentence, with the names as `quote` writes them.
    fn text(&self, quote: impl Fn(&str) -> String) -> String {
        let names: Vec<String> = self.names.iter().map(|name| quote(name)).collect();
        let more = if self.more > 0 { format!(" and {} more", self.more) } else { String::new() };
        let names = if names.is_empty() { String::new() } else { format!(" {}{more}", names.join(", ")) };
        format!("{}{names}{}: {}", self.what.0, self.what.1, self.breaks)
    }
}

impl Shown<'_> {
    /// What a reviewer has to know first.
    fn warnings(&self) -> Vec<Warning> {
        let difference = self.difference;
        let lost = Warning::of(
            "delegation-lost",
            "delegation of",
            &difference.delegations_lost,
            "names at and below do not resolve any more",
        );
        let ds = Warning::of(
            "ds-lost",
            "all DS records of",
            &difference.ds_lost,
            "validators take the zone below for unsigned",
        );
        let mut warnings: Vec<Warning> = lost.into_iter().chain(ds).collect();
        if difference.old.is_signed() && !difference.new.is_signed() && difference.keys.total() > 0 {
            let breaks = "while the parent has DS records, validators answer SERVFAIL for the whole zone";
            warnings.push(Warning::new("dnskey-lost", "all DNSKEY records lost", breaks));
        }
        warnings.extend(self.serial_warning());
        for (zone, name) in [(difference.old, self.old), (difference.new, self.new)] {
            let count = zone.out_of_zone().count() + zone.other_class().count();
            if count > 0 {
                let what = format!(
                    "{} of {} left out",
                    counted(u64::try_from(count).unwrap_or(u64::MAX), "record"),
                    printable(name)
                );
                warnings.push(Warning::new(
                    "not-compared",
                    what,
                    "the owner is outside of the zone or the class is another",
                ));
            }
        }
        warnings
    }

    fn serial_warning(&self) -> Option<Warning> {
        let [Some(old), Some(new)] = self.difference.serials() else { return None };
        // What a signer wrote may have the serial of what it read.
        let is_same = if self.unsigned { self.difference.is_same() } else { self.difference.is_identical() };
        if is_same || new > old {
            return None;
        }
        let what = if old == new {
            format!("serial is still {old}, and the zone differs")
        } else {
            format!("serial {old} -> {new} is {}, and the zone differs", order(old, new))
        };
        let breaks = format!("secondaries keep what they have; write {} or more", old.0.wrapping_add(1));
        Some(Warning::new("serial-not-higher", what, breaks))
    }

    /// `serial 1 -> 2, higher`.
    fn serial(&self) -> String {
        match self.difference.serials() {
            [Some(old), Some(new)] if old == new => format!("serial {old}, the same"),
            [Some(old), Some(new)] => format!("serial {old} -> {new}, {}", order(old, new)),
            [None, Some(new)] => format!("serial {new}, a new zone"),
            [Some(old), None] => format!("serial {old}, the zone is gone"),
            [None, None] => "no serial".to_owned(),
        }
    }

    /// What differs, in one clause for each role.
    fn clauses(&self) -> Vec<String> {
        let Difference { content, keys, signing, .. } = self.difference;
        let mut clauses = Vec::new();
        if content.total() == 0 {
            clauses.push("content is identical".to_owned());
        } else {
            let ways = [
                (content.added, "added"),
                (content.removed, "removed"),
                (content.changed, "changed"),
                (content.ttl, "with another TTL"),
            ];
            let ways: Vec<String> = ways
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, way)| format!("{count} {way}"))
                .collect();
            clauses.push(format!(
                "{} differ{}: {}",
                counted(content.total(), "RRset"),
                s_of(content.total()),
                ways.join(", ")
            ));
        }
        if keys.total() > 0 {
            clauses.push(format!("{} of keys differ{}", counted(keys.total(), "RRset"), s_of(keys.total())));
        }
        if signing.total() > 0 {
            clauses.push(format!(
                "{} made by signing differ{}",
                counted(signing.total(), "RRset"),
                s_of(signing.total())
            ));
        }
        let (added, lost) = (self.difference.delegations_added.count, self.difference.delegations_lost.count);
        if added + lost > 0 {
            clauses.push(format!("delegations: {added} added, {lost} lost"));
        }
        clauses.push(self.serial());
        clauses
    }
}

/// How a serial stands to the one before: RFC 1982.
fn order(old: Serial, new: Serial) -> &'static str {
    match new.partial_cmp(&old) {
        Some(std::cmp::Ordering::Greater) => "higher",
        Some(std::cmp::Ordering::Equal) => "the same",
        Some(std::cmp::Ordering::Less) => "lower",
        None => "neither higher nor lower",
    }
}

/// `1 RRset`, `2 RRsets`.
fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The ending of a verb behind one thing.
fn s_of(count: u64) -> &'static str {
    if count == 1 { "s" } else { "" }
}
