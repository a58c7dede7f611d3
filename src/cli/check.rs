//! `danelaw check`: arguments, files, exit status. What is wrong with a zone is found elsewhere.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::change::ChangeArgs;
use super::document::write_document;
use super::inputs::{Inputs, Walk, WalkArgs, time};
use super::mail_args::{MailInputArgs, add_policy_files};
use super::presets::presets;
use super::services::{ServiceArgs, add_services};
use super::session::{add_walk, includes, options, read_files, with_origin};
use super::settings::ConfigArgs;
use super::{Env, Exit, note, tell};
use crate::config::{Config, Period, Threshold};
use crate::engine::Selection;
use crate::error::Problem;
use crate::linter::Linter;
use crate::reader::is_loose;
use crate::render::{self, DocumentOptions, Format, Style};
use crate::report::Totals;
use crate::rollover::Timing;
use crate::session::{Above, InputFile};
use crate::source::{Assigned, Files, decompress, head, is_stdin, name_of};
use crate::wire::Timestamp;
use crate::zone::Naming;

/// Octets in which the name of a zone is looked for.
const NAMED_OCTETS: u64 = 1 << 20;

/// Check zone files.
///
/// Reads each zone, reports every fault with file, line and column, and says what breaks and how to mend it.
///
/// Exit status: 0 nothing at or above --fail-on, 1 findings, 2 something could not be checked.
///
/// Memory: at most 8 octets for each octet of zone text, 192 for each line, and 1,536 for each record other
/// than A, AAAA, PTR, NS, DS, DNSKEY, RRSIG, NSEC and NSEC3. Where `ulimit -v` or the control group allows
/// less, the zone is refused.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Zone files, directories of them, or `-` for standard input
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Name of the zone, for all files given
    #[arg(short, long, value_name = "NAME")]
    origin: Option<String>,
    /// Judge at this time: RFC 3339, YYYYMMDDHHmmSS, Unix seconds, or from now as in +7d
    #[arg(long, visible_alias = "now", short_alias = 't', value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
    /// The parent zone, to hold its DS records against the keys; repeatable
    #[arg(long, value_name = "FILE")]
    parent: Vec<PathBuf>,
    /// DS records as the parent has them, a dsset file for one; repeatable
    #[arg(long, value_name = "FILE")]
    ds: Vec<PathBuf>,
    /// DS or DNSKEY records that validators trust without a parent; repeatable
    #[arg(long, value_name = "FILE")]
    trust_anchor: Vec<PathBuf>,
    #[command(flatten)]
    services: ServiceArgs,
    #[command(flatten)]
    mail: MailInputArgs,
    /// Report signatures that expire within this time, as in 3d or 12h, a bare number in seconds: 3d unless
    /// configured
    #[arg(long, value_name = "DURATION", value_parser = |text: &str| Period::try_from(text.to_owned()))]
    expires_within: Option<Period>,
    /// Rules and severities for a purpose: mail, m365, tld, reverse, delegation-child; several together ask
    /// what any asks. --select in place of what they ask, --extend-select, --ignore and the severities of
    /// danelaw.toml win over them
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    preset: Vec<String>,
    /// Run only these rules: codes, names, or the letters codes start with
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,
    /// Run these rules besides
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    extend_select: Vec<String>,
    /// Do not run these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Least severity that makes the exit status 1 [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,
    /// Exit with 0 whatever is found
    #[arg(long)]
    exit_zero: bool,
    /// How findings are written
    #[arg(long, value_enum, default_value = "human", visible_alias = "format")]
    output_format: OutputFormat,
    /// Write findings to this file instead of standard output
    #[arg(short = 'O', long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    /// Findings only, no summary
    #[arg(short, long)]
    quiet: bool,
    /// Counts by rule instead of findings
    #[arg(long)]
    statistics: bool,
    /// Colours: auto means on a terminal unless NO_COLOR is set
    #[arg(long, value_enum, default_value = "auto")]
    color: Color,
    /// Threads; 0 means one a core
    #[arg(short, long, value_name = "N", default_value_t = 0)]
    jobs: usize,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    walk: WalkArgs,
    /// Leave these paths out: patterns as in .gitignore; replaces those of danelaw.toml
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    exclude: Vec<String>,
    /// Leave these paths out besides
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    extend_exclude: Vec<String>,
    /// Leave out excluded files even when they are named
    #[arg(long)]
    force_exclude: bool,
    /// Directory that `$INCLUDE` may reach besides the including file's own; repeatable
    #[arg(long, value_name = "DIR")]
    include_root: Vec<PathBuf>,
    /// What to call standard input
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<PathBuf>,
    /// List the files that would be checked, each with its zone, and those passed over, and stop
    #[arg(long)]
    show_files: bool,
}

