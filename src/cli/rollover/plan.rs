//! `danelaw rollover plan`: arguments, files, exit status. What is to be done when is found elsewhere.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};

use crate::cli::certificates::{as_chain, read_material};
use crate::cli::document::write_document;
use crate::cli::ds::keys_of;
use crate::cli::inputs::{origin, time, time_of};
use crate::cli::services::{ServiceArgs, add_services};
use crate::cli::session::options;
use crate::cli::settings::ConfigArgs;
use crate::cli::timing::{TimingArgs, duration};
use crate::cli::whole_zone::read_whole_zone;
use crate::cli::{Env, Exit, tell};
use crate::config::Config;
use crate::dane::{Anchor, Matching, Selector, Usage};
use crate::dnssec::{Algorithm, KeyTag};
use crate::error::Problem;
use crate::limits::Limits;
use crate::publish::{Form, emitted_steps};
use crate::render::plan::WrittenPlan;
use crate::render::{self, Style, timeline, timeline_svg};
use crate::rollover::{
    KeyGoal, KeyMethod, KeyRequest, Picture, Plan, PlanError, PlannedKey, Propagation, PropagationSource,
    Role, ServiceRequest, Timing, TlsaGoal, ZoneKeys, plan_services, plan_zone_keys,
};
use crate::session::{Above, Session};
use crate::source::name_of;
use crate::wire::{Timestamp, Ttl};
use crate::zone::Zone;

/// Say which steps lead from what is published to a new certificate or key, and when each is safe.
///
/// ZONE is the zone as it is published now. Each step has the first and last time at which no resolver and no
/// sender can meet records, keys and chains that do not fit, what it waits for, and the records to add and to
/// remove. Nothing is changed.
///
/// Exit status: 0 the plan can be carried out; 1 it cannot, and why; 2 something could not be read, or
/// whether the plan holds is not known since a certificate path could not be judged ("not checked:" says
/// why).
#[derive(Debug, Args)]
#[command(group(
    ArgGroup::new("goal").args(["to", "to_key", "withdraw", "roll", "sign", "unsign"]).required(true)
))]
#[command(group(ArgGroup::new("of_keys").args(["roll", "sign", "unsign"])))]
#[command(after_help = "Examples:
  danelaw rollover plan example.org.zone --cert _25._tcp.mail.example.org=fullchain.pem --to \
  next/fullchain.pem
  danelaw rollover plan example.org.zone --cert _25._tcp.mail.example.org=fullchain.pem --to-key next.key \
  --emit nsupdate
  danelaw rollover plan example.org.zone --service _25._tcp.mail.example.org --withdraw
  danelaw rollover plan example.org.zone.signed --roll zsk --new-key Kexample.org.+013+12345.key
  danelaw rollover plan example.org.zone.signed --roll ksk --ds dsset-example.org. --parent-propagation 1h \
  --format ics -O ksk.ics
  danelaw rollover plan example.org.zone.signed --roll algorithm --to-algorithm 15
  danelaw rollover plan example.org.zone.signed --unsign")]
