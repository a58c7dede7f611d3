//! `danelaw horizon`: arguments, files, exit status. When things end is found elsewhere.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, value_parser};

use super::document::write_document;
use super::inputs::{WalkArgs, time};
use super::session::{Asked, Begun, read_zones};
use super::settings::ConfigArgs;
use super::{Env, Exit, tell};
use crate::error::Problem;
use crate::horizon::{self, End};
use crate::render;
use crate::session::Session;
use crate::wire::Ttl;
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
    #[arg(
        short, long, value_name = "N", default_value_t = 10,
        value_parser = value_parser!(u16).range(..=10_000)
    )]
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
    let (certificates, zones): (Vec<PathBuf>, Vec<PathBuf>) =
        args.paths.iter().cloned().partition(|path| is_certificate(path));
    // The default path is for those who name nothing at all.
    let zones = if zones == [Path::new(".")] && !args.cert.is_empty() { Vec::new() } else { zones };
    let asked = Asked {
        now,
        paths: &zones,
        origin: args.origin.as_deref(),
        include_roots: &args.include_root,
        walk: &args.walk,
        config: &args.config,
        jobs: args.jobs,
    };
    let Begun { mut session, inputs, .. } = asked.begin(env)?;
    let mut ends = Vec::new();
    let mut files = HashSet::new();
    for path in certificates.iter().chain(&args.cert).filter(|path| files.insert((*path).clone())) {
        match ends_of_certificates(&mut session, path) {
            Ok(found) => ends.extend(found),
            Err(problem) => session.add_problem(problem),
        }
    }
    read_zones(&mut session, &inputs, env);
    let zones: Vec<(&Zone, &str)> = session.zones().collect();
    let shown = usize::from(args.next) + 1;
    ends.extend(horizon::of_zones(&zones, now, shown, session.limits()));
    ends.sort();
    let horizon = render::horizon::Horizon {
        now,
        ends: &ends,
        expires: &horizon::expires(&zones),
        shown,
        problems: session.problems().len(),
        links_not_followed: inputs.links(),
        zones: zones.len(),
    };
    session.problems().iter().for_each(|problem| tell(env, problem));
    write_document(None, env, |out| match args.format {
        Format::Human => render::horizon::human(&horizon, out),
        Format::Json => render::horizon::json(&horizon, out),
        Format::Openmetrics => render::horizon::openmetrics(&horizon, out),
    })?;
    let last = now.0.saturating_add(i64::from(args.within.0));
    let is_near = ends.first().is_some_and(|end| end.at.0 <= last);
    Ok(Exit::of(session.problems().is_empty(), is_near))
}

/// Whether a file's name says that it holds certificates.
fn is_certificate(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["pem", "crt", "cer"].iter().any(|known| extension.eq_ignore_ascii_case(known)) && !path.is_dir()
}

/// When the certificates of a file end; a file without any is a problem.
fn ends_of_certificates(session: &mut Session<'_>, path: &Path) -> Result<Vec<End>, Problem> {
    let material = session.read_material(path)?;
    let ends = horizon::of_certificates(&material.parts, &material.name);
    if ends.is_empty() {
        Err(Problem::new(material.name, "there is no certificate in it: keys and requests do not end"))
    } else {
        Ok(ends)
    }
}
