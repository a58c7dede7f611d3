//! The status of every zone of a run with its services, and the commands that follow. Decides no status
//! itself.

use std::collections::BTreeMap;

use super::commands::Commands;
use super::{Inquiry, Status};
use crate::dane::Judged;
use crate::dnssec::Parent;
use crate::resolve::Given;
use crate::rollover::timing::Timing;
use crate::wire::Timestamp;
use crate::zone::{Zone, ZoneId};

/// A status, and the commands that follow it.
#[derive(Debug, Clone)]
pub struct Part {
    /// The status.
    pub status: Status,
    /// The commands.
    pub next: Vec<String>,
}

/// The status of each zone with its services, then of the services that are in none.
#[must_use]
pub fn overview(
    zones: &[(&Zone, &str)],
    given: &Given<'_>,
    judged: &[Judged<'_>],
    inquiry: &Inquiry<'_>,
    commands: &Commands<'_>,
) -> Vec<Part> {
    // Of a source and what a signer made of it the signed one is published.
    let published: Vec<&(&Zone, &str)> =
        zones.iter().filter(|(zone, _)| given.signed_form(zone).is_none()).collect();
    let by_zone: BTreeMap<ZoneId, usize> =
        published.iter().enumerate().map(|(at, (zone, _))| (zone.id(), at)).collect();
    let home = |one: &Judged<'_>| match one.rrs.first() {
        Some(record) => by_zone.get(&record.zone().id()).copied(),
        None => {
            let of_base = || Some(given.zone_of(one.base.borrow_name(), None).ok()?.id());
            by_zone.get(&one.identity.1.or_else(of_base)?).copied()
        }
    };
    let (mut at_home, mut homeless): (BTreeMap<usize, Vec<&Judged<'_>>>, Vec<&Judged<'_>>) =
        (BTreeMap::new(), Vec::new());
    for one in judged {
        home(one).map_or(&mut homeless, |at| at_home.entry(at).or_default()).push(one);
    }
    let mut parts = Vec::new();
    for (at, (zone, file)) in published.iter().enumerate() {
        let services = at_home.get(&at).map(Vec::as_slice).unwrap_or_default();
        let parent = Parent::of(zone, given);
        let status = inquiry.zone(zone, parent.as_ref(), parent_propagation_s(zone, given), services);
        parts.push(Part { next: commands.of(&status, Some(file)), status });
    }
    for judged in homeless {
        let status: Status = inquiry.service(judged);
        parts.push(Part { next: commands.of(&status, None), status });
    }
    parts
}

/// Seconds that publications of the nearest parent zone at hand take; 0 where none is.
fn parent_propagation_s(zone: &Zone, given: &Given<'_>) -> u32 {
    // What --propagation says is of the zones, not of their parents.
    given.zone_above(zone).map_or(0, |parent| Timing::new(Timestamp(0)).propagation(parent).seconds)
}
