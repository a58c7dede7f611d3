//! The keys of a plan: those of the zone, those to come, what the parent has. Plans nothing.

use super::{MethodArg, PlanArgs, RollArg, Setting};
use crate::cli::Env;
use crate::cli::ds::keys_of;
use crate::cli::inputs::{open_beside, time_of};
use crate::dnssec::{Algorithm, Ds, KeyTag, Parent};
use crate::error::Problem;
use crate::linter::{Linter, Options};
use crate::resolve::Given;
use crate::rollover::{
    Action, KeyGoal, KeyMethod, Plan, PlanError, PlannedKey, PropagationSource, Role, Timing, ZoneKeys,
    ZoneTimes, plan_keys,
};
use crate::source::name_of;
use crate::wire::{Ttl, printable};
use crate::zone::{Part, Zone};

/// TTL of DS records where nobody says it.
const DS_TTL: Ttl = Ttl(86_400);
/// Seconds until a publication is on all servers of the parent, where nobody says it.
const PARENT_PROPAGATION: Ttl = Ttl(3600);

/// Reads keys and DS records, and plans.
pub(super) fn plan(args: &PlanArgs, setting: &Setting, env: &mut Env<'_>) -> Result<Plan, Vec<Problem>> {
    let alone = |problem| vec![problem];
    let mut problems = Vec::new();
    let parents = parents(args, setting, env, &mut problems);
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
    let goal = goal(args, setting).map_err(alone)?;
    let given = Given::new([&setting.zone], &[], &parents, &setting.limits);
    let said = Parent::of(&setting.zone, &given);
    if said.is_none() && !parents.is_empty() && goal != KeyGoal::Sign {
        let subject =
            args.parent.iter().chain(&args.ds).map(|path| name_of(path)).collect::<Vec<_>>().join(", ");
        return Err(vec![Problem::new(
            subject,
            format!("says nothing of the zone `{}`: no DS and no delegation", setting.zone.name()),
        )]);
    }
    let mut notes = Notes::default();
    let ds: Option<Vec<Ds<'_>>> = said.map(|said| said.ds).or((goal == KeyGoal::Sign).then(Vec::new));
    if ds.is_none() {
        notes.ds.push(
            "the DS records are taken to be those of the keys that sign DNSKEY; --ds FILE or \
            --parent FILE says what there is"
                .to_owned(),
        );
    }
    let ds_ttl = ds_ttl(args, ds.as_deref(), &mut notes);
    let parent_propagation_s = parent_propagation(args, &parents, &mut notes);
    if args.signing.is_none() {
        notes.signing.push(
            "all of the zone is taken to be signed anew at once; --signing DURATION says how \
            long the signer takes"
                .to_owned(),
        );
    }
    let ds_since = args
        .ds_since
        .as_deref()
        .map(|text| time_of("--ds-since", text, setting.now))
        .transpose()
        .map_err(alone)?;
    if let Some(at) = ds_since.filter(|at| *at > setting.now) {
        return Err(alone(Problem::new(
            format!("--ds-since {at}"),
            format!("is after {}, and the DS records are those of now", setting.now),
        )));
    }
    let times = ZoneTimes {
        now: setting.now,
        timing: setting.timing,
        propagation: setting.propagation,
        ds_since,
        parent_propagation_s,
        signing_s: args.signing.map_or(0, |signing| signing.0),
    };
    let keys = ZoneKeys::read(&setting.zone, setting.now, ds.as_deref(), ds_ttl, new)
        .map_err(|error| alone(problem(error)))?;
    let mut plan = plan_keys(&keys, &goal, &words(args), &times, &setting.limits)
        .map_err(|error| alone(problem(error)))?;
    let waits = |symbol: char| {
        plan.steps.iter().filter_map(|step| step.term.as_ref()).any(|term| term.symbols.starts_with(symbol))
    };
    let (has_ds, has_data) = (plan.steps.iter().any(|step| step.action == Action::ChangeDs), waits('T'));
    let is_timed = waits('Q');
    plan.notes.extend(notes.ds.into_iter().filter(|_| has_ds || plan.steps.is_empty()));
    plan.notes.extend(notes.times.into_iter().filter(|_| is_timed));
    plan.notes.extend(notes.signing.into_iter().filter(|_| has_data));
    Ok(plan)
}

/// What was taken for granted; told where the plan depends on it.
#[derive(Default)]
struct Notes {
    ds: Vec<String>,
    times: Vec<String>,
    signing: Vec<String>,
}