pub(super) struct PlanArgs {
    /// Zone file, as the zone is published now; `-` is standard input
    #[arg(value_name = "ZONE")]
    zone: PathBuf,
    /// The chain that servers are to send, PEM or DER; repeatable, for a server of several chains
    #[arg(long, value_name = "FILE", help_heading = "Goals")]
    to: Vec<PathBuf>,
    /// The key, request or certificate that comes next, while there is no chain for it yet
    #[arg(long, value_name = "FILE", help_heading = "Goals")]
    to_key: Option<PathBuf>,
    /// There are to be no TLSA records any more
    #[arg(long, help_heading = "Goals", requires = "service")]
    withdraw: bool,
    /// Service that changes, as in _25._tcp.mail.example.org; repeatable [default: those whose host the new
    /// chain names]
    #[arg(long, value_name = "OWNER", help_heading = "Goals")]
    service: Vec<String>,
    /// Certificate usage from then on: 0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE [default: as published, or
    /// 3]
    #[arg(long, help_heading = "Goals")]
    usage: Option<Usage>,
    /// Selector from then on: 0 Cert, 1 SPKI [default: as published, or 1]
    #[arg(long, help_heading = "Goals")]
    selector: Option<Selector>,
    /// Matching type from then on: 0 Full, 1 SHA2-256, 2 SHA2-512 [default: as published, or 1]
    #[arg(long, help_heading = "Goals")]
    matching: Option<Matching>,
    /// Which CA certificates usage 2 and 0 take from a chain
    #[arg(long, value_enum, default_value = "top", help_heading = "Goals")]
    anchor: Anchor,
    /// Another key, keys of another algorithm, or the DS that CDS and CDNSKEY ask for
    #[arg(long, value_name = "WHAT", value_enum, help_heading = "Goals")]
    roll: Option<RollArg>,
    /// The zone is to be signed
    #[arg(long, help_heading = "Goals")]
    sign: bool,
    /// The zone is to be unsigned
    #[arg(long, help_heading = "Goals")]
    unsign: bool,
    /// How keys are replaced [default: pre-publish, double-ksk, conservative]
    #[arg(long, value_enum, requires = "roll", help_heading = "Keys")]
    method: Option<KeyMethod>,
    /// The algorithm of --roll algorithm, by its number: 13 ECDSAP256SHA256, 15 ED25519
    #[arg(long, value_name = "NUMBER", requires = "roll", help_heading = "Keys")]
    to_algorithm: Option<u8>,
    /// Public file of a key to come, K*.key; repeatable [default: the records have a place for it]
    #[arg(long, value_name = "FILE", requires = "of_keys", help_heading = "Keys")]
    new_key: Vec<PathBuf>,
    /// Tag of the key that goes, where there are several of a kind
    #[arg(long, value_name = "TAG", requires = "roll", help_heading = "Keys")]
    old_key: Option<u16>,
    /// The parent zone: its DS records, their TTL and its SOA record count; repeatable
    #[arg(long, value_name = "FILE", requires = "of_keys", help_heading = "Keys")]
    parent: Vec<PathBuf>,
    /// DS records as the parent has them, a dsset file for one; repeatable
    #[arg(long, value_name = "FILE", requires = "of_keys", help_heading = "Keys")]
    ds: Vec<PathBuf>,
    /// Since when the parent has these DS records, or none: RFC 3339, YYYYMMDDHHmmSS, Unix seconds, or before
    /// now as in -2h
    #[arg(
        long,
        value_name = "TIME",
        allow_hyphen_values = true,
        requires = "of_keys",
        help_heading = "Keys"
    )]
    ds_since: Option<String>,
    /// TTL of the DS records, where no file says it [default: 1d]
    #[arg(
        long, value_name = "DURATION", value_parser = duration, requires = "of_keys", help_heading = "Keys"
    )]
    ds_ttl: Option<Ttl>,
    /// How long until every server of the parent has a new DS, the registry's own delay too [default: its
    /// SOA, or 1h]
    #[arg(
        long, value_name = "DURATION", value_parser = duration, requires = "of_keys", help_heading = "Keys"
    )]
    parent_propagation: Option<Ttl>,
    /// How long until all of the zone is signed anew [default: 0]
    #[arg(
        long, value_name = "DURATION", value_parser = duration, requires = "of_keys", help_heading = "Keys"
    )]
    signing: Option<Ttl>,
    /// TTL of new records: seconds, or units as in 1h30m [default: as published, or 3600]
    #[arg(long, value_parser = duration)]
    ttl: Option<Ttl>,
    /// Name of the zone, where its file does not say it
    #[arg(short, long, value_name = "NAME", visible_alias = "zone")]
    origin: Option<String>,
    #[command(flatten)]
    services: ServiceArgs,
    #[command(flatten)]
    timing: TimingArgs,
    /// When the first change may be published [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    start: Option<String>,
    /// Plan at this time: RFC 3339, YYYYMMDDHHmmSS, Unix seconds, or from now as in +7d
    #[arg(long, visible_alias = "now", short_alias = 't', value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
    /// Also print the TLSA records of each step in the form that a program takes
    #[arg(long, value_name = "FORM", value_enum)]
    emit: Option<Form>,
    /// How the plan is written
    #[arg(long, value_enum, default_value = "text", visible_alias = "output-format")]
    format: Format,
    /// Write no timeline below the text
    #[arg(long)]
    no_picture: bool,
    /// Write the plan to this file instead of standard output
    #[arg(short = 'O', long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    #[command(flatten)]
    config: ConfigArgs,
}

/// How a plan is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Numbered steps
    Text,
    /// One object
    Json,
    /// Calendar entries (RFC 5545)
    Ics,
    /// The timeline as a picture
    Svg,
}

