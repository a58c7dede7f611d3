//! `danelaw tlsa hook`: what a renewed certificate asks of DNS, and whether it may be deployed. Decides
//! neither: the modules below find out who calls, and what becomes of the services.

mod calling;
mod configured;
mod safety;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use super::advice::{self, Advice};
use super::check::is_one_of;
use super::emit::{self, Emission, Set};
use super::generate;
use super::output::{self, Origin};
use super::{GenerateArgs, HookArgs, RecordArgs, changes, from_zone};
use crate::cert::{self, Identity, Roots};
use crate::cli::certificates::{as_chain, read_material, read_roots};
use crate::cli::document::write_document;
use crate::cli::inputs::{time, time_of};
use crate::cli::lineage::next_keys_beside;
use crate::cli::{Env, Exit};
use crate::dane::{Chain, Matching, Material, Parameters, Pkix, Published, Selector, Service, Tlsa, remarks};
use crate::error::Problem;
use crate::limits::Limits;
use crate::rollover::Timing;
use crate::source::name_of;
use crate::wire::{Name, excerpt, printable};
use crate::zone::Zone;
use calling::{Call, Renewal};
use configured::Configured;
use safety::{Deployment, Outcome, Safety};

/// Characters of a record that are told.
const TOLD: usize = 150;

/// What follows on a record that `--prune` takes away.
const PRUNED: &str = "connections fail while a server still uses what it matches (RFC 7671 section 8.1): \
    publish this when every server \
                      sends the new chain, and no other chain";

/// Why another one is not kept.
const UNUSABLE: &str = "no client can use it";

/// Services that are listed where they are left out.
const SHOWN: usize = 3;

/// Not reloading is not enough everywhere.
const COPIES: &str = "a server that opens the renewed files itself may send them without a reload, as \
    Postfix does: let it read copies that \
                      are made only when this hook exits with 0";

/// What standard error is told.
#[derive(Default)]
struct Told {
    advice: Advice,
    /// Why the chain must not be deployed.
    dangers: Vec<Problem>,
    /// Why it is not known whether it may be.
    not_checked: Vec<Problem>,
    /// What to do about it.
    help: Vec<String>,
}

impl Told {
    /// Says everything, once. It arrives in a mail at night: what breaks stands first.
    fn tell(&mut self, err: &mut dyn Write) {
        let Told { advice, dangers, not_checked, help } = std::mem::take(self);
        for danger in &dangers {
            let _ = writeln!(err, "not safe: {danger}");
        }
        for reason in &not_checked {
            let _ = writeln!(err, "not checked: {reason}");
        }
        for help in &help {
            let _ = writeln!(err, "help: {help}");
        }
        output::advice(&advice, err);
    }
}

/// Runs the subcommand.
pub(super) fn run(args: &HookArgs, env: &mut Env<'_>) -> Exit {
    let renewal = match calling::detect(&args.words, &env.variables, args.cert.as_deref()) {
        Ok(Call::Renewed(renewal)) => renewal,
        Ok(Call::Other) => return Exit::Clean,
        Err(problem) => {
            output::problems(&[problem], env.stderr);
            return Exit::Failed;
        }
    };
    let mut told = Told::default();
    let finished = hook(args, &renewal, &mut told, env);
    told.tell(env.stderr);
    finished.unwrap_or_else(|problems| {
        output::problems(&problems, env.stderr);
        Exit::Failed
    })
}

