//! `danelaw horizon`: arguments, files, exit status. When things end is found elsewhere.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, value_parser};
use zeroize::Zeroizing;

use super::document::write_document;
use super::inputs::{Inputs, WalkArgs, origin, time};
use super::settings::ConfigArgs;
use super::zones::read_zones;
use super::{Env, Exit, tell};
use crate::cert;
use crate::error::Problem;
use crate::horizon::{self, End};
use crate::linter::{Linter, Options};
use crate::parse::IncludePolicy;
use crate::render;
use crate::source::{describe, name_of};
use crate::wire::{Timestamp, Ttl};
use crate::zone::Zone;

/// Say when zones and certificates stop being right.
///
/// Prints the moment at which the first signature, DS signature or certificate of the given files ends, and
/// what follows it. Signatures of one key that end on one day are one line. A signature that a good one of
/// the same algorithm outlives is not counted. What is wrong already is for `danelaw check` to say.
///
/// Exit status: 0 nothing ends within --within, 1 something does or has ended, 2 something could not be read.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  danelaw horizon zones/ --within 7d
  danelaw horizon example.zone --cert /etc/ssl/mail.pem
  danelaw horizon zones/ --format openmetrics > /var/lib/node_exporter/danelaw.prom.new")]
pub struct HorizonArgs {
    /// Zone files, directories of them, or `-` for standard input; certificates by their names (*.pem, *.crt,
    /// *.cer)
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Name of the zone, for all files given
    #[arg(short, long, value_name = "NAME")]
    origin: Option<String>,
    /// Certificate file, PEM or DER; repeatable
    #[arg(long, value_name = "FILE")]
    cert: Vec<PathBuf>,
    /// Look from this time on: RFC 3339, YYYYMMDDHHmmSS, Unix seconds, or from now as in +7d
    #[arg(long, visible_alias = "now", short_alias = 't', value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
    /// How many lines follow the first
    #[arg(short, long, value_name = "N", default_value_t = 10, value_parser = value_parser!(u16).range(..=10_000))]
    next: u16,
    /// Exit with 1 if something ends within this time, as in 7d or 12h, a bare number in seconds
    #[arg(long, value_name = "DURATION", default_value = "0", value_parser = duration)]
    within: Ttl,
    /// How it is written; openmetrics is for node_exporter's textfile collector
    #[arg(long, value_enum, default_value = "human", visible_alias = "output-format")]
    format: Format,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    walk: WalkArgs,
    /// Directory that `$INCLUDE` may reach besides the including file's own; repeatable
    #[arg(long, value_name = "DIR")]
    include_root: Vec<PathBuf>,
    /// Threads; 0 means one a core
    #[arg(short, long, value_name = "N", default_value_t = 0)]
    jobs: usize,
}

/// How the horizon is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
    Openmetrics,
}

fn duration(text: &str) -> Result<Ttl, String> {
    Ttl::parse(text.as_bytes())
        .map_err(|_| "expected seconds, or units as in 7d or 1h30m (s, m, h, d, w)".to_owned())
}

/// Runs the subcommand.
pub fn run(args: &HorizonArgs, env: &mut Env<'_>) -> Exit {
    match prepared(args, env) {
        Ok(exit) => exit,
        Err(problem) => {
            tell(env, &problem);
            Exit::Failed
        }
    }
}

fn prepared(args: &HorizonArgs, env: &mut Env<'_>) -> Result<Exit, Problem> {
    let now = time(args.at.as_deref(), env.now)?;
    let config = args.config.read(env.files)?;
    let (certificates, zones): (Vec<PathBuf>, Vec<PathBuf>) =
        args.paths.iter().cloned().partition(|path| is_certificate(path));
    // The default path is for those who name nothing at all.
    let zones = if zones == [Path::new(".")] && !args.cert.is_empty() { Vec::new() } else { zones };
    let inputs = Inputs::find(&zones, &args.walk.of(&config))?;
    let mut includes = IncludePolicy { roots: args.include_root.clone() };
    includes.roots.extend(config.include_roots.iter().chain(&inputs.directories).cloned());
    let options = Options {
        origin: origin(args.origin.as_deref())?,
        includes,
        jobs: args.jobs,
        ..crate::cli::options(now)
    };
    let linter = Linter::new(options)
        .map_err(|unknown| Problem::new(unknown.text, "no rule has this name or code"))?;

    let mut problems = inputs.problems.clone();
    let mut ends = Vec::new();
    let mut files = HashSet::new();
    for path in certificates.iter().chain(&args.cert).filter(|path| files.insert((*path).clone())) {
        match read_certificates(path, env, &linter) {
            Ok(found) => ends.extend(found),
            Err(problem) => problems.push(problem),
        }
    }
    let read = read_zones(&inputs, &linter, env, &mut problems);
    let zones: Vec<(&Zone, &str)> =
        read.iter().filter_map(|(input, name)| Some((input.zone()?, name.as_str()))).collect();
    let shown = usize::from(args.next) + 1;
    ends.extend(horizon::of_zones(&zones, now, shown, linter.limits()));
    ends.sort();
    let horizon = render::horizon::Horizon {
        now,
        ends: &ends,
        expires: &horizon::expires(&zones),
        shown,
        problems: problems.len(),
        links_not_followed: inputs.links(),
        zones: zones.len(),
    };
    problems.iter().for_each(|problem| tell(env, problem));
    write_document(None, env, |out| match args.format {
        Format::Human => render::horizon::human(&horizon, out),
        Format::Json => render::horizon::json(&horizon, out),
        Format::Openmetrics => render::horizon::openmetrics(&horizon, out),
    })?;
    Ok(exit(args, now, &ends, &problems))
}

fn exit(args: &HorizonArgs, now: Timestamp, ends: &[End], problems: &[Problem]) -> Exit {
    let last = now.0.saturating_add(i64::from(args.within.0));
    if !problems.is_empty() {
        Exit::Failed
    } else if ends.first().is_some_and(|end| end.at.0 <= last) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

/// Whether a file's name says that it holds certificates.
fn is_certificate(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["pem", "crt", "cer"].iter().any(|known| extension.eq_ignore_ascii_case(known)) && !path.is_dir()
}

/// When the certificates of a file end; a file without any is a problem.
fn read_certificates(path: &Path, env: &Env<'_>, linter: &Linter) -> Result<Vec<End>, Problem> {
    let name = name_of(path);
    let bytes = env
        .files
        .read(path, linter.limits().certificate_octets)
        .map_err(|error| Problem::new(&name, describe(&error)))?;
    // There may be a private key beside the certificate.
    let bytes = Zeroizing::new(bytes);
    let parts = cert::read(&bytes).map_err(|error| Problem::new(&name, error.message(&name)))?;
    let ends = horizon::of_certificates(&parts, &name);
    if ends.is_empty() {
        Err(Problem::new(name, "there is no certificate in it: keys and requests do not end"))
    } else {
        Ok(ends)
    }
}
