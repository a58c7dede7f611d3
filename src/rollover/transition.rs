//! One zone on its way from what is published to what is about to be: what rules about rollovers look at.

use std::collections::{BTreeMap, BTreeSet};

use super::key_transition::KeyTransition;
use super::service_transition::ServiceTransition;
use super::stage::{Content, NameVersion, Purpose, Stage, Staged};
use super::timing::Timing;
use crate::dane::{Inventory, Service};
use crate::limits::Limits;
use crate::rr::types;
use crate::wire::{NameKey, NameRef, Timestamp};
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
        for (service, from) in services(stage, inventory) {
            let zone = stage
                .answering(service.owner().borrow_name(), from)
                .or_else(|| stage.answering(service.host.borrow_name(), from));
            let Some(zone) = zone.and_then(Staged::last).map(|last| last.zone) else { continue };
            // All of them together are bounded: a name may have as many versions as there are zones.
            let bounded = Limits { rollover_views: left.min(SERVICE_VIEWS), ..limits.clone() };
            if let Some(transition) =
                ServiceTransition::of((&service, from), stage, inventory, timing, now, &bounded)
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
fn services<'z>(stage: &Stage<'z>, inventory: &Inventory) -> Vec<(Service, Option<&'z Zone>)> {
    let mut services = Services { stage, all: Vec::new(), known: BTreeSet::new(), hosts: BTreeSet::new() };
    let versions = || {
        let of = |staged: &'_ Staged<'z>| {
            let from = staged.last().map(|last| last.zone);
            staged.versions.iter().map(move |version| (version.zone, from)).collect::<Vec<_>>()
        };
        stage.zones().iter().flat_map(of)
    };
    if versions().any(|(zone, _)| zone.has_type(types::TLSA)) {
        let nodes = versions().flat_map(|(zone, from)| zone.nodes().map(move |node| (node, from)));
        let visible = nodes.filter(|(node, _)| node.is_authoritative());
        for (node, from) in visible {
            if node.name().first_label().starts_with(b"_") && node.has(&[types::TLSA, types::CNAME]) {
                services.add(Service::parse(&node.name().to_string()).ok(), from);
            }
            let mx = node.rrset(types::MX).into_iter().flat_map(|rrset| rrset.records());
            for host in mx.filter_map(|mx| mx.name(types::mx::MAIL_EXCHANGE)) {
                services.add_host(host, from);
            }
        }
    }
    for served in inventory.served.iter().filter(|served| !served.deployments.is_empty()) {
        let owner = served.service.owner().borrow_name().key();
        if !services.known.iter().any(|(known, _)| *known == owner) {
            services.add(Some(served.service.clone()), None);
        }
    }
    services.all
}

/// Services, each once, in the order in which they are found, with the zone whose clients are meant.
struct Services<'s, 'z> {
    stage: &'s Stage<'z>,
    all: Vec<(Service, Option<&'z Zone>)>,
    known: BTreeSet<(NameKey, Option<ZoneId>)>,
    hosts: BTreeSet<(NameKey, Option<ZoneId>)>,
}

impl<'z> Services<'_, 'z> {
    /// What tells a name from those of other views.
    fn identity(&self, name: NameRef<'_>, from: Option<&'z Zone>) -> (NameKey, Option<ZoneId>) {
        let zone = self.stage.answering(name, from).and_then(Staged::last).map(|last| last.zone.id());
        (name.key(), zone)
    }

    fn add(&mut self, service: Option<Service>, from: Option<&'z Zone>) {
        let Some(service) = service else { return };
        let identity = self.identity(service.owner().borrow_name(), from);
        if self.known.insert(identity) {
            self.all.push((service, from));
        }
    }

    /// The mail service of a host, however many domains name it.
    fn add_host(&mut self, host: NameRef<'_>, from: Option<&'z Zone>) {
        let identity = self.identity(host, from);
        if !self.hosts.insert(identity) {
            return;
        }
        let service = Service::parse(&format!("_25._tcp.{host}")).ok();
        let has_records = |service: &Service| {
            let is_alias = |version: &NameVersion| matches!(version.content, Content::Alias(_));
            let at_owner = self.stage.name(service.owner().borrow_name(), Purpose::Tlsa, from).0;
            let found = at_owner
                .iter()
                .any(|version| matches!(version.content, Content::Records(_) | Content::Alias(_)));
            found || self.stage.name(host, Purpose::Address, from).0.iter().any(is_alias)
        };
        self.add(service.filter(has_records), from);
    }
}