fn hook(
    args: &HookArgs,
    renewal: &Renewal,
    told: &mut Told,
    env: &mut Env<'_>,
) -> Result<Exit, Vec<Problem>> {
    let now = time(args.at.as_deref(), env.now).map_err(|problem| vec![problem])?;
    for name in &renewal.passed_over {
        told.advice.warn(
            name,
            &format!("is set as well, and was not looked at: {} says what was renewed", renewal.named_by),
        );
    }
    let configured = Configured::of(&renewal.chain, args, env)?;
    let given = Given::read(args, renewal, &configured, &mut told.advice, env)?;
    for remark in remarks(&given.chain.parts, now) {
        told.advice.warn(&given.chain.name, &remark);
    }
    let make = generate_args(args);
    let services = services(args, &make, &given, configured.services, &mut told.advice)?;
    if services.is_empty() {
        return Ok(Exit::Clean);
    }
    let state = given.state();
    let mut sets = from_zone::sets(state, &services, args.ttl, &mut told.advice)?;
    let mut problems = given.problems.clone();
    let made = records(args, (&given, &sets), told, &mut problems);
    advice::of_parameters(args.record.parameters(), &services, &made, &mut told.advice);
    let safety = judge(args, renewal, &given, (&services, &sets, &made), told, env)?;
    let zone_name = state.map(Zone::name).or_else(|| given.named.as_ref().map(Name::borrow_name));
    let is_pruned = args.prune && safety == Safety::Safe;
    if !is_pruned {
        let mut kept = Advice::default();
        keep_published(&mut sets, &made, &given, &mut kept)?;
        // Until the new chain may be sent, the records of before are no remnants.
        if safety == Safety::Safe {
            told.advice.notes.extend(kept.notes);
        }
    }
    let emission = Emission { zone: zone_name, sets: &sets, made: &made };
    problems.extend(emit::obstacles(args.emit, &emission));
    if !problems.is_empty() && (!args.emit.is_list() || made.is_empty()) {
        return Err(problems);
    }
    let removal = if is_pruned { PRUNED } else { UNUSABLE };
    print(args, &emission, removal, told, env)
        .map_err(|problem| problems.iter().cloned().chain([problem]).collect::<Vec<_>>())?;
    match (problems.is_empty(), safety) {
        (false, _) => Err(problems),
        (true, Safety::Safe) if given.is_paired => Ok(Exit::Clean),
        (true, Safety::Safe) => Ok(Exit::Findings),
        (true, Safety::TooEarly | Safety::Refused) => Ok(Exit::Findings),
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
        let named =
            args.zone.as_deref().map(generate::zone_name).transpose().map_err(|problem| vec![problem])?;
        let chain =
            read_material(&renewal.chain, &mut stdin_used, env).and_then(as_chain).map_err(|problem| {
                let message =
                    format!("{}; {} names it as the renewed chain", problem.message, renewal.named_by);
                vec![Problem::new(problem.subject, message)]
            })?;
        let key = args.key.as_ref().or(renewal.key.as_ref());
        let mut detected = next_keys_beside(&renewal.chain, key.map(PathBuf::as_path));
        detected.extend(configured.next_keys.iter().cloned());
        let next_keys = if args.next_key.is_empty() { &detected } else { &args.next_key };
        let inputs = [&args.from_zone, &args.published, &args.roots]
            .into_iter()
            .flatten()
            .chain([&renewal.chain])
            .chain(key)
            .chain(next_keys);
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
                Ok(input) => is_paired = belongs(&chain, &input, advice),
                // The chain has the key's public half, so that a key that is not readable here is none the
                // worse.
                Err(problem) if args.key.is_some() => return Err(vec![problem]),
                Err(_) => {}
            }
        }
        let (mut next, mut problems) = (Vec::new(), Vec::new());
        let takes_keys = !args.record.usage.is_trust_anchor() && args.record.selector == Selector::Spki;
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
        let mut zone = |path: &Option<PathBuf>| match path {
            Some(path) => from_zone::read(path, named.clone(), &mut stdin_used, env)
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
        Ok(Given { zone, published, named, chain, is_paired, next, roots, problems })
    }

    /// The zone as it is served, as far as is known.
    fn state(&self) -> Option<&Zone> {
        self.published.as_ref().or(self.zone.as_ref())
    }
}

/// Whether a key is that of the chain; says where it is not: the server would not even start.
fn belongs(chain: &Material, key: &Material, advice: &mut Advice) -> bool {
    let leaf = cert::leaf(&chain.parts).map(|leaf| &leaf.spki);
    let is_paired = key.parts.iter().any(|part| Some(&part.spki) == leaf);
    if !is_paired {
        advice.warn(
            &key.name,
            &format!("is not the key of {}; servers refuse to start with such a pair", chain.name),
        );
    }
    is_paired
}

