//! `danelaw check`: arguments, files, exit status. What is wrong with a zone is found elsewhere.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::change::ChangeArgs;
use super::document::write_document;
use super::inputs::{Input, Inputs, Walk, WalkArgs, open_beside, origin, read_stdin, time};
use super::mail_args::{MailInputArgs, policy_files};
use super::presets::presets;
use super::progress::with_progress;
use super::services::{ServiceArgs, inventory};
use super::settings::ConfigArgs;
use super::{Env, Exit, note, tell};
use crate::config::{Config, Period, Threshold};
use crate::dane::Service;
use crate::engine::{self, Selection};
use crate::error::Problem;
use crate::linter::{Linter, Options};
use crate::parse::IncludePolicy;
use crate::render::{self, DocumentOptions, Format, Part, Style};
use crate::report::{Checked, Totals};
use crate::source::is_stdin;
use crate::source::{Files, Source, name_of};
use crate::wire::Name;
use crate::zone::ByName;

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
    /// List the files that would be checked, and stop
    #[arg(long)]
    show_files: bool,
}

impl CheckArgs {
    /// The files that speak of parents, each with its option.
    fn above(&self) -> impl Iterator<Item = (&'static str, &PathBuf)> {
        let with = |option| move |path| (option, path);
        let (parents, ds) = (self.parent.iter().map(with("--parent")), self.ds.iter().map(with("--ds")));
        parents.chain(ds).chain(self.trust_anchor.iter().map(with("--trust-anchor")))
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
    let origin = origin(args.origin.as_deref())?;
    let mut exclude = if args.exclude.is_empty() { config.exclude.clone() } else { args.exclude.clone() };
    exclude.extend_from_slice(&args.extend_exclude);
    let inputs = Inputs::find(
        &args.paths,
        &Walk { exclude: &exclude, force_exclude: args.force_exclude, follow: args.walk.follow },
    )?;
    if args.show_files {
        return show_files(&inputs, env);
    }
    let mut includes = IncludePolicy { roots: args.include_root.clone() };
    includes.roots.extend(config.include_roots.iter().cloned());
    includes.roots.extend(inputs.directories.iter().cloned());
    let policies = config.policies(args.expires_within)?;
    let mut problems = Vec::new();
    let timing = args.change.timing(now)?;
    let mut inventory = inventory(&args.services, &config.services, env, &mut problems);
    let mta_sts = policy_files(&args.mail, &config.mta_sts, env, &mut problems);
    let deployed = args.change.add_deployments(&mut inventory, &timing, now, env, &mut problems);
    // A zone is judged as of when it is published.
    let judged_at = if args.at.is_some() { now } else { now.max(timing.publish_at) };
    let options = Options {
        selection: selection(args, &config)?,
        origin,
        inventory,
        mta_sts,
        policies,
        timing,
        includes,
        jobs: args.jobs,
        ..crate::cli::options(judged_at)
    };
    let mut linter = linter_of(options)?;
    args.change.add_published(&mut linter, &inputs.files, &timing, now, env)?;
    for (option, path) in args.above() {
        let source = open_beside(option, path, env.files, linter.limits())?;
        linter.add_parent(source, env.files)?;
    }
    let style = style(args, env);
    let stdin = inputs
        .files
        .iter()
        .any(|input| is_stdin(&input.path))
        .then(|| read_stdin(args.stdin_filename.as_deref(), &mut *env.stdin, linter.limits()));
    let format = format(args.output_format);
    let batch = Batch { linter: &linter, files: env.files, format, style: &style };
    let outcomes = with_progress(env.terminal.stderr, inputs.files.len(), |done| {
        batch.check(&inputs.files, stdin, done)
    });
    let mut alone = unmatched(&linter, &outcomes);
    alone.extend(unmatched_above(args, &linter, &outcomes));
    alone.extend(unmatched_services(args.services.named().chain(deployed), &linter, &outcomes));
    alone.extend(unmatched_policies(&args.mail, &linter, &outcomes));
    alone.extend(problems);
    let (mut parts, mut totals) = gather(&inputs, outcomes, env);
    for problem in alone {
        tell(env, &problem);
        totals.problems += 1;
        parts.push(Part::from(problem));
    }
    (totals.links_not_followed, totals.links_outside) = (inputs.links_not_followed, inputs.links_outside);
    totals.seconds = started.elapsed().as_secs_f64();
    let options = DocumentOptions {
        statistics: args.statistics,
        quiet: args.quiet,
        version: env!("CARGO_PKG_VERSION"),
    };
    write_document(args.output_file.as_deref(), env, |out| {
        render::document(&parts, &totals, format, &options, out)
    })?;
    let threshold = args.fail_on.map(threshold).or(config.fail_on).unwrap_or(Threshold::Warning);
    Ok(if totals.problems > 0 {
        Exit::Failed
    } else if !args.exit_zero && threshold.severity().is_some_and(|severity| totals.reaches(severity)) {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

fn linter_of(options: Options) -> Result<Linter, Problem> {
    let linter = Linter::new(options).map_err(|unknown| {
        let hint = unknown
            .nearest
            .map_or_else(|| "`danelaw rules` lists them".to_owned(), |name| format!("is `{name}` meant?"));
        let word = if unknown.text.trim().is_empty() { format!("`{}`", unknown.text) } else { unknown.text };
        Problem::new(word, format!("no rule has this name or code; {hint}"))
    })?;
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
    write_document(None, env, |out| {
        inputs
            .files
            .iter()
            .try_for_each(|input| writeln!(out, "{}", crate::wire::printable(&name_of(&input.path))))
    })?;
    inputs.problems.iter().for_each(|problem| tell(env, problem));
    inputs.remarks().iter().for_each(|remark| note(env, remark));
    Ok(if inputs.problems.is_empty() { Exit::Clean } else { Exit::Failed })
}

/// What checking one input left: the text to print, and numbers.
#[derive(Default)]
struct Outcome {
    part: Part,
    totals: Totals,
    problems: Vec<Problem>,
    /// The zone's name, where there is one.
    zone: Option<String>,
    /// Owners of the services whose certificates were held against its records.
    services: Vec<String>,
    /// Domains whose policy files it was held against.
    policies: Vec<String>,
    /// Files that were included, so that a directory's pieces are not taken for zones.
    included: Vec<PathBuf>,
}

/// One input after reading.
enum Given {
    Input(Box<engine::Input>),
    Problem(Problem),
    /// Standard input named twice is read once.
    Nothing,
}

/// What is the same for all inputs of one run.
struct Batch<'a> {
    linter: &'a Linter,
    files: &'a dyn Files,
    format: Format,
    style: &'a Style,
}

impl Batch<'_> {
    /// Checks the inputs side by side; their outcomes are in the order of the inputs.
    fn check(
        &self,
        inputs: &[Input],
        stdin: Option<Result<Source, Problem>>,
        done: &AtomicU64,
    ) -> Vec<Outcome> {
        let stdin = Mutex::new(stdin);
        let slots: Vec<OnceLock<Given>> = inputs.iter().map(|_| OnceLock::new()).collect();
        self.linter.workers().run(inputs.len(), &|at| {
            if let (Some(slot), Some(input)) = (slots.get(at), inputs.get(at)) {
                let source = if is_stdin(&input.path) {
                    stdin.lock().ok().and_then(|mut stdin| stdin.take())
                } else {
                    Some(input.open(self.files, self.linter.limits()))
                };
                slot.get_or_init(|| match source {
                    Some(Ok(source)) => Given::Input(Box::new(self.linter.read(source, self.files))),
                    Some(Err(problem)) => Given::Problem(problem),
                    None => Given::Nothing,
                });
                done.fetch_add(1, Ordering::Relaxed);
            }
        });
        self.outcomes(slots.into_iter().filter_map(OnceLock::into_inner))
    }

    /// Judges what could be read, and renders it.
    fn outcomes(&self, reads: impl Iterator<Item = Given>) -> Vec<Outcome> {
        let (mut inputs, mut outcomes) = (Vec::new(), Vec::new());
        for read in reads {
            outcomes.push(match read {
                Given::Input(input) => {
                    inputs.push(*input);
                    None
                }
                Given::Problem(problem) => {
                    let totals = Totals { problems: 1, ..Totals::default() };
                    Some(Outcome {
                        part: Part::from(problem.clone()),
                        totals,
                        problems: vec![problem],
                        ..Outcome::default()
                    })
                }
                Given::Nothing => Some(Outcome::default()),
            });
        }
        let checked: Vec<Mutex<Option<Checked>>> =
            self.linter.judge(inputs, self.files).into_iter().map(|checked| Some(checked).into()).collect();
        let rendered: Vec<OnceLock<Outcome>> = checked.iter().map(|_| OnceLock::new()).collect();
        self.linter.workers().run(checked.len(), &|at| {
            let one = checked.get(at).and_then(|slot| slot.lock().ok()?.take());
            if let (Some(slot), Some(checked)) = (rendered.get(at), one) {
                slot.get_or_init(|| self.outcome(checked));
            }
        });
        let mut rendered = rendered.into_iter().filter_map(OnceLock::into_inner);
        outcomes.into_iter().filter_map(|outcome| outcome.or_else(|| rendered.next())).collect()
    }

    fn outcome(&self, checked: Checked) -> Outcome {
        let mut totals = Totals::default();
        totals.add(&checked);
        let part = render::findings(&checked, self.format, self.style);
        let included = checked
            .sources
            .iter()
            .skip(1)
            .filter_map(|source| self.files.canonical(source.path.as_deref()?).ok())
            .collect();
        Outcome {
            part,
            totals,
            zone: checked.zone.map(|zone| zone.name),
            services: checked.services,
            policies: checked.policies,
            problems: checked.problems,
            included,
        }
    }
}

/// Published zones that nothing was held against.
fn unmatched(linter: &Linter, outcomes: &[Outcome]) -> Vec<Problem> {
    let mut names: Vec<String> = linter.published().map(|(name, ..)| name).collect();
    names.dedup();
    let checked: HashSet<&str> = outcomes.iter().filter_map(|outcome| outcome.zone.as_deref()).collect();
    let alone = names.into_iter().filter(|name| !checked.contains(name.as_str()));
    alone
        .map(|name| {
            Problem::new(
                "--published",
                format!("no checked zone is named `{name}`: nothing was held against it"),
            )
        })
        .collect()
}

/// Parents, DS sets and trust anchors that say nothing of any checked zone.
fn unmatched_above(args: &CheckArgs, linter: &Linter, outcomes: &[Outcome]) -> Vec<Problem> {
    let mut checked: ByName<bool> = ByName::default();
    let names = outcomes.iter().filter_map(|outcome| Name::absolute(outcome.zone.as_deref()?).ok());
    names.for_each(|name| *checked.at(name.borrow_name()) = true);
    let silent = args.above().enumerate().filter(|&(at, _)| !linter.speaks_of(at, &checked));
    let problem = |(option, path): (&str, &PathBuf)| {
        let holds = match option {
            "--parent" => "it delegates no checked zone",
            "--ds" => "it has no DS of a checked zone",
            _ => "it has no DS or DNSKEY of a checked zone",
        };
        Problem::new(format!("{option} {}", name_of(path)), format!("{holds}: nothing was held against it"))
    };
    silent.map(|(_, above)| problem(above)).collect()
}

/// Services whose certificates nothing was held against.
fn unmatched_services(
    named: impl Iterator<Item = (String, Service)>,
    linter: &Linter,
    outcomes: &[Outcome],
) -> Vec<Problem> {
    if !linter.asks_of_services() {
        return Vec::new();
    }
    let judged: HashSet<&str> =
        outcomes.iter().flat_map(|outcome| &outcome.services).map(String::as_str).collect();
    let alone = named.filter(|(_, service)| !judged.contains(service.owner().to_string().as_str()));
    alone
        .map(|(option, _)| {
            Problem::new(
                option,
                "no checked zone has TLSA records for it: it was held against nothing; \
                `danelaw tlsa check` says more",
            )
        })
        .collect()
}

/// Policy files that options name and that nothing was held against. Those of the configuration may be other
/// zones'.
fn unmatched_policies(args: &MailInputArgs, linter: &Linter, outcomes: &[Outcome]) -> Vec<Problem> {
    if !linter.asks_of_mail() {
        return Vec::new();
    }
    let held: HashSet<&str> =
        outcomes.iter().flat_map(|outcome| &outcome.policies).map(String::as_str).collect();
    let alone = args.named().filter(|(domain, _)| !held.contains(domain.to_string().as_str()));
    alone
        .map(|(domain, file)| {
            Problem::new(file, format!("no checked zone has `{domain}`: the policy was held against nothing"))
        })
        .collect()
}

/// The parts to print and the sums; tells the problems.
fn gather(inputs: &Inputs, outcomes: Vec<Outcome>, env: &mut Env<'_>) -> (Vec<Part>, Totals) {
    let included: HashSet<PathBuf> =
        outcomes.iter().flat_map(|outcome| outcome.included.iter().cloned()).collect();
    let mut totals = Totals::default();
    let mut parts = Vec::with_capacity(outcomes.len());
    for (input, outcome) in inputs.files.iter().zip(outcomes) {
        let is_piece = input.walked
            && !included.is_empty()
            && env.files.canonical(&input.path).is_ok_and(|path| included.contains(&path));
        if is_piece {
            continue;
        }
        outcome.problems.iter().for_each(|problem| tell(env, problem));
        totals.merge(&outcome.totals);
        parts.push(outcome.part);
    }
    for problem in &inputs.problems {
        tell(env, problem);
        totals.problems += 1;
        parts.push(Part::from(problem.clone()));
    }
    (parts, totals)
}
