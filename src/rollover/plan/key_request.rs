//! Plans for the keys of a zone: what the parent has, and what is taken for granted where nobody says it.

use super::keys::{KeyGoal, PlannedKey, ZoneKeys, ZoneTimes};
use super::roll::plan_keys;
use super::{Action, Plan};
use crate::dnssec::{Ds, Parent};
use crate::error::Problem;
use crate::limits::Limits;
use crate::resolve::Given;
use crate::rollover::timing::{Propagation, PropagationSource, Timing};
use crate::wire::{Timestamp, Ttl, printable};
use crate::zone::{Part, Zone};

/// TTL of DS records where nobody says it.
const DS_TTL: Ttl = Ttl(86_400);
/// Seconds until a publication is on all servers of the parent, where nobody says it.
const PARENT_PROPAGATION: Ttl = Ttl(3600);

/// A change of keys that is asked for.
pub struct KeyRequest<'a> {
    /// The zone, as it is published now.
    pub zone: &'a Zone,
    /// What is to become of its keys.
    pub goal: KeyGoal,
    /// Keys to come, where there are files of them.
    pub new: Vec<PlannedKey>,
    /// What these files are called.
    pub new_names: Vec<String>,
    /// Parent zones and DS sets.
    pub parents: &'a [Zone],
    /// What they are called.
    pub parent_names: Vec<String>,
    /// Since when the parent has these DS records, where it is said.
    pub ds_since: Option<Timestamp>,
    /// TTL of the DS records, where it is said.
    pub ds_ttl: Option<Ttl>,
    /// How long until every server of the parent has a new DS, where it is said.
    pub parent_propagation: Option<Ttl>,
    /// How long until all of the zone is signed anew, where it is said.
    pub signing: Option<Ttl>,
    /// When the plan is made.
    pub now: Timestamp,
    /// What is said of its times.
    pub timing: Timing,
    /// Until a publication is on all servers of the zone.
    pub propagation: Propagation,
}

/// Finds what the parent has, and plans.
///
/// # Errors
/// Why there is no plan.
pub fn plan_zone_keys(request: &KeyRequest<'_>, limits: &Limits) -> Result<Plan, Vec<Problem>> {
    let alone = |problem| vec![problem];
    let given = Given::new([request.zone], &[], request.parents, limits);
    let said = Parent::of(request.zone, &given);
    if said.is_none() && !request.parents.is_empty() && request.goal != KeyGoal::Sign {
        return Err(vec![Problem::new(
            request.parent_names.join(", "),
            format!("says nothing of the zone `{}`: no DS and no delegation", request.zone.name()),
        )]);
    }
    let mut notes = Notes::default();
    let ds: Option<Vec<Ds<'_>>> = said.map(|said| said.ds).or((request.goal == KeyGoal::Sign).then(Vec::new));
    if ds.is_none() {
        notes.ds.push(
            "the DS records are taken to be those of the keys that sign DNSKEY; --ds FILE or \
            --parent FILE says what there is"
                .to_owned(),
        );
    }
    let ds_ttl = ds_ttl(request, ds.as_deref(), &mut notes);
    let parent_propagation_s = parent_propagation(request, &mut notes);
    if request.signing.is_none() {
        notes.signing.push(
            "all of the zone is taken to be signed anew at once; --signing DURATION says how \
            long the signer takes"
                .to_owned(),
        );
    }
    if let Some(at) = request.ds_since.filter(|at| *at > request.now) {
        return Err(alone(Problem::new(
            format!("--ds-since {at}"),
            format!("is after {}, and the DS records are those of now", request.now),
        )));
    }
    let times = ZoneTimes {
        now: request.now,
        timing: request.timing,
        propagation: request.propagation,
        ds_since: request.ds_since,
        parent_propagation_s,
        signing_s: request.signing.map_or(0, |signing| signing.0),
    };
    let keys = ZoneKeys::read(request.zone, request.now, ds.as_deref(), ds_ttl, request.new.clone())
        .map_err(|error| alone(error.problem()))?;
    let mut plan = plan_keys(&keys, &request.goal, &words(request), &times, limits)
        .map_err(|error| alone(error.problem()))?;
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

/// The goal in words.
fn words(request: &KeyRequest<'_>) -> String {
    let new: Vec<String> = request.new_names.iter().map(|name| printable(name)).collect();
    let to = if new.is_empty() { String::new() } else { format!(" to {}", new.join(", ")) };
    match &request.goal {
        KeyGoal::Roll { role, .. } => format!("another {}{to}", role.name()),
        KeyGoal::Algorithm { to: algorithm, .. } => format!("keys of algorithm {algorithm}{to}"),
        KeyGoal::Cds(_) => "the DS records that CDS and CDNSKEY ask for".to_owned(),
        KeyGoal::Sign => "signed, and with DS records".to_owned(),
        KeyGoal::Unsign => "unsigned".to_owned(),
    }
}

/// The TTL of the DS records: as the parent has it, or as the user says.
fn ds_ttl(request: &KeyRequest<'_>, ds: Option<&[Ds<'_>]>, notes: &mut Notes) -> Ttl {
    // Sets of DS records are often without TTLs.
    let has_ttl = |ds: &&Ds<'_>| ds.record.span(Part::Ttl) != ds.record.span(Part::Type);
    let known =
        ds.into_iter().flatten().filter(has_ttl).map(|ds| ds.record.ttl()).max().filter(|ttl| *ttl > 0);
    request.ds_ttl.or(known.map(Ttl)).unwrap_or_else(|| {
        notes.times.push(format!("the TTL of the DS records is taken to be {DS_TTL}; --ds-ttl says it"));
        DS_TTL
    })
}

fn parent_propagation(request: &KeyRequest<'_>, notes: &mut Notes) -> u32 {
    let timing = Timing::new(Timestamp(0));
    let known = request
        .parents
        .iter()
        .map(|parent| timing.propagation(parent))
        .find(|found| found.source != PropagationSource::Unknown);
    request.parent_propagation.map(|said| said.0).or(known.map(|known| known.seconds)).unwrap_or_else(|| {
        notes.times.push(format!(
            "the parent is taken to have a new DS on all its servers after \
            {PARENT_PROPAGATION}; --parent-propagation says it"
        ));
        PARENT_PROPAGATION.0
    })
}