fn problem(error: PlanError) -> Problem {
    match error {
        PlanError::Given(subject, message) => Problem::new(subject, message),
        PlanError::Model(error) => Problem::new("rollover plan", error.to_string()),
    }
}

/// The goal in words.
fn words(args: &PlanArgs) -> String {
    let new: Vec<String> = args.new_key.iter().map(|path| printable(&name_of(path))).collect();
    let to = if new.is_empty() { String::new() } else { format!(" to {}", new.join(", ")) };
    match args.roll {
        Some(RollArg::Ksk) => format!("another KSK{to}"),
        Some(RollArg::Zsk) => format!("another ZSK{to}"),
        Some(RollArg::Csk) => format!("another CSK{to}"),
        Some(RollArg::Algorithm) => {
            format!("keys of algorithm {}{to}", Algorithm(args.to_algorithm.unwrap_or_default()))
        }
        Some(RollArg::Cds) => "the DS records that CDS and CDNSKEY ask for".to_owned(),
        None if args.sign => "signed, and with DS records".to_owned(),
        None => "unsigned".to_owned(),
    }
}

fn goal(args: &PlanArgs, setting: &Setting) -> Result<KeyGoal, Problem> {
    let method = args.method.map(|method| match method {
        MethodArg::PrePublish => KeyMethod::PrePublish,
        MethodArg::DoubleSignature => KeyMethod::DoubleSignature,
        MethodArg::DoubleKsk => KeyMethod::DoubleKsk,
        MethodArg::DoubleDs => KeyMethod::DoubleDs,
        MethodArg::Conservative => KeyMethod::Conservative,
        MethodArg::Liberal => KeyMethod::Liberal,
    });
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
        Some(RollArg::Cds) => return ZoneKeys::asked(&setting.zone).map(KeyGoal::Cds).map_err(problem),
        None if args.sign => return Ok(KeyGoal::Sign),
        None => return Ok(KeyGoal::Unsign),
    };
    Ok(KeyGoal::Roll { role, method, old })
}

/// What is known of parents.
fn parents(args: &PlanArgs, setting: &Setting, env: &Env<'_>, problems: &mut Vec<Problem>) -> Vec<Zone> {
    let linter = match Linter::new(Options { jobs: 1, ..crate::cli::options(setting.now) }) {
        Ok(linter) => linter,
        Err(unknown) => {
            problems.push(Problem::new(unknown.text, "no rule has this name"));
            return Vec::new();
        }
    };
    let files =
        args.parent.iter().map(|path| ("--parent", path)).chain(args.ds.iter().map(|path| ("--ds", path)));
    let mut parents = Vec::new();
    for (option, path) in files {
        match open_beside(option, path, env.files, linter.limits())
            .and_then(|source| linter.read_parent(source, env.files))
        {
            Ok(parent) => parents.push(parent),
            Err(problem) => problems.push(problem),
        }
    }
    parents
}

/// The TTL of the DS records: as the parent has it, or as the user says.
fn ds_ttl(args: &PlanArgs, ds: Option<&[Ds<'_>]>, notes: &mut Notes) -> Ttl {
    // Sets of DS records are often without TTLs.
    let has_ttl = |ds: &&Ds<'_>| ds.record.span(Part::Ttl) != ds.record.span(Part::Type);
    let known =
        ds.into_iter().flatten().filter(has_ttl).map(|ds| ds.record.ttl()).max().filter(|ttl| *ttl > 0);
    args.ds_ttl.or(known.map(Ttl)).unwrap_or_else(|| {
        notes.times.push(format!("the TTL of the DS records is taken to be {DS_TTL}; --ds-ttl says it"));
        DS_TTL
    })
}

fn parent_propagation(args: &PlanArgs, parents: &[Zone], notes: &mut Notes) -> u32 {
    let timing = Timing::new(crate::wire::Timestamp(0));
    let known = parents
        .iter()
        .map(|parent| timing.propagation(parent))
        .find(|found| found.source != PropagationSource::Unknown);
    args.parent_propagation.map(|said| said.0).or(known.map(|known| known.seconds)).unwrap_or_else(|| {
        notes.times.push(format!(
            "the parent is taken to have a new DS on all its servers after \
            {PARENT_PROPAGATION}; --parent-propagation says it"
        ));
        PARENT_PROPAGATION.0
    })
}
