//! `danelaw tlsa hook`: reads what a client renewed, prints the records, and says whether the chain may be
//! deployed. Decides neither.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::check::is_one_of;
use super::{HookArgs, write_advice, write_problems, zone_name};
use crate::cert::Roots;
use crate::cli::certificates::{as_chain, read_material, read_roots};
use crate::cli::document::write_document;
use crate::cli::inputs::{time, time_of};
use crate::cli::whole_zone::read_whole_zone;
use crate::cli::{Env, Exit};
use crate::config::FILE_NAME;
use crate::dane::{Advice, Material, Service};
use crate::error::Problem;
use crate::publish::{self, RenewalReport, Renewed, RenewedChain, Safety, Wanted, is_key_of};
use crate::source::{Disk, name_of};
use crate::store::{Call, Renewal, detect, next_keys_beside};
use crate::wire::{Name, NameRef, printable};
use crate::zone::Zone;

/// Writes all of a report, once. It arrives in a mail at night: what breaks stands first.
fn write_report(report: &mut RenewalReport, err: &mut dyn Write) {
    let RenewalReport { advice, dangers, not_checked, help } = std::mem::take(report);
    for danger in &dangers {
        let _ = writeln!(err, "not safe: {danger}");
    }
    for reason in &not_checked {
        let _ = writeln!(err, "not checked: {reason}");
    }
    for help in &help {
        let _ = writeln!(err, "help: {help}");
    }
    write_advice(&advice, err);
}

/// Runs the subcommand.
pub(super) fn run(args: &HookArgs, env: &mut Env<'_>) -> Exit {
    let renewal = match detect(&args.words, &env.variables, args.cert.as_deref()) {
        Ok(Call::Renewed(renewal)) => renewal,
        Ok(Call::Other) => return Exit::Clean,
        Err(problem) => {
            write_problems(&[problem], env.stderr);
            return Exit::Failed;
        }
    };
    let mut report = RenewalReport::default();
    let finished = hook(args, &renewal, &mut report, env);
    write_report(&mut report, env.stderr);
    finished.unwrap_or_else(|problems| {
        write_problems(&problems, env.stderr);
        Exit::Failed
    })
}

fn hook(
    args: &HookArgs,
    renewal: &Renewal,
    report: &mut RenewalReport,
    env: &mut Env<'_>,
) -> Result<Exit, Vec<Problem>> {
    let alone = |problem| vec![problem];
    let now = time(args.at.as_deref(), env.now).map_err(alone)?;
    for name in &renewal.passed_over {
        report.advice.warn(
            name,
            &format!("is set as well, and was not looked at: {} says what was renewed", renewal.named_by),
        );
    }
    let configured = Configured::of(&renewal.chain, args, env)?;
    let given = Given::read(args, renewal, &configured, &mut report.advice, env)?;
    let published_at = args.published_at.as_deref().map(|text| time_of("--published-at", text, now));
    let chain = RenewedChain {
        chain: &given.chain,
        next: &given.next,
        next_are_found: args.next_key.is_empty(),
        zone: given.zone.as_ref(),
        published: given.published.as_ref(),
        zone_name: given.named.as_ref(),
        wanted: Wanted {
            hosts: &args.host,
            ports: &args.port,
            proto: args.proto,
            owners: &args.service,
            only: &args.only,
        },
        in_service: &given.in_service,
        configured: configured.services,
        any_name: args.any_name,
        recipe: args.record.recipe(),
        ttl: args.ttl,
        prune: args.prune,
        roots: given.roots.as_ref(),
        now,
        published_at: published_at.transpose().map_err(alone)?,
        propagation_s: args.propagation.map(|propagation| propagation.0),
        help: renewal.client.advice(),
    };
    let Some(renewed) = chain.renewed(report)? else { return Ok(Exit::Clean) };
    let mut problems = [given.problems.as_slice(), &renewed.problems].concat();
    problems.extend(publish::obstacles(args.emit, &renewed.emission(chain.zone_name())));
    if !problems.is_empty() && (!args.emit.is_list() || renewed.made.is_empty()) {
        return Err(problems);
    }
    print(args, &renewed, chain.zone_name(), report, env)
        .map_err(|problem| problems.iter().cloned().chain([problem]).collect::<Vec<_>>())?;
    match (problems.is_empty(), renewed.safety) {
        (false, _) => Err(problems),
        (true, Safety::Safe) if given.is_paired => Ok(Exit::Clean),
        (true, Safety::Safe | Safety::TooEarly | Safety::Refused) => Ok(Exit::Findings),
        (true, Safety::NotChecked) => Ok(Exit::Failed),
    }
}

