//! Zones to findings: holds all inputs of a run against each other, and asks the rules about each.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::OnceLock;

use super::run::{Beside, Changes, Outcome};
use super::{Run, run};
use crate::dane::across::Across;
use crate::dane::{Judged, Service, ServiceJudge, Zones};
use crate::dnssec::Parent;
use crate::error::Problem;
use crate::finding::Finding;
use crate::mail::domain::policies_of;
use crate::mail::mta_sts::PolicyFile;
use crate::reader::{Input, limits_reached};
use crate::report::{Checked, HeldAgainst, ZoneSummary};
use crate::resolve::{Given, Published};
use crate::rollover::{ServiceTransitions, Stage};
use crate::rr::types;
use crate::source::Source;
use crate::wire::{Name, printable};
use crate::zone::{Completeness, Evidence, Zone, ZoneId};

/// What the rules found in one input.
#[derive(Default)]
struct Judgement {
    findings: Vec<Finding>,
    /// Findings that are counted and not kept, by code.
    unshown: BTreeMap<&'static str, u64>,
    /// What could not be checked, one clause each.
    not_checked: BTreeSet<String>,
    /// Owners of the services that were judged here.
    services: Vec<String>,
    /// Domains whose policy files the rules of mail had.
    policies: Vec<String>,
    /// What the zone was held against.
    held_against: Option<HeldAgainst>,
    /// A rule asks for the DS at the parent, and nobody says anything of it.
    ds_unknown: bool,
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Holds all inputs of a run against each other; the outcomes are in their order.
#[must_use]
pub fn check_all(
    inputs: Vec<Input>,
    run: &Run<'_>,
    published: &[Published],
    parents: &[Zone],
) -> Vec<Checked> {
    let judgements = judge_all(&inputs, run, published, parents);
    let mut checked: Vec<Checked> = inputs
        .into_iter()
        .zip(judgements)
        .map(|(input, judgement)| into_checked(input, judgement, run))
        .collect();
    say_once(&mut checked);
    checked
}

fn judge_all(inputs: &[Input], run: &Run<'_>, published: &[Published], parents: &[Zone]) -> Vec<Judgement> {
    let slots: Vec<OnceLock<Judgement>> = inputs.iter().map(|_| OnceLock::new()).collect();
    let given = Given::new(inputs.iter().filter_map(Input::zone), published, parents, run.limits);
    let services = services(run, &given);
    let has_deployments = run.inventory.served.iter().any(|served| !served.deployments.is_empty());
    let stage = (run.plan.asks_of_transitions() && (has_deployments || !published.is_empty()))
        .then(|| Stage::new(&given, run.timing, run.now));
    let changes = stage.as_ref().map(|stage| {
        let services = ServiceTransitions::of(stage, run.inventory, run.timing, run.now, run.limits);
        Changes { stage, services }
    });
    let across = Across::of(&given);
    let beside = Beside { given: &given, across: &across, changes: changes.as_ref(), services };
    run.workers.run(inputs.len(), &|at| {
        if let (Some(slot), Some(input)) = (slots.get(at), inputs.get(at)) {
            slot.get_or_init(|| judge(input, run, &beside));
        }
    });
    let mut judgements: Vec<Judgement> =
        slots.into_iter().map(|slot| slot.into_inner().unwrap_or_default()).collect();
    // What one zone makes the others be asked is known only now.
    for (input, judgement) in inputs.iter().zip(&mut judgements) {
        judgement.not_checked.extend(input.zone().into_iter().flat_map(|zone| ambiguous(zone, &given)));
    }
    judgements
}

/// A file that a configuration has in several views is read in each; what is said of it in the same words is
/// said once.
fn say_once(checked: &mut [Checked]) {
    let mut said: HashSet<(String, u32, &'static str, String)> = HashSet::new();
    for one in checked {
        let Checked { sources, findings, .. } = one;
        if sources.first().is_none_or(|source| source.assigned.is_none()) {
            continue;
        }
        findings.retain(|finding| {
            let source = usize::try_from(finding.span.source.0).ok().and_then(|at| sources.get(at));
            let file = source.map_or_else(String::new, |source| source.name.clone());
            said.insert((file, finding.span.start, finding.code, finding.message.clone()))
        });
    }
}

/// What could not be looked up for a zone because several files are the zone that would say, as clauses.
fn ambiguous(zone: &Zone, given: &Given<'_>) -> Vec<String> {
    /// Files that are named.
    const NAMED: usize = 3;
    let clause = |(name, files): (Name, &[&Zone])| {
        let sources = files.iter().filter_map(|file| file.sources().first());
        let mut named: Vec<String> = sources.take(NAMED).map(|source| printable(&source.name)).collect();
        if files.len() > NAMED {
            named.push(format!("{} more", files.len() - NAMED));
        }
        format!(
            "names in `{name}`: {} files are this zone ({}), and nothing says which one is meant here; say \
            the \
             view in each: `; danelaw: zone {name} view=<view>`",
            files.len(),
            named.join(", ")
        )
    };
    given.ambiguous_from(zone).into_iter().map(clause).collect()
}

/// The services of all inputs, judged where a rule asks and the user says something of any: by the zone that
/// has their records, those left out of which the user says nothing.
fn services<'z>(run: &'z Run<'_>, given: &'z Given<'z>) -> BTreeMap<ZoneId, Vec<Judged<'z>>> {
    let mut services: BTreeMap<ZoneId, Vec<Judged<'z>>> = BTreeMap::new();
    if run.inventory.is_empty() || !run.plan.asks_of_services() {
        return services;
    }
    let zones = Zones::new(given, run.now, run.limits, None);
    let services_of_run = ServiceJudge { zones: &zones, inventory: run.inventory, at: run.now };
    for judged in services_of_run.judge_all() {
        let home = judged.rrs.first().filter(|_| judged.served.is_some()).map(|record| record.zone().id());
        if let Some(home) = home {
            services.entry(home).or_default().push(judged);
        }
    }
    services
}

/// Asks the rules.
fn judge(input: &Input, run: &Run<'_>, beside: &Beside<'_>) -> Judgement {
    let Beside { given, changes, .. } = *beside;
    let Some(zone) = input.zone() else { return Judgement::default() };
    let Outcome { findings, mut unshown, mut not_checked } = run::run(run, zone, beside);
    not_checked.extend(limits_reached(zone));
    for (&kind, more) in zone.faults_dropped() {
        run.plan.codes_of(kind).for_each(|code| *unshown.entry(code).or_default() += more);
    }
    let is_child = zone.completeness() == Completeness::Whole && zone.is_signed() && !zone.name().is_root();
    let ds_unknown = run.plan.of_purpose(zone.purpose()).asks_of_parents()
        && is_child
        && Parent::of(zone, given).is_none();
    for judged in beside
        .services_of(zone)
        .iter()
        .filter(|judged| judged.served.as_ref().is_some_and(|served| !served.chains.is_empty()))
    {
        not_checked.extend(
            judged.not_checked().into_iter().map(|why| format!("`{}`: {why}", judged.service.owner())),
        );
    }
    let mut services: Vec<String> =
        beside.services_of(zone).iter().map(|judged| judged.service.owner().to_string()).collect();
    let transitions = changes
        .into_iter()
        .flat_map(|changes| changes.services.in_zone(zone))
        .filter(|transition| transition.is_named);
    for transition in transitions {
        let owner = transition.timeline.service.owner().to_string();
        not_checked.extend(transition.not_checked.iter().map(|why| format!("`{owner}`: {why}")));
        services.push(owner);
    }
    let held_against = changes.and_then(|changes| changes.held_against(zone, run.timing));
    let held = policies_of(zone, run.mta_sts).filter(|_| run::is_asked_of_mail(run, zone));
    let held: Vec<&PolicyFile> = held.map(|(_, file)| file).collect();
    services.extend(held.iter().flat_map(|file| under_policy(file, zone, run)));
    let policies = held.iter().map(|file| file.domain.to_string()).collect();
    Judgement { findings, unshown, not_checked, services, policies, ds_unknown, held_against }
}

/// The services of which the user says something and whose certificates an MTA-STS policy is about: those of
/// the MX hosts of its domain.
fn under_policy(file: &PolicyFile, zone: &Zone, run: &Run<'_>) -> Vec<String> {
    if !file.policy.is_enforced() {
        return Vec::new();
    }
    let mx = zone.node(file.domain.borrow_name()).and_then(|node| node.rrset(types::MX));
    let hosts = mx.into_iter().flat_map(|mx| mx.records()).filter_map(|mx| mx.name(types::mx::MAIL_EXCHANGE));
    let services = hosts.filter_map(|host| Service::parse(&format!("_25._tcp.{host}")).ok());
    services.filter_map(|service| Some(run.inventory.named(&service)?.service.owner().to_string())).collect()
}

/// The outcome, when the zone is needed no more.
fn into_checked(input: Input, judgement: Judgement, run: &Run<'_>) -> Checked {
    let (filename, octets) = (input.filename().to_owned(), input.octets());
    let zone = match input.into_zone() {
        Ok(zone) => zone,
        Err(problem) => {
            let problems = vec![problem];
            return Checked {
                filename,
                sources: Vec::new(),
                findings: Vec::new(),
                zone: None,
                dropped: Vec::new(),
                problems,
                services: Vec::new(),
                policies: Vec::new(),
                octets,
            };
        }
    };
    let named_by = zone.named_by().filter(|_| zone.completeness() == Completeness::Whole);
    let summary = ZoneSummary {
        name: zone.name().to_string(),
        name_from: named_by.map(Evidence::source),
        guessed_from: named_by.filter(|by| by.is_guess()).map(Evidence::source),
        filename: filename.clone(),
        serial: zone.soa().and_then(|soa| soa.u32(types::soa::SERIAL)),
        records: count(zone.record_count()),
        rrsets: count(zone.rrset_count()),
        names: count(zone.node_count()),
        ds_unknown: judgement.ds_unknown,
        held_against: judgement.held_against,
    };
    let problems = judgement
        .not_checked
        .iter()
        .map(|what| Problem::new(filename.clone(), format!("not checked: {what}")))
        .collect();
    let octets = zone.sources().iter().map(|source| count(source.bytes.len())).sum();
    let policies: Vec<Source> = policies_of(&zone, run.mta_sts)
        .map(|(_, file)| Source::new(file.name.clone(), None, file.octets.clone()))
        .collect();
    let mut sources = zone.into_sources();
    sources.extend(policies);
    Checked {
        filename,
        sources,
        findings: judgement.findings,
        zone: Some(summary),
        dropped: judgement.unshown.into_iter().collect(),
        problems,
        services: judgement.services,
        policies: judgement.policies,
        octets,
    }
}