fn names(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| printable(&name_of(path))).collect::<Vec<_>>().join(", ")
}

/// The services that options and the zone name, as far as the certificate names their hosts: hooks are called
/// for every certificate of a client, and the records of one host are no place for the key of another.
fn services(
    args: &HookArgs,
    make: &GenerateArgs,
    given: &Given,
    configured: Vec<Service>,
    advice: &mut Advice,
) -> Result<Vec<Service>, Vec<Problem>> {
    let mut services = generate::services(make, advice)?;
    let asked = services.len();
    if let Some(zone) = &given.zone {
        // What is as it should be need not be told at every renewal.
        let mut found = Advice::default();
        services.extend(from_zone::services(zone, make, asked > 0 || !configured.is_empty(), &mut found)?);
        advice.warnings.extend(found.warnings);
    }
    if services.is_empty() && configured.is_empty() {
        let message = "no service is given: --from-zone ZONE takes them from MX and SRV records, --service \
            _25._tcp.mail.example.org names one, \
                       [[service]] in danelaw.toml those of a chain";
        return Err(vec![Problem::new("tlsa hook", message)]);
    }
    let named: BTreeSet<Box<[u8]>> = configured.iter().map(Service::key).collect();
    services.retain(|service| !named.contains(&service.key()));
    if args.any_name {
        return Ok(configured.into_iter().chain(services).collect());
    }
    let identity = cert::leaf(&given.chain.parts)
        .and_then(|leaf| leaf.certificate.as_ref())
        .map(Identity::of)
        .unwrap_or_default();
    let (meant, others): (Vec<Service>, Vec<Service>) =
        services.into_iter().partition(|service| identity.covers(service.host.borrow_name()));
    if !others.is_empty() {
        let mut owners: Vec<String> =
            others.iter().take(SHOWN).map(|service| service.owner().to_string()).collect();
        owners.extend((others.len() > SHOWN).then(|| format!("and {} more", others.len() - SHOWN)));
        let has = if identity.names.is_empty() {
            "no host".to_owned()
        } else {
            format!("`{}`", identity.names.join("`, `"))
        };
        let all =
            if meant.is_empty() && configured.is_empty() { "nothing is to be done for" } else { "left out:" };
        advice.note(
            &given.chain.name,
            &format!("names {has}; {all} {} (--any-name takes them all the same)", owners.join(", ")),
        );
    }
    Ok(configured.into_iter().chain(meant).collect())
}

/// The records of the renewed chain and of the keys that come next.
fn records(
    args: &HookArgs,
    (given, sets): (&Given, &[Set]),
    told: &mut Told,
    problems: &mut Vec<Problem>,
) -> Vec<(Tlsa, Origin)> {
    let mut made: Vec<(Tlsa, Origin)> = Vec::new();
    let inputs = || [(&given.chain, false)].into_iter().chain(given.next.iter().map(|input| (input, true)));
    let parameters = args.record.parameters();
    for matching in digests_in_use(parameters, sets) {
        let make = RecordArgs { matching, ..args.record };
        for (input, next) in inputs() {
            match generate::records_of(input, next, make, &mut told.advice) {
                Ok(tlsas) => generate::keep_new(tlsas, &mut made, &mut told.advice),
                Err(problem) => problems.push(problem),
            }
        }
        if matching != parameters.matching {
            let message =
                "is published as well, and every key needs each digest that is in use (RFC 7671 section 9)";
            told.advice.note(&Parameters { matching, ..parameters }.to_string(), message);
        }
    }
    if args.next_key.is_empty() {
        for (tlsa, origin) in made.iter().filter(|(_, origin)| origin.next) {
            told.advice
                .note(&origin.filename, &format!("holds the key of the renewal after this one: {tlsa}"));
        }
    }
    made
}

