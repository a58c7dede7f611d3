//! The services that records are made for: those that are named, and those of a zone; where their records
//! stand, and what is there already. Reads no file.

use std::collections::BTreeSet;

use super::set::{PublishedSet, Set};
use crate::dane::{Advice, Derived, Fact, Proto, Service, place_of, services_of};
use crate::error::Problem;
use crate::limits::Limits;
use crate::rr::types;
use crate::wire::{Name, NameRef, Ttl};
use crate::zone::Zone;

/// Which services are meant, as the user says it.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Hosts, each with every port.
    pub hosts: &'a [String],
    /// Ports of those hosts, and of every host of a zone.
    pub ports: &'a [u16],
    /// The transport of those ports.
    pub proto: Proto,
    /// Whole owner names.
    pub owners: &'a [String],
    /// Names that the services of a zone are to be at or below; none where all are meant.
    pub only: &'a [String],
}

/// Every service that is named, each once.
///
/// # Errors
/// All that name none.
pub fn named_services(wanted: &Wanted<'_>, advice: &mut Advice) -> Result<Vec<Service>, Vec<Problem>> {
    let mut services: Vec<Service> = Vec::new();
    let (mut problems, mut seen) = (Vec::new(), BTreeSet::new());
    let mut add = |service: Service| {
        if !seen.insert(service.key()) {
            advice.warn(
                &service.owner().to_string(),
                "is asked for more than once; its records are printed once",
            );
        } else {
            services.push(service);
        }
    };
    for host in wanted.hosts {
        // A host that is wrong is wrong for each port alike.
        let all: Result<Vec<Service>, _> =
            wanted.ports.iter().map(|&port| Service::new(host, wanted.proto, port)).collect();
        match all {
            Ok(all) => all.into_iter().for_each(&mut add),
            Err(error) => problems.push(Problem::new(format!("--host `{host}`"), error.to_string())),
        }
    }
    for text in wanted.owners {
        match Service::parse(text) {
            Ok(service) => add(service),
            Err(error) => problems.push(Problem::new(format!("--service `{text}`"), error.to_string())),
        }
    }
    if problems.is_empty() { Ok(services) } else { Err(problems) }
}

/// Time to live where nobody says one.
const TTL: Ttl = Ttl(3600);

/// The services that the zone names, as far as `--only` wants them. None is a problem, unless options name
/// `others`.
///
/// # Errors
/// That there is none, or none where one was asked for.
pub fn zone_services(
    zone: &Zone,
    wanted: &Wanted<'_>,
    others: bool,
    advice: &mut Advice,
) -> Result<Vec<Service>, Vec<Problem>> {
    let only = only(wanted)?;
    let Derived { mut services, remarks } = services_of(zone, wanted.ports, wanted.proto, &Limits::default());
    for remark in &remarks {
        say(&remark.name, &remark.fact, advice);
    }
    let is_at_or_below =
        |service: &Service, name: NameRef<'_>| service.owner().borrow_name().is_at_or_below(name);
    let idle = only
        .iter()
        .filter(|name| !services.iter().any(|service| is_at_or_below(service, name.borrow_name())));
    let problems: Vec<Problem> = idle
        .map(|name| {
            Problem::new(
                format!("--only {name}"),
                "the zone names no service there: no MX or SRV target of its own",
            )
        })
        .collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    if !only.is_empty() {
        services.retain(|service| only.iter().any(|name| is_at_or_below(service, name.borrow_name())));
    }
    if services.is_empty() && !others {
        let has_targets = zone.has_type(types::MX) || zone.has_type(types::SRV);
        let what =
            if has_targets { "names no MX or SRV target of its own" } else { "has no MX and no SRV record" };
        let message = match wanted.ports.is_empty() {
            true => format!(
                "{what}, so there is no service; --port 443 makes records for `{}` itself, --host for others",
                zone.name()
            ),
            false => format!("{what}, and `{}` has no address; name the host with --host", zone.name()),
        };
        return Err(vec![Problem::new(zone.name().to_string(), message)]);
    }
    Ok(services)
}

fn only(wanted: &Wanted<'_>) -> Result<Vec<Name>, Vec<Problem>> {
    let (mut names, mut problems) = (Vec::new(), Vec::new());
    for text in wanted.only {
        match Name::absolute(text) {
            Ok(name) => names.push(name),
            Err(_) => problems.push(Problem::new(format!("--only {text}"), "not a domain name")),
        }
    }
    if problems.is_empty() { Ok(names) } else { Err(problems) }
}

/// Where the records of the services stand, each place once, and what the zone has there.
///
/// # Errors
/// That no record can stand at any of them.
pub fn sets(
    zone: Option<&Zone>,
    services: &[Service],
    ttl: Option<Ttl>,
    advice: &mut Advice,
) -> Result<Vec<Set>, Vec<Problem>> {
    let mut sets = Vec::new();
    let mut seen = BTreeSet::new();
    for service in services {
        let own = service.owner();
        let found = zone
            .filter(|zone| own.borrow_name().is_at_or_below(zone.name()))
            .map(|zone| (zone, place_of(zone, own, &Limits::default())));
        let (owner, published) = match found {
            None => (own.borrow_name().to_name(), None),
            Some((_, Err(fact))) => {
                say(own, &fact, advice);
                continue;
            }
            Some((zone, Ok(place))) => {
                if place.borrow_name() != own.borrow_name() {
                    say(own, &Fact::OwnerAlias(place.borrow_name().to_name()), advice);
                }
                let published = published(zone, place.borrow_name());
                (place, Some(published))
            }
        };
        if seen.insert(owner.borrow_name().to_lowercase().to_vec()) {
            let of_zone = published
                .as_ref()
                .filter(|published| !published.rdata.is_empty())
                .map(|published| Ttl(published.ttl));
            let said = ttl.or(of_zone);
            sets.push(Set {
                owner,
                ttl: said.unwrap_or(TTL),
                ttl_said: said.is_some(),
                published,
                kept: Vec::new(),
            });
        }
    }
    match sets.is_empty() {
        true => Err(vec![Problem::new("--from-zone", "no record can stand at any of these services")]),
        false => Ok(sets),
    }
}

/// The TLSA records that the zone has at a name.
fn published(zone: &Zone, owner: NameRef<'_>) -> PublishedSet {
    let Some(set) = zone.node(owner).and_then(|node| node.rrset(types::TLSA)) else {
        return PublishedSet::default();
    };
    let mut seen = BTreeSet::new();
    let rdata = set
        .records()
        .map(|record| record.rdata())
        .filter(|rdata| seen.insert(*rdata))
        .map(<[u8]>::to_vec)
        .collect();
    PublishedSet { ttl: set.first().ttl(), rdata }
}

fn say(name: &Name, fact: &Fact, advice: &mut Advice) {
    let (name, message) = (name.to_string(), fact.to_string());
    if fact.is_note() { advice.note(&name, &message) } else { advice.warn(&name, &message) }
}
