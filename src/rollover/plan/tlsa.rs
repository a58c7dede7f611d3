//! Plans for TLSA records and certificates: RFC 7671 section 8. The records that certificates make are given;
//! which are kept, and when each may come and go, is found here.

use std::collections::BTreeSet;

use super::goal::{Phase, ServiceChange, ServiceGoal, TlsaTimes};
use super::resign;
use super::schedule::{Bounds, gaps, when};
use super::unit::Unit;
use super::{Action, Limiting, Obstacle, Plan, PlanError, RrsetChange, Step};
use crate::limits::Limits;
use crate::rollover::change::{Change, Concern};
use crate::rollover::model::{Gap, ModelError};
use crate::wire::{Timestamp, Ttl};

/// Plans the change of services together: one step for all of them.
///
/// # Errors
/// [`PlanError::Model`] where the model cannot be asked.
pub fn plan_tlsa(
    subject: &str,
    what: &str,
    goals: &[ServiceGoal<'_>],
    times: &TlsaTimes,
    limits: &Limits,
) -> Result<Plan, PlanError> {
    let mut plan = Plan::new(subject.to_owned(), what.to_owned(), times.now);
    let mut units: Vec<Unit<'_, '_>> = goals.iter().map(|goal| Unit::new(goal, times)).collect();
    for unit in &units {
        plan.notes.extend(unit.remarks(times));
    }
    for phase in Phase::ALL {
        add_step(&mut plan, &mut units, phase, times, limits)?;
    }
    for unit in &units {
        // What fails already now is told, and no fault of the plan.
        let is_new = |gap: &&Gap| gap.interval.start.is_some();
        if plan.obstacles.is_empty()
            && let Some(gap) = gaps(&unit.timeline, limits)?.iter().find(is_new)
        {
            let verdict = unit.timeline.verdict(&gap.view);
            let message = format!(
                "`{}` is refused {} all the same: {}",
                unit.goal.service.owner(),
                gap.interval,
                verdict.reason
            );
            plan.obstacles.push(Obstacle { step: None, message, earliest: None, help: String::new() });
        }
        plan.not_checked.extend(unit.not_checked(limits)?);
        plan.spans.extend(unit.presences());
    }
    plan.symbols = symbols(times);
    resign::add(&mut plan, &times.signing, times.propagation.seconds, times.timing.publish_at);
    Ok(plan)
}

/// Adds the step of one phase, where any service has a part in it.
fn add_step(
    plan: &mut Plan,
    units: &mut [Unit<'_, '_>],
    phase: Phase,
    times: &TlsaTimes,
    limits: &Limits,
) -> Result<(), ModelError> {
    let start = times.timing.publish_at;
    let mut concerned: Vec<(&mut Unit<'_, '_>, Change)> = Vec::new();
    for unit in units {
        if let Some((_, change)) = unit.moves.iter().find(|(other, _)| *other == phase) {
            let change = change.clone();
            concerned.push((unit, change));
        }
    }
    if concerned.is_empty() {
        return Ok(());
    }
    let (mut worst, mut floor): (Option<Bounds>, Option<Timestamp>) = (None, None);
    let mut last: Option<(Timestamp, String)> = None;
    for (unit, change) in &concerned {
        match when(&unit.timeline, change, Concern::Arrival, (Some(start), times.timing.safety_s), limits)? {
            None => plan.obstacles.push(unit.never(phase, plan.steps.len())),
            Some(found) if worst.as_ref().is_none_or(|worst| found.safe > worst.safe) => worst = Some(found),
            Some(_) => {}
        }
        if phase == Phase::Last {
            floor = floor.max(unit.before(change).and_then(|version| unit.timeline.two_ttls(version)));
        }
        if phase == Phase::Deploy {
            floor = floor.max(unit.awaited.and_then(|version| unit.timeline.two_ttls(version)));
            let deadline =
                unit.deadline(change, limits)?.map(|at| (at, unit.goal.service.owner().to_string()));
            last = [last, deadline].into_iter().flatten().min();
        }
    }
    let before = plan.steps.iter().filter_map(|step| step.not_before).max();
    let (not_before, limiting) = combined(worst.as_ref(), floor, before, times);
    for (unit, change) in &mut concerned {
        let planned = not_before.unwrap_or(start);
        unit.move_to(change, planned);
    }
    let described: Vec<&Unit<'_, '_>> = concerned.iter().map(|(unit, _)| &**unit).collect();
    let free = phase == Phase::Deploy
        && plan.steps.is_empty()
        && floor.is_none()
        && worst.as_ref().is_some_and(|worst| worst.term.is_none());
    let mut step = describe(phase, &described);
    step.not_before = not_before.filter(|_| !free);
    step.not_after = last.as_ref().map(|(at, _)| *at);
    step.exact = worst.as_ref().and_then(|worst| worst.exact).filter(|_| !free);
    step.floor = floor;
    step.limiting = if free { Limiting::Nothing } else { limiting };
    step.term = worst.and_then(|worst| worst.term);
    if limiting == Limiting::TwoTtls && phase == Phase::Deploy {
        step.reason
            .push_str("; twice the TTL is longer than the exact wait, and RFC 7671 section 8.1 asks for it");
    }
    let reasons: Vec<Option<String>> =
        described.iter().map(|unit| unit.not_checked(limits)).collect::<Result<_, _>>()?;
    let is_sure = reasons.iter().all(Option::is_none);
    if free && !is_sure {
        "nothing is known to fail because of it, but not all of it could be checked"
            .clone_into(&mut step.reason);
    } else if free {
        "all that resolvers may have of its records authenticates it already".clone_into(&mut step.reason);
    } else if is_sure && phase == Phase::After && step.term.is_none() && step.action != Action::PublishTlsa {
        "nothing needs them any more: what stays authenticates every chain that may be met"
            .clone_into(&mut step.reason);
    }
    let number = plan.steps.len();
    let planned = step.not_before.unwrap_or(start);
    if let Some((at, owner)) = last.filter(|(at, _)| *at < planned) {
        let message = format!(
            "`{owner}` needs the new chain by {at}, when the one in service is of no more use, and may not \
            have it before {planned}"
        );
        let help = "renew the chain in service with its key for the time between, or lower the TTL well \
            before the next time"
            .to_owned();
        plan.obstacles.push(Obstacle { step: Some(number), message, earliest: Some(planned), help });
    }
    if phase == Phase::Deploy {
        plan.obstacles.extend(described.iter().filter_map(|unit| unit.ends_before(planned, number)));
        plan.notes.extend(described.iter().filter_map(|unit| unit.old_ends_before(planned)));
    }
    plan.steps.push(step);
    Ok(())
}

/// The planned time of a step, and what it comes from.
fn combined(
    found: Option<&Bounds>,
    floor: Option<Timestamp>,
    before: Option<Timestamp>,
    times: &TlsaTimes,
) -> (Option<Timestamp>, Limiting) {
    let (start, waits) = (times.timing.publish_at, found.is_some_and(|found| found.term.is_some()));
    let exact = found.and_then(|found| found.safe).unwrap_or(start);
    let ordered = before.unwrap_or(start).max(start);
    let at = exact.max(ordered).max(floor.unwrap_or(start));
    let limiting = match () {
        () if floor == Some(at) && at > exact && at > ordered => Limiting::TwoTtls,
        () if waits && at == exact => Limiting::Exact,
        () if before.is_some() || start > times.now => Limiting::Order,
        () => Limiting::Nothing,
    };
    (Some(at), limiting)
}

fn symbols(times: &TlsaTimes) -> Vec<(String, String)> {
    let one = |symbol: &str, text: String| (symbol.to_owned(), text);
    let timing = times.timing;
    vec![
        one(
            "P(v)",
            "publication of a version of the TLSA RRset; v0 is the first that resolvers may have".to_owned(),
        ),
        one("D", format!("until every server of the zone has it: {}", times.propagation)),
        one("ttl(v)", "TTL of that version".to_owned()),
        one("S(v1)", "the first server sends the new chain".to_owned()),
        one("delta", format!("until the last server sends it: {} (--skew)", Ttl(timing.skew_s))),
        one("safety", format!("on top of every wait: {} (--safety)", Ttl(timing.safety_s))),
    ]
}

/// What a phase is called, and why it is there.
fn describe(phase: Phase, units: &[&Unit<'_, '_>]) -> Step {
    let mut seen = BTreeSet::new();
    // Two services may share their records by an alias.
    let own = units.iter().filter_map(|unit| unit.rrset_change(phase));
    let changes: Vec<RrsetChange> =
        own.filter(|change| seen.insert(change.owner.borrow_name().to_lowercase().to_vec())).collect();
    let has_old = changes.iter().any(|change| change.removed().next().is_some());
    let has_new = changes.iter().any(|change| change.added().next().is_some());
    let withdraws = units.iter().any(|unit| matches!(unit.goal.change, ServiceChange::Withdraw { .. }));
    let (action, what, reason, rfc) = match (phase, withdraws) {
        (Phase::Before, true) => (
            Action::RemoveTlsa,
            "remove the TLSA records",
            "clients that have them insist on them until they forget",
            "RFC 7671 section 8.1",
        ),
        (Phase::Deploy, true) => (
            Action::Free,
            "chain and STARTTLS may change as you like",
            "until then a cache may hold the TLSA records",
            "RFC 7672 section 2.2",
        ),
        (Phase::Before, false) => {
            let reason = "both keys must be pinned while either may be met: the old one by its servers, the \
                new one as soon as one has it";
            (
                Action::PublishTlsa,
                "publish the records of the next chain beside the old ones",
                reason,
                "RFC 7671 section 8.1",
            )
        }
        (Phase::Deploy, false) => {
            let reason = "a cache may hold the records of before until then, and clients that see those \
                refuse the new chain";
            (Action::DeployChain, "send the new chain from every server", reason, "RFC 7671 section 8.1")
        }
        (Phase::After, false) | (Phase::After, true) => match (has_old, has_new) {
            (true, true) => (
                Action::ReplaceTlsa,
                "replace the records of the old chain",
                "until then a server may send the old chain",
                "RFC 7671 section 8.1",
            ),
            (true, false) => (
                Action::RemoveTlsa,
                "remove the records of the old chain",
                "until then a server may send the old chain",
                "RFC 7671 section 8.1",
            ),
            (false, _) => {
                let reason = "the server sends what they match; until the negative answer is forgotten \
                    nobody is protected, and nothing fails";
                (
                    Action::PublishTlsa,
                    "publish the records of the chain in service",
                    reason,
                    "RFC 7671 section 8.1",
                )
            }
        },
        (Phase::Second, _) => {
            let reason = "one change at a time: every key gets the new parameters in one publication";
            (
                Action::PublishTlsa,
                "publish the records of the new parameters beside the old ones",
                reason,
                "RFC 7671 sections 8.3, 8.4 and 9",
            )
        }
        (Phase::Last, _) => {
            let reason =
                "clients that have the old ones alone are as well off; twice the TTL lets all see both";
            (Action::RemoveTlsa, "remove the records of the old parameters", reason, "RFC 7671 section 9")
        }
    };
    let details = if phase == Phase::Deploy && !withdraws {
        units.iter().map(|unit| unit.deployment()).collect()
    } else {
        Vec::new()
    };
    let (what, reason) = (what.to_owned(), reason.to_owned());
    Step {
        action,
        what,
        not_before: None,
        not_after: None,
        exact: None,
        floor: None,
        limiting: Limiting::Nothing,
        term: None,
        reason,
        rfc,
        changes,
        details,
    }
}