/// The digest that is asked for, and each other one that is published for the same usage and selector.
fn digests_in_use(asked: Parameters, sets: &[Set]) -> Vec<Matching> {
    let rdata = sets.iter().flat_map(|set| &set.published).flat_map(|published| &published.rdata);
    let published = rdata
        .filter_map(|rdata| Published::parse(rdata)?.usable(Pkix::Validated).ok())
        .map(|tlsa| tlsa.parameters);
    let mut digests = vec![asked.matching];
    for parameters in published
        .filter(|parameters| (parameters.usage, parameters.selector) == (asked.usage, asked.selector))
    {
        if parameters.matching != Matching::Full
            && asked.matching != Matching::Full
            && !digests.contains(&parameters.matching)
        {
            digests.push(parameters.matching);
        }
    }
    digests
}

/// Says of each service whether the chain may be sent; the worst of them.
fn judge(
    args: &HookArgs,
    renewal: &Renewal,
    given: &Given,
    (services, sets, made): (&[Service], &[Set], &[(Tlsa, Origin)]),
    told: &mut Told,
    env: &Env<'_>,
) -> Result<Safety, Vec<Problem>> {
    let Some(zone) = given.state() else {
        let message =
            "whether it may be deployed, since no zone is given: --published ZONE gives it as it is served";
        told.not_checked.push(Problem::new(&given.chain.name, message));
        return Ok(Safety::NotChecked);
    };
    let deployment = deployment(args, given, zone, made, env).map_err(|problem| vec![problem])?;
    let outcomes = deployment.outcomes(zone, services, sets, &Limits::default())?;
    for Outcome { owner, safety, text, help } in &outcomes {
        match safety {
            Safety::Safe => told.advice.note(owner, text),
            Safety::TooEarly | Safety::Refused => {
                told.dangers.push(Problem::new(owner, format!("do not deploy {}: {text}", given.chain.name)));
            }
            Safety::NotChecked => {
                told.not_checked.push(Problem::new(owner, format!("{}: {text}", given.chain.name)))
            }
        }
        told.help.extend(help.iter().filter(|help| !told.help.contains(help)).cloned().collect::<Vec<_>>());
    }
    let worst = outcomes.iter().map(|outcome| outcome.safety).max().unwrap_or(Safety::Safe);
    if matches!(worst, Safety::Refused | Safety::NotChecked) {
        told.help.push(COPIES.to_owned());
        told.help.extend(renewal.client.advice().map(str::to_owned));
    }
    Ok(worst)
}

fn deployment<'a>(
    args: &HookArgs,
    given: &'a Given,
    zone: &Zone,
    made: &[(Tlsa, Origin)],
    env: &Env<'_>,
) -> Result<Deployment<'a>, Problem> {
    let now = time(args.at.as_deref(), env.now)?;
    let published_at =
        args.published_at.as_deref().map(|text| time_of("--published-at", text, now)).transpose()?;
    let propagation =
        Timing { propagation_s: args.propagation.map(|ttl| ttl.0), ..Timing::new(now) }.propagation(zone);
    let new = made.iter().filter_map(|(tlsa, _)| Published::parse(&tlsa.rdata())).collect();
    let roots = given.roots.as_ref();
    Ok(Deployment {
        chain: Chain { name: &given.chain.name, parts: &given.chain.parts },
        roots,
        new,
        now,
        published_at,
        propagation,
    })
}