/// Everything that was read.
struct Given {
    /// The zone whose services are meant.
    zone: Option<Zone>,
    /// The zone as it is served now, where that is another file.
    published: Option<Zone>,
    /// What `--zone` says.
    named: Option<Name>,
    /// The renewed chain.
    chain: Material,
    /// Whether the key given is that of the chain, as far as is known.
    is_paired: bool,
    /// Keys that come next.
    next: Vec<Material>,
    /// What the configuration has of other chains, each with the service that it is for.
    in_service: Vec<(Service, Material)>,
    /// The roots that clients trust, where they are known.
    roots: Option<Roots>,
    /// What could not be used, and need not stop the rest.
    problems: Vec<Problem>,
}

impl Given {
    fn read(
        args: &HookArgs,
        renewal: &Renewal,
        configured: &Configured,
        advice: &mut Advice,
        env: &mut Env<'_>,
    ) -> Result<Given, Vec<Problem>> {
        let mut stdin_used = false;
        let named = zone_name(args.zone.as_deref())?;
        let chain =
            read_material(&renewal.chain, &mut stdin_used, env).and_then(as_chain).map_err(|problem| {
                let message =
                    format!("{}; {} names it as the renewed chain", problem.message, renewal.named_by);
                vec![Problem::new(problem.subject, message)]
            })?;
        let key = args.key.as_ref().or(renewal.key.as_ref());
        let mut detected = next_keys_beside(&renewal.chain, key.map(PathBuf::as_path), &Disk);
        detected.extend(configured.next_keys.iter().cloned());
        let next_keys = if args.next_key.is_empty() { &detected } else { &args.next_key };
        let inputs = [&args.from_zone, &args.published, &args.roots]
            .into_iter()
            .flatten()
            .chain([&renewal.chain])
            .chain(key)
            .chain(next_keys)
            .chain(configured.others.iter().map(|(_, path)| path));
        if let Some(output) =
            args.output_file.as_deref().filter(|output| is_one_of(output, inputs, env.files))
        {
            return Err(vec![Problem::new(
                name_of(output),
                "it is one of the inputs; write the records to another file",
            )]);
        }
        let mut is_paired = true;
        if let Some(key) = key {
            match read_material(key, &mut stdin_used, env) {
                Ok(input) => is_paired = is_key_of(&input, &chain, advice),
                // The chain has the key's public half, so that a key that is not readable here is none the
                // worse.
                Err(problem) if args.key.is_some() => return Err(vec![problem]),
                Err(_) => {}
            }
        }
        let (mut next, mut problems) = (Vec::new(), Vec::new());
        let takes_keys = RenewedChain::takes_keys(args.record.recipe().parameters);
        if !takes_keys && args.next_key.is_empty() && !next_keys.is_empty() {
            let message = format!("makes no record from a key alone; left out: {}", names(next_keys));
            advice.note(
                &format!("usage {}, selector {}", args.record.usage.number(), args.record.selector.number()),
                &message,
            );
        } else {
            for path in next_keys {
                match read_material(path, &mut stdin_used, env) {
                    Ok(input) => next.push(input),
                    Err(problem) => problems.push(problem),
                }
            }
        }
        let in_service = read_others(args, &configured.others, advice, &mut stdin_used, env)?;
        let mut zone = |path: &Option<PathBuf>| match path {
            Some(path) => read_whole_zone(path, named.clone(), &mut stdin_used, env)
                .map(Some)
                .map_err(|problem| vec![problem]),
            None => Ok(None),
        };
        let (zone, published) = (zone(&args.from_zone)?, zone(&args.published)?);
        let roots = args
            .roots
            .as_ref()
            .map(|path| read_roots(path, &mut stdin_used, env))
            .transpose()
            .map_err(|problem| vec![problem])?;
        Ok(Given { zone, published, named, chain, is_paired, next, in_service, roots, problems })
    }
}

