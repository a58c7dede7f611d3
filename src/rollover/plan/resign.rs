//! When signatures must be made anew while a plan is carried out. Makes none.

use super::{Action, Limiting, Obstacle, Plan, Step};
use crate::rollover::signers::{Claimed, Signers};
use crate::wire::{Timestamp, Ttl, duration_text};
use crate::zone::Zone;

/// Field of SOA: seconds that a secondary answers without its primary.
const EXPIRE: usize = 5;

/// When the signatures of a zone end, those of its DNSKEY RRset and the first of all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signing {
    dnskey: Option<(Timestamp, Ttl)>,
    data: Option<(Timestamp, Ttl)>,
    soa_expire_s: u32,
}

impl Signing {
    /// Of a zone.
    #[must_use]
    pub fn of(signers: &Signers, zone: &Zone) -> Signing {
        // The last second that they are good.
        let last = |one: &Claimed| Some((Timestamp(one.first_expires?.0.saturating_sub(1)), one.ttl));
        let dnskey = signers.dnskey.as_ref().and_then(last);
        let data = signers.data.iter().filter_map(last).min();
        Signing { dnskey, data, soa_expire_s: zone.soa().and_then(|soa| soa.u32(EXPIRE)).unwrap_or(0) }
    }
}

/// What must be signed anew.
struct Due {
    what: &'static str,
    end: Timestamp,
    /// By when.
    deadline: Timestamp,
    term: String,
}

/// Adds a step where a plan takes longer than signatures last, and an obstacle where they have ended.
pub(super) fn add(plan: &mut Plan, signing: &Signing, propagation_s: u32, start: Timestamp) {
    let Some(last) = plan.steps.iter().filter_map(|step| step.not_before).max() else { return };
    let until = |ends: fn(Action) -> bool| {
        plan.steps.iter().find(|step| ends(step.action)).and_then(|step| step.not_before).unwrap_or(last)
    };
    let keys = until(|action| {
        matches!(
            action,
            Action::PublishDnskey | Action::RemoveDnskey | Action::ReplaceDnskey | Action::Unsign
        )
    });
    let data = until(|action| matches!(action, Action::Sign | Action::Unsign));
    let mut due: Vec<Due> = Vec::new();
    for (what, ends, until) in [("the DNSKEY RRset", signing.dnskey, keys), ("the data", signing.data, data)]
    {
        let Some((end, ttl)) = ends else { continue };
        if end < plan.now {
            let message =
                format!("signatures over {what} have ended at {end}, and resolvers answer SERVFAIL");
            plan.obstacles.push(Obstacle {
                step: None,
                message,
                earliest: None,
                help: "sign the zone anew first".to_owned(),
            });
            return;
        }
        due.extend(
            due_by(what, (end, ttl), signing.soa_expire_s, propagation_s, start)
                .filter(|due| due.deadline < until),
        );
    }
    let Some(first) = due.into_iter().min_by_key(|due| due.deadline) else { return };
    let at = plan
        .steps
        .iter()
        .position(|step| step.not_before.is_some_and(|at| at > first.deadline))
        .unwrap_or(plan.steps.len());
    for obstacle in &mut plan.obstacles {
        obstacle.step = obstacle.step.map(|step| if step >= at { step + 1 } else { step });
    }
    if first.deadline < start {
        let message = format!(
            "signatures over {} end at {}, before a zone signed anew at {start} is everywhere",
            first.what, first.end
        );
        plan.obstacles.push(Obstacle {
            step: Some(at),
            message,
            earliest: None,
            help: "sign the zone anew first, and wait until it is everywhere".to_owned(),
        });
    }
    plan.steps.insert(at, step(&first, start));
}

fn due_by(
    what: &'static str,
    (end, ttl): (Timestamp, Ttl),
    expire_s: u32,
    propagation_s: u32,
    start: Timestamp,
) -> Option<Due> {
    let spread_s = i64::from(ttl.0) + i64::from(propagation_s);
    let soft_s = spread_s.max(i64::from(expire_s));
    let soft = Timestamp(end.0.saturating_sub(soft_s));
    let seconds = |seconds: i64| duration_text(u64::try_from(seconds).unwrap_or(0));
    if soft >= start {
        let why = if soft_s > spread_s { "SOA expire" } else { "TTL and propagation" };
        return Some(Due { what, end, deadline: soft, term: format!("{end} - {}, {why}", seconds(soft_s)) });
    }
    // Too late for secondaries that lost their primary: until the end itself there is time for the others.
    let deadline = Timestamp(end.0.saturating_sub(i64::from(propagation_s)));
    Some(Due {
        what,
        end,
        deadline,
        term: format!("{end} - {}, propagation", seconds(i64::from(propagation_s))),
    })
}

fn step(due: &Due, start: Timestamp) -> Step {
    Step {
        action: Action::Resign,
        what: format!("sign {} anew, unless the signer does it by itself", due.what),
        not_before: Some(start),
        not_after: Some(due.deadline),
        exact: None,
        floor: None,
        limiting: Limiting::Order,
        term: None,
        reason: format!("the plan takes longer than these signatures last: {}", due.term),
        rfc: "RFC 6781 section 4.4.2",
        changes: Vec::new(),
        details: Vec::new(),
    }
}