/// What is rolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RollArg {
    /// The key that signs DNSKEY
    Ksk,
    /// The key that signs the data
    Zsk,
    /// The key that signs both
    Csk,
    /// All keys, to those of --to-algorithm
    Algorithm,
    /// The DS records, to those that CDS and CDNSKEY in the zone ask for
    Cds,
}

/// What every goal needs.
struct Setting {
    now: Timestamp,
    timing: Timing,
    propagation: Propagation,
    zone: Zone,
    config: Config,
    limits: Limits,
}

/// Runs the subcommand.
pub(super) fn run(args: &PlanArgs, env: &mut Env<'_>) -> Exit {
    match planned(args, env) {
        Ok(exit) => exit,
        Err(problems) => {
            problems.iter().for_each(|problem| tell(env, problem));
            Exit::Failed
        }
    }
}

fn planned(args: &PlanArgs, env: &mut Env<'_>) -> Result<Exit, Vec<Problem>> {
    let alone = |problem| vec![problem];
    let setting = Setting::read(args, env).map_err(alone)?;
    if setting.propagation.source == PropagationSource::Unknown {
        return Err(vec![Problem::new(
            name_of(&args.zone),
            "has no SOA record to say how long a publication takes: --propagation does",
        )]);
    }
    let is_of_keys = args.roll.is_some() || args.sign || args.unsign;
    let plan =
        if is_of_keys { plan_of_keys(args, &setting, env) } else { plan_of_services(args, &setting, env) }?;
    let emitted = args.emit.map(|form| emitted_steps(form, &plan, setting.zone.name())).transpose()?;
    let next = plan.next_command(&name_of(&args.zone));
    let written = WrittenPlan { plan: &plan, emitted, next };
    let (picture, style) = (plan.picture(), env.style(args.output_file.is_some()));
    let document = |out: &mut dyn std::io::Write| match args.format {
        Format::Text => {
            render::plan::text(&written, out)?;
            if args.no_picture { Ok(()) } else { draw(&picture, &style, out) }
        }
        Format::Svg => out.write_all(timeline_svg::svg(&picture).as_bytes()),
        Format::Json => render::plan::json(&written, out),
        Format::Ics => render::plan::ics(&written, out),
    };
    write_document(args.output_file.as_deref(), env, document).map_err(alone)?;
    for why in &plan.not_checked {
        tell(env, &Problem::new("rollover plan", format!("not checked: {why}")));
    }
    Ok(Exit::of(plan.not_checked.is_empty(), !plan.is_feasible()))
}

/// The timeline below the steps, where there is one.
fn draw(picture: &Picture, style: &Style, out: &mut dyn std::io::Write) -> std::io::Result<()> {
    if picture.rows.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    timeline::text(picture, style, out)
}

impl Setting {
    fn read(args: &PlanArgs, env: &mut Env<'_>) -> Result<Setting, Problem> {
        let now = time(args.at.as_deref(), env.now)?;
        let start = args.start.as_deref().map_or(Ok(now), |text| time_of("--start", text, now))?;
        if start < now {
            let message = format!(
                "is before {now}, and nothing can be published then; --published-at says since when the zone \
                is as it is"
            );
            return Err(Problem::new(format!("--start {start}"), message));
        }
        let timing = args.timing.timing(start, now)?;
        if let Some(at) = timing.published_at.filter(|at| *at > now) {
            return Err(Problem::new(
                format!("--published-at {at}"),
                format!("is after {now}, and ZONE is what is published now"),
            ));
        }
        let config = args.config.read(env.files)?;
        let zone = read_whole_zone(&args.zone, origin(args.origin.as_deref())?, &mut false, env)?;
        Ok(Setting {
            now,
            timing,
            propagation: timing.propagation(&zone),
            zone,
            config,
            limits: Limits::default(),
        })
    }
}

/// Reads certificates, and plans for services.
fn plan_of_services(args: &PlanArgs, setting: &Setting, env: &mut Env<'_>) -> Result<Plan, Vec<Problem>> {
    let mut problems = Vec::new();
    let goal = read_goal(args, env, &mut problems);
    let mut session = Session::new(options(setting.now), env.files).with_stdin(env.take_stdin());
    add_services(&mut session, &args.services, &setting.config.services);
    problems.extend_from_slice(session.problems());
    let (Some(goal), true) = (goal, problems.is_empty()) else { return Err(problems) };
    let request = ServiceRequest {
        zone: &setting.zone,
        goal: &goal,
        inventory: session.inventory(),
        services: &args.service,
        usage: args.usage,
        selector: args.selector,
        matching: args.matching,
        anchor: args.anchor,
        ttl: args.ttl,
        now: setting.now,
        timing: setting.timing,
        propagation: setting.propagation,
    };
    plan_services(&request, &setting.limits)
}