/// Puts what is published beside the new records: servers send the chain of before until they send the new
/// one, and may have another chain with a key of another algorithm.
fn keep_published(
    sets: &mut [Set],
    made: &[(Tlsa, Origin)],
    given: &Given,
    advice: &mut Advice,
) -> Result<(), Vec<Problem>> {
    let name = given
        .state()
        .and_then(|zone| zone.sources().first())
        .map(|source| source.name.clone())
        .unwrap_or_default();
    let new: Vec<Tlsa> = made.iter().map(|(tlsa, _)| tlsa.clone()).collect();
    let parts = || [&given.chain].into_iter().chain(&given.next).flat_map(|input| &input.parts);
    let is_known =
        |tlsa: &Tlsa| parts().any(|part| Tlsa::of(part, tlsa.parameters).is_ok_and(|known| known == *tlsa));
    let mut problems = Vec::new();
    for set in sets {
        let rdata = set.published.iter().flat_map(|published| &published.rdata);
        let mut old: Vec<Tlsa> =
            rdata.filter_map(|rdata| Published::parse(rdata)?.usable(Pkix::Validated).ok()).collect();
        old.retain(|tlsa| !new.contains(tlsa));
        let strange: Vec<Tlsa> = old.iter().filter(|tlsa| !is_known(tlsa)).cloned().collect();
        if let Some((old, by)) = safety::shadowed(&strange, &new) {
            let message = format!(
                "beside `{by}` records clients ignore the `{}` one that is published (RFC 7671 section 9), \
                and refuse a server that needs \
                 it; use --matching {}",
                old.parameters,
                old.parameters.matching.number()
            );
            problems.push(Problem::new(set.owner.to_string(), message));
        }
        for tlsa in &strange {
            let message = format!(
                "{} is of neither the renewed chain nor a next key, and stays; when no server uses what it \
                matches, --prune takes it away",
                excerpt(tlsa.to_string().as_bytes(), TOLD)
            );
            advice.note(&set.owner.to_string(), &message);
        }
        set.kept = old.into_iter().map(|tlsa| (tlsa, Origin::published(&name))).collect();
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Whether a set is already as it should be.
fn is_same(set: &Set, made: &[(Tlsa, Origin)]) -> bool {
    set.published.as_ref().filter(|published| published.ttl == set.ttl.0).is_some_and(|published| {
        let wanted: BTreeSet<Vec<u8>> = made.iter().chain(&set.kept).map(|(tlsa, _)| tlsa.rdata()).collect();
        wanted.len() == published.rdata.len() && published.rdata.iter().all(|rdata| wanted.contains(rdata))
    })
}

/// Says what changes, and prints the records. Forms that say how to change something say nothing where
/// nothing changes.
fn print(
    args: &HookArgs,
    emission: &Emission<'_>,
    removal: &str,
    told: &mut Told,
    env: &mut Env<'_>,
) -> Result<(), Problem> {
    let changes = changes::of(emission);
    let key = |set: &Set| set.owner.borrow_name().to_lowercase().to_vec();
    let same: BTreeSet<Vec<u8>> =
        emission.sets.iter().filter(|set| is_same(set, emission.made)).map(key).collect();
    for set in emission.sets.iter().filter(|set| same.contains(&key(set))) {
        told.advice.note(
            &set.owner.to_string(),
            "nothing to change: the records of the renewed chain and of the next keys are published",
        );
    }
    changes::tell(
        changes.iter().filter(|change| !same.contains(&key(change.set))),
        removal,
        &mut told.advice,
    );
    if args.emit.is_change() && same.len() == emission.sets.len() {
        told.tell(env.stderr);
        return write_document(args.output_file.as_deref(), env, |_| Ok(()));
    }
    emit::remark(args.emit, emission, &mut told.advice);
    let mut shown = told.advice.clone();
    shown.warnings.extend(told.dangers.iter().chain(&told.not_checked).cloned());
    told.tell(env.stderr);
    write_document(args.output_file.as_deref(), env, |out| {
        emit::write(args.emit, emission, &changes, &shown, out)
    })
}

/// What `danelaw tlsa generate` would be asked for.
fn generate_args(args: &HookArgs) -> GenerateArgs {
    GenerateArgs {
        inputs: Vec::new(),
        host: args.host.clone(),
        port: args.port.clone(),
        proto: args.proto,
        service: args.service.clone(),
        from_zone: args.from_zone.clone(),
        only: args.only.clone(),
        zone: args.zone.clone(),
        next_key: args.next_key.clone(),
        record: args.record,
        ttl: args.ttl,
        emit: args.emit,
    }
}