impl CheckArgs {
    /// The files that speak of parents.
    fn above(&self) -> impl Iterator<Item = (Above, &PathBuf)> {
        let with = |above| move |path| (above, path);
        let (parents, ds) =
            (self.parent.iter().map(with(Above::Parent)), self.ds.iter().map(with(Above::Ds)));
        parents.chain(ds).chain(self.trust_anchor.iter().map(with(Above::TrustAnchor)))
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum OutputFormat {
    #[value(alias = "full")]
    Human,
    Concise,
    Json,
    Ndjson,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// Runs the subcommand.
pub fn run(args: &CheckArgs, env: &mut Env<'_>) -> Exit {
    match prepared(args, env) {
        Ok(exit) => exit,
        Err(problem) => {
            tell(env, &problem);
            Exit::Failed
        }
    }
}

fn prepared(args: &CheckArgs, env: &mut Env<'_>) -> Result<Exit, Problem> {
    let started = Instant::now();
    let config = args.config.read(env.files)?;
    let now = time(args.at.as_deref(), env.now)?;
    let mut exclude = if args.exclude.is_empty() { config.exclude.clone() } else { args.exclude.clone() };
    exclude.extend_from_slice(&args.extend_exclude);
    let inputs = Inputs::find(
        &args.paths,
        &Walk { exclude: &exclude, force_exclude: args.force_exclude, follow: args.walk.follow },
        env.files,
    )?;
    if args.show_files {
        return show_files(&inputs, env);
    }
    let timing = args.change.timing(now)?;
    let linter = linter(args, &config, &inputs, (now, timing), env.files)?;
    let mut session = linter.session(env.files).with_stdin(env.take_stdin());
    add_walk(&mut session, &inputs);
    inputs.configured.iter().for_each(|remark| note(env, remark));
    add_services(&mut session, &args.services, &config.services);
    add_policy_files(&mut session, &args.mail, &config.mta_sts);
    args.change.add_deployments(&mut session, &timing, now);
    args.change.add_published(&mut session, &inputs.files, &timing, now, env)?;
    for (above, path) in args.above() {
        session.add_parent(above, path)?;
    }
    read_files(&mut session, &inputs, args.stdin_filename.as_deref(), env);
    let report = linter.judge(session);
    report.problems().for_each(|problem| tell(env, problem));
    let (format, style) = (format(args.output_format), style(args, env));
    let parts = render::parts(&report, format, &style, linter.workers());
    let totals = Totals { seconds: started.elapsed().as_secs_f64(), ..report.totals() };
    let threshold = args.fail_on.map(threshold).or(config.fail_on).unwrap_or(Threshold::Warning);
    let exit = report.exit(threshold.severity().filter(|_| !args.exit_zero));
    // The text of the zones is in the parts as far as it is shown.
    drop(report);
    let options =
        DocumentOptions { statistics: args.statistics, quiet: args.quiet, ..DocumentOptions::default() };
    write_document(args.output_file.as_deref(), env, |out| {
        render::document(&parts, &totals, format, &options, out)
    })?;
    Ok(exit)
}

fn linter(
    args: &CheckArgs,
    config: &Config,
    inputs: &Inputs,
    (now, timing): (Timestamp, Timing),
    files: &dyn Files,
) -> Result<Linter, Problem> {
    // A zone is judged as of when it is published.
    let judged_at = if args.at.is_some() { now } else { now.max(timing.publish_at) };
    let options = options(judged_at)
        .selection(selection(args, config)?)
        .policies(config.policies(args.expires_within)?)
        .timing(timing)
        .includes(includes(&args.include_root, config, inputs))
        .views(config.views(files))
        .placeholders(config.placeholders())
        .jobs(args.jobs);
    let linter = Linter::new(with_origin(options, args.origin.as_deref())?)?;
    if linter.is_idle() {
        Err(Problem::new("selection of rules", "no rule is left, so that nothing would be checked"))
    } else {
        Ok(linter)
    }
}

fn selection(args: &CheckArgs, config: &Config) -> Result<Selection, Problem> {
    let or = |given: &[String], configured: &[String]| {
        if given.is_empty() { configured.to_vec() } else { given.to_vec() }
    };
    let mut extend_select = config.extend_select.clone();
    extend_select.extend_from_slice(&args.extend_select);
    Ok(Selection {
        presets: presets(&or(&args.preset, &config.preset))?,
        // A preset on the command line is in place of what the configuration selects.
        select: if args.preset.is_empty() { or(&args.select, &config.select) } else { args.select.clone() },
        extend_select,
        ignore: or(&args.ignore, &config.ignore),
        severity: config.severity.iter().map(|(word, &level)| (word.clone(), level.into())).collect(),
    })
}

fn format(format: OutputFormat) -> Format {
    match format {
        OutputFormat::Human => Format::Human,
        OutputFormat::Concise => Format::Concise,
        OutputFormat::Json => Format::Json,
        OutputFormat::Ndjson => Format::Ndjson,
    }
}

fn threshold(fail_on: FailOn) -> Threshold {
    match fail_on {
        FailOn::Error => Threshold::Error,
        FailOn::Warning => Threshold::Warning,
        FailOn::Info => Threshold::Info,
        FailOn::Never => Threshold::Never,
    }
}

fn style(args: &CheckArgs, env: &Env<'_>) -> Style {
    let terminal = env.terminal.stdout && args.output_file.is_none();
    let color = match args.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && !env.terminal.plain,
    };
    Style { color, unicode: true, width: if terminal { env.terminal.width } else { 0 } }
}

fn show_files(inputs: &Inputs, env: &mut Env<'_>) -> Result<Exit, Problem> {
    let lines: Vec<String> = inputs.files.iter().map(read_as).collect();
    let passed = inputs.passed_over.iter();
    let passed = passed.map(|(path, why)| format!("{}: passed over ({why})", shown_path(path)));
    let mut passed: Vec<String> = passed.collect();
    passed.sort();
    write_document(None, env, |out| {
        lines.iter().chain(&passed).try_for_each(|line| writeln!(out, "{line}"))
    })?;
    inputs.problems.iter().for_each(|problem| tell(env, problem));
    inputs.remarks().iter().for_each(|remark| note(env, remark));
    Ok(Exit::of(inputs.problems.is_empty(), false))
}

fn shown_path(path: &Path) -> String {
    crate::wire::printable(&name_of(path))
}

/// As which zone a file is read, and why.
fn read_as(input: &InputFile) -> String {
    let path = shown_path(&input.path);
    if let Some(Assigned { zone, view, place, .. }) = &input.assigned {
        let view = view.as_ref().map_or_else(String::new, |view| format!(" in view {view}"));
        return crate::wire::printable(&format!("{path}: zone {zone}{view} (from {place})"));
    }
    let read = if is_stdin(&input.path) { None } else { head(&input.path, NAMED_OCTETS).ok() };
    let text = read.and_then(|bytes| decompress(bytes, NAMED_OCTETS).ok()).unwrap_or_default();
    let naming = Naming::of(&text, Some(&input.path), None);
    match naming.winner() {
        Some(_) if is_loose(&input.path) => format!("{path}: keys or DS records"),
        Some(winner) => format!("{path}: zone {} (from the {})", winner.name, winner.evidence.source()),
        None => format!("{path}: records without the name of a zone"),
    }
}