/// Reads the other chains and keys that the configuration has: published records of them are in use. One that
/// cannot be read is a problem only where records are to be taken away.
fn read_others(
    args: &HookArgs,
    others: &[(Service, PathBuf)],
    advice: &mut Advice,
    stdin_used: &mut bool,
    env: &mut Env<'_>,
) -> Result<Vec<(Service, Material)>, Vec<Problem>> {
    let mut read: BTreeMap<&Path, Option<Material>> = BTreeMap::new();
    let mut problems = Vec::new();
    for (_, path) in others {
        if read.contains_key(path.as_path()) {
            continue;
        }
        let material = match read_material(path, stdin_used, env) {
            Ok(material) => Some(material),
            Err(problem) => {
                let message = format!("{}; {FILE_NAME} has it for a service", problem.message);
                match args.prune {
                    true => problems.push(Problem::new(
                        problem.subject,
                        format!("{message}, and which published record is of it is not known: --prune"),
                    )),
                    false => advice.warn(&problem.subject, &message),
                }
                None
            }
        };
        read.insert(path, material);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let known =
        |(service, path): &(Service, PathBuf)| Some((service.clone(), read.get(path.as_path())?.clone()?));
    Ok(others.iter().filter_map(known).collect())
}

fn names(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| printable(&name_of(path))).collect::<Vec<_>>().join(", ")
}

/// Says what changes, and prints the records. Forms that say how to change something say nothing where
/// nothing changes.
fn print(
    args: &HookArgs,
    renewed: &Renewed,
    zone: Option<NameRef<'_>>,
    report: &mut RenewalReport,
    env: &mut Env<'_>,
) -> Result<(), Problem> {
    let emission = renewed.emission(zone);
    let changes = publish::changes(&emission);
    let is_same = renewed.advise(&changes, &mut report.advice);
    if args.emit.is_change() && is_same {
        write_report(report, env.stderr);
        return write_document(args.output_file.as_deref(), env, |_| Ok(()));
    }
    publish::remark(args.emit, &emission, &mut report.advice);
    let mut shown = report.advice.clone();
    shown.warnings.extend(report.dangers.iter().chain(&report.not_checked).cloned());
    write_report(report, env.stderr);
    write_document(args.output_file.as_deref(), env, |out| {
        publish::write(args.emit, &emission, &changes, &shown, out)
    })
}

/// What the configuration says of a chain.
#[derive(Default)]
struct Configured {
    /// The services whose server sends it.
    services: Vec<Service>,
    /// Certificates, requests or keys that come next.
    next_keys: Vec<PathBuf>,
    /// All other chains and keys, with the services that they are for.
    others: Vec<(Service, PathBuf)>,
}

impl Configured {
    /// Reads the configuration and finds what it says of `chain`.
    fn of(chain: &Path, args: &HookArgs, env: &Env<'_>) -> Result<Configured, Vec<Problem>> {
        let config = args.config.read(env.files).map_err(|problem| vec![problem])?;
        let canonical = |path: &Path| env.files.canonical(path).ok();
        let renewed = canonical(chain);
        let mut configured = Configured::default();
        let (mut problems, mut seen) = (Vec::new(), BTreeSet::new());
        let is_meant = |path: &PathBuf| path == chain || renewed.is_some() && canonical(path) == renewed;
        for settings in &config.services {
            let is_of_chain = settings.chain.iter().any(is_meant);
            let others = || settings.chain.iter().chain(&settings.next_key).filter(|path| !is_meant(path));
            for owner in &settings.owners {
                match Service::parse(owner) {
                    Ok(service) => {
                        configured.others.extend(others().map(|path| (service.clone(), path.clone())));
                        if is_of_chain && seen.insert(service.key()) {
                            configured.services.push(service);
                        }
                    }
                    // Those of other chains are another renewal's.
                    Err(error) if is_of_chain => problems
                        .push(Problem::new(format!("service `{owner}` in {FILE_NAME}"), error.to_string())),
                    Err(_) => {}
                }
            }
            if is_of_chain {
                configured.next_keys.extend(settings.next_key.iter().cloned());
            }
        }
        if problems.is_empty() { Ok(configured) } else { Err(problems) }
    }
}