fn read_goal(args: &PlanArgs, env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Option<TlsaGoal> {
    let mut stdin_used = args.zone.as_os_str() == "-";
    if args.withdraw {
        return Some(TlsaGoal::Withdraw);
    }
    if let Some(path) = &args.to_key {
        return read_material(path, &mut stdin_used, env)
            .map_err(|problem| problems.push(problem))
            .ok()
            .map(TlsaGoal::Key);
    }
    let mut chains = Vec::new();
    for path in &args.to {
        match read_material(path, &mut stdin_used, env).and_then(as_chain) {
            Ok(chain) => chains.push(chain),
            Err(problem) => problems.push(problem),
        }
    }
    problems.is_empty().then_some(TlsaGoal::Chains(chains))
}

/// Reads keys and DS records, and plans for keys.
fn plan_of_keys(args: &PlanArgs, setting: &Setting, env: &mut Env<'_>) -> Result<Plan, Vec<Problem>> {
    let alone = |problem| vec![problem];
    let mut problems = Vec::new();
    let session = parents(args, setting, env);
    problems.extend_from_slice(session.problems());
    let mut new: Vec<PlannedKey> = Vec::new();
    for path in &args.new_key {
        match keys_of(path, env, |key| (key.record.owner() == setting.zone.name(), PlannedKey::of(key))) {
            Ok(keys) => {
                for (is_own, key) in keys {
                    match is_own {
                        true if new.contains(&key) => {}
                        true => new.push(key),
                        false => {
                            let message = format!("its key is not one of the zone `{}`", setting.zone.name());
                            problems.push(Problem::new(name_of(path), message));
                        }
                    }
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let goal = key_goal(args, setting).map_err(alone)?;
    let ds_since = args.ds_since.as_deref().map(|text| time_of("--ds-since", text, setting.now));
    let request = KeyRequest {
        zone: &setting.zone,
        goal,
        new,
        new_names: args.new_key.iter().map(|path| name_of(path)).collect(),
        parents: session.parents(),
        parent_names: args.parent.iter().chain(&args.ds).map(|path| name_of(path)).collect(),
        ds_since: ds_since.transpose().map_err(alone)?,
        ds_ttl: args.ds_ttl,
        parent_propagation: args.parent_propagation,
        signing: args.signing,
        now: setting.now,
        timing: setting.timing,
        propagation: setting.propagation,
    };
    plan_zone_keys(&request, &setting.limits)
}

fn key_goal(args: &PlanArgs, setting: &Setting) -> Result<KeyGoal, Problem> {
    let method = args.method;
    let old = args.old_key.map(KeyTag);
    let role = match args.roll {
        Some(RollArg::Ksk) => Role::Ksk,
        Some(RollArg::Zsk) => Role::Zsk,
        Some(RollArg::Csk) => Role::Csk,
        Some(RollArg::Algorithm) => {
            let Some(to) = args.to_algorithm else {
                return Err(Problem::new(
                    "--roll algorithm",
                    "needs --to-algorithm NUMBER: 13 is ECDSAP256SHA256, 15 ED25519",
                ));
            };
            if !Algorithm(to).is_in_use() {
                return Err(Problem::new(
                    format!("--to-algorithm {to}"),
                    "no validator knows this algorithm: 13 is ECDSAP256SHA256, 15 ED25519",
                ));
            }
            return Ok(KeyGoal::Algorithm { to: Algorithm(to), method });
        }
        Some(RollArg::Cds) => {
            return ZoneKeys::asked(&setting.zone).map(KeyGoal::Cds).map_err(PlanError::problem);
        }
        None if args.sign => return Ok(KeyGoal::Sign),
        None => return Ok(KeyGoal::Unsign),
    };
    Ok(KeyGoal::Roll { role, method, old })
}

/// What is known of parents, and what could not be read of it.
fn parents<'a>(args: &PlanArgs, setting: &Setting, env: &Env<'a>) -> Session<'a> {
    let mut session = Session::new(options(setting.now).jobs(1), env.files);
    session.add_parents(Above::Parent, &args.parent);
    session.add_parents(Above::Ds, &args.ds);
    session
}
