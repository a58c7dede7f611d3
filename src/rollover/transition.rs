//! One zone on its way from what is published to what is about to be: what rules about rollovers look at.

use super::key_transition::KeyTransition;
use super::service_transition::ServiceTransition;
use super::stage::{Purpose, Stage, Staged};
use super::timing::Timing;
use crate::dane::{Inventory, Service, Unsigned, Zones};
use crate::limits::Limits;
use crate::rr::types;
use crate::wire::Timestamp;
use crate::zone::{Given, Zone};

/// One zone with all that changes.
pub struct Transition<'a> {
    /// The versions of the zone.
    pub staged: &'a Staged<'a>,
    /// What the user says of times.
    pub timing: &'a Timing,
    /// The services whose TLSA records are in it.
    pub services: Vec<&'a ServiceTransition<'a>>,
    /// Its keys, where they or what they sign change.
    pub keys: Option<KeyTransition>,
    /// Bounds.
    pub limits: &'a Limits,
}

/// All services of a run of which something changes, each with the zone that has its records.
pub struct ServiceTransitions<'a> {
    transitions: Vec<(&'a Zone, ServiceTransition<'a>)>,
}

impl<'a> ServiceTransitions<'a> {
    /// The services of all versions of the zones on a stage, and those of `inventory` that get another chain.
    #[must_use]
    pub fn of(
        stage: &Stage<'a>,
        given: &Given<'a>,
        inventory: &'a Inventory,
        timing: &Timing,
        now: Timestamp,
        limits: &'a Limits,
    ) -> ServiceTransitions<'a> {
        let mut transitions = Vec::new();
        for service in services(stage, given, inventory, now, limits) {
            let zone = stage.answering(service.owner().borrow_name()).or_else(|| stage.answering(service.host.borrow_name()));
            let Some(zone) = zone.and_then(Staged::last).map(|last| last.zone) else { continue };
            if changes(&service, stage, inventory) {
                transitions.push((zone, ServiceTransition::of(&service, stage, inventory, timing, now, limits)));
            }
        }
        ServiceTransitions { transitions }
    }

    /// Those whose records are in a zone.
    pub fn in_zone<'s>(&'s self, zone: &'s Zone) -> impl Iterator<Item = &'s ServiceTransition<'a>> {
        self.transitions.iter().filter(move |(of, _)| std::ptr::eq(*of, zone)).map(|(_, transition)| transition)
    }
}

/// The services of all versions, each once.
fn services(stage: &Stage<'_>, given: &Given<'_>, inventory: &Inventory, now: Timestamp, limits: &Limits) -> Vec<Service> {
    let mut services: Vec<Service> = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    let mut add = |service: Service| {
        if known.insert(service.owner().to_string().to_ascii_lowercase()) {
            services.push(service);
        }
    };
    let newest: Vec<&Zone> = stage.zones().iter().filter_map(Staged::last).map(|last| last.zone).collect();
    let older = stage.zones().iter().flat_map(|staged| staged.versions.iter().rev().skip(1)).map(|version| vec![version.zone]);
    for zones in std::iter::once(newest.clone()).chain(older) {
        if zones.iter().any(|zone| zone.has_type(types::TLSA)) {
            Zones::new(zones, given, now, limits, Some(Unsigned::SignedLater)).services().into_iter().for_each(&mut add);
        }
    }
    inventory.served.iter().filter(|served| !served.deployments.is_empty()).map(|served| served.service.clone()).for_each(add);
    services
}

/// Whether anything of a service changes: its records, the aliases that lead there, or its chain.
fn changes(service: &Service, stage: &Stage<'_>, inventory: &Inventory) -> bool {
    let differs = |name, purpose| stage.name(name, purpose).0.len() > 1;
    inventory.named(service).is_some_and(|served| !served.deployments.is_empty())
        || differs(service.owner().borrow_name(), Purpose::Tlsa)
        || differs(service.host.borrow_name(), Purpose::Address)
}
