//! One zone on its way from what is published to what is about to be: what rules about rollovers look at.

use std::collections::{BTreeMap, BTreeSet};

use super::key_transition::KeyTransition;
use super::service_transition::ServiceTransition;
use super::stage::{Content, NameVersion, Purpose, Stage, Staged};
use super::timing::Timing;
use crate::dane::{Inventory, Service};
use crate::limits::Limits;
use crate::rr::types;
use crate::wire::{NameRef, Timestamp};
use crate::zone::{Zone, ZoneId};

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

/// Combinations of versions that are looked at for one service.
const SERVICE_VIEWS: u64 = 1 << 16;

/// All services of a run of which something changes, each with the zone that has its records.
pub struct ServiceTransitions<'a> {
    transitions: BTreeMap<ZoneId, Vec<ServiceTransition<'a>>>,
}

impl<'a> ServiceTransitions<'a> {
    /// The services of all versions of the zones on a stage, and those of `inventory` that get another chain.
    #[must_use]
    pub fn of(
        stage: &Stage<'a>,
        inventory: &'a Inventory,
        timing: &Timing,
        now: Timestamp,
        limits: &'a Limits,
    ) -> ServiceTransitions<'a> {
        let mut transitions: BTreeMap<ZoneId, Vec<ServiceTransition<'a>>> = BTreeMap::new();
        let mut left = limits.rollover_views;
        for service in services(stage, inventory) {
            let zone = stage
                .answering(service.owner().borrow_name())
                .or_else(|| stage.answering(service.host.borrow_name()));
            let Some(zone) = zone.and_then(Staged::last).map(|last| last.zone) else { continue };
            // All of them together are bounded: a name may have as many versions as there are zones.
            let bounded = Limits { rollover_views: left.min(SERVICE_VIEWS), ..limits.clone() };
            if let Some(transition) = ServiceTransition::of(&service, stage, inventory, timing, now, &bounded)
            {
                left = left.saturating_sub(transition.views());
                transitions.entry(zone.id()).or_default().push(transition);
            }
        }
        ServiceTransitions { transitions }
    }

    /// Those whose records are in a zone.
    pub fn in_zone<'s>(&'s self, zone: &'s Zone) -> impl Iterator<Item = &'s ServiceTransition<'a>> {
        self.transitions.get(&zone.id()).into_iter().flatten()
    }
}

/// The services of all versions, each once: by owner name, and those of MX hosts that wildcards or aliases
/// answer for. Nothing is verified: what a signature is worth is no matter of who changes.
fn services(stage: &Stage<'_>, inventory: &Inventory) -> Vec<Service> {
    let mut services = Services::default();
    let versions = || stage.zones().iter().flat_map(|staged| &staged.versions).map(|version| version.zone);
    if versions().any(|zone| zone.has_type(types::TLSA)) {
        for node in versions()
            .flat_map(Zone::nodes)
            .filter(|node| !node.is_cut() && !node.is_below_cut() && !node.is_below_dname())
        {
            if node.name().first_label().starts_with(b"_") && node.has(&[types::TLSA, types::CNAME]) {
                services.add(Service::parse(&node.name().to_string()).ok());
            }
            for host in node
                .rrset(types::MX)
                .into_iter()
                .flat_map(|rrset| rrset.records())
                .filter_map(|mx| mx.name(types::mx::MAIL_EXCHANGE))
            {
                services.add_host(host, stage);
            }
        }
    }
    for served in inventory.served.iter().filter(|served| !served.deployments.is_empty()) {
        services.add(Some(served.service.clone()));
    }
    services.all
}

/// Services, each once, in the order in which they are found.
#[derive(Default)]
struct Services {
    all: Vec<Service>,
    known: BTreeSet<Box<[u8]>>,
    hosts: BTreeSet<Box<[u8]>>,
}

impl Services {
    fn add(&mut self, service: Option<Service>) {
        let is_new =
            |service: &Service| self.known.insert((*service.owner().borrow_name().to_lowercase()).into());
        self.all.extend(service.filter(is_new));
    }

    /// The mail service of a host, however many domains name it.
    fn add_host(&mut self, host: NameRef<'_>, stage: &Stage<'_>) {
        if !self.hosts.insert((*host.to_lowercase()).into()) {
            return;
        }
        let service = Service::parse(&format!("_25._tcp.{host}")).ok();
        let has_records = |service: &Service| {
            let is_alias = |version: &NameVersion| matches!(version.content, Content::Alias(_));
            let at_owner = stage.name(service.owner().borrow_name(), Purpose::Tlsa).0;
            let found = at_owner
                .iter()
                .any(|version| matches!(version.content, Content::Records(_) | Content::Alias(_)));
            found || stage.name(host, Purpose::Address).0.iter().any(is_alias)
        };
        self.add(service.filter(has_records));
    }
}
