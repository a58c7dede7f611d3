//! `danelaw rollover status`: arguments, files, exit status. How things stand is found elsewhere.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::document::write_document;
use crate::cli::inputs::{WalkArgs, time};
use crate::cli::services::{ServiceArgs, add_services};
use crate::cli::session::{Asked, Begun, read_zones};
use crate::cli::settings::ConfigArgs;
use crate::cli::timing::TimingArgs;
use crate::cli::{Env, Exit, tell};
use crate::dane::{ServiceJudge, Unsigned, Zones};
use crate::error::Problem;
use crate::render::status::Statuses;
use crate::rollover::status::{Commands, Inquiry, option, overview};
use crate::session::Above;
use crate::zone::Zone;

/// Say where every key, DS, TLSA record and certificate stands in its rollover, and which command comes next.
///
/// Zones are taken as they are published now. Signatures are taken at their word: `danelaw check` verifies
/// them.
///
/// Exit status: 0 nobody fails now; 1 somebody does; 2 something could not be read, or is not checked: a TLSA
/// record of a service whose certificate is not given for one. What no option asks for, such as DS records
/// where no parent is given, is a note.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  danelaw rollover status example.org.zone --cert _25._tcp.mail.example.org=fullchain.pem
  danelaw rollover status example.org.zone --cert-dir /etc/letsencrypt --published-at 2026-11-20T10:00:00Z
  danelaw rollover status example.org.zone --ds dsset-example.org. --format svg -O status.svg")]
pub(super) struct StatusArgs {
    /// Zone files, directories of them, or `-` for standard input
    #[arg(value_name = "ZONE", default_value = ".")]
    zones: Vec<PathBuf>,
    #[command(flatten)]
    services: ServiceArgs,
    /// The parent zone of one of the zones; repeatable
    #[arg(long, value_name = "FILE")]
    parent: Vec<PathBuf>,
    /// The DS RRset that the parent has, such as a dsset- file; repeatable
    #[arg(long, value_name = "FILE")]
    ds: Vec<PathBuf>,
    #[command(flatten)]
    timing: TimingArgs,
    /// Name of the zone, for all files given
    #[arg(short, long, value_name = "NAME")]
    origin: Option<String>,
    /// Look at this time: RFC 3339, YYYYMMDDHHmmSS, Unix seconds, or from now as in +7d
    #[arg(long, visible_alias = "now", short_alias = 't', value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
    /// How it is written
    #[arg(long, value_enum, default_value = "text", visible_alias = "output-format")]
    format: Format,
    /// Write no timeline below the text
    #[arg(long)]
    no_picture: bool,
    /// Write to this file instead of standard output
    #[arg(short = 'O', long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    walk: WalkArgs,
    /// Directory that `$INCLUDE` may reach besides the including file's own; repeatable
    #[arg(long, value_name = "DIR")]
    include_root: Vec<PathBuf>,
}

/// How a status is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Sentences, and a timeline
    Text,
    /// One object
    Json,
    /// The timeline as a picture
    Svg,
}

/// Runs the subcommand.
pub(super) fn run(args: &StatusArgs, env: &mut Env<'_>) -> Exit {
    match told(args, env) {
        Ok(exit) => exit,
        Err(problem) => {
            tell(env, &problem);
            Exit::Failed
        }
    }
}

fn told(args: &StatusArgs, env: &mut Env<'_>) -> Result<Exit, Problem> {
    let now = time(args.at.as_deref(), env.now)?;
    let timing = args.timing.timing(now, now)?;
    if let Some(published_at) = timing.published_at.filter(|at| *at > now) {
        let message =
            format!("is after {now}, the time that is looked at: say since when the zone is published");
        return Err(Problem::new(format!("--published-at {published_at}"), message));
    }
    let asked = Asked {
        now,
        paths: &args.zones,
        origin: args.origin.as_deref(),
        include_roots: &args.include_root,
        walk: &args.walk,
        config: &args.config,
        jobs: 0,
    };
    let Begun { mut session, inputs, config } = asked.begin(env)?;
    add_services(&mut session, &args.services, &config.services);
    read_zones(&mut session, &inputs, env);
    session.add_parents(Above::Parent, &args.parent);
    session.add_parents(Above::Ds, &args.ds);
    let zones: Vec<(&Zone, &str)> = session.zones().collect();
    let given = session.given();
    let all = Zones::new(&given, now, session.limits(), config.unsigned.map(Unsigned::from));
    let judged = ServiceJudge { zones: &all, inventory: session.inventory(), at: now }.judge_all();

    let inquiry = Inquiry { now, timing: &timing, limits: session.limits() };
    let shown = |paths: &[PathBuf]| paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>();
    let commands = Commands {
        timing: &timing,
        parents: &shown(&args.parent),
        ds: &shown(&args.ds),
        origin: args.origin.as_deref(),
        at: args.at.as_deref(),
        config: &config_words(&args.config),
    };
    let parts = overview(&zones, &given, &judged, &inquiry, &commands);
    let mut problems = session.problems().to_vec();
    let unsure = parts.iter().flat_map(|part| part.status.not_checked());
    problems.extend(unsure.map(|item| Problem::new(&item.owner, &item.sentence)));
    problems.iter().for_each(|problem| tell(env, problem));
    let style = env.style(args.output_file.is_some());
    let document = Statuses {
        now,
        parts: &parts,
        problems: problems.len(),
        links_not_followed: inputs.links(),
        style,
        has_picture: !args.no_picture,
    };
    write_document(args.output_file.as_deref(), env, |out| match args.format {
        Format::Text => document.text(out),
        Format::Json => document.json(out),
        Format::Svg => document.svg(out),
    })?;
    Ok(Exit::of(problems.is_empty(), parts.iter().any(|part| part.status.is_broken())))
}

/// The options about the configuration, as they are typed.
fn config_words(args: &ConfigArgs) -> Vec<String> {
    let ConfigArgs { isolated, config, trust_config } = args;
    let mut words = Vec::new();
    if *isolated {
        words.push("--isolated".to_owned());
    }
    if let Some(config) = config {
        option(&mut words, "--config", &config.display().to_string());
    }
    if *trust_config {
        words.push("--trust-config".to_owned());
    }
    words
}
