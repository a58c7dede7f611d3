//! The zone of `--from-zone`: which of its services are meant, where their records stand, and what is there
//! already.

use std::collections::BTreeSet;
use std::path::Path;

use super::GenerateArgs;
use super::advice::Advice;
use super::emit::{Published, Set};
use crate::cli::{Env, inputs};
use crate::dane::{Derived, Fact, Service, place_of, services_of};
use crate::engine::Selection;
use crate::error::Problem;
use crate::limits::Limits;
use crate::linter::{Linter, Options};
use crate::rr::types;
use crate::wire::{Name, NameRef, Ttl};
use crate::zone::Zone;

/// Time to live where nobody says one.
const TTL: Ttl = Ttl(3600);

/// Reads the zone, all of it: of a part nobody can say what its sets hold.
pub(super) fn read(
    path: &Path,
    origin: Option<Name>,
    stdin_used: &mut bool,
    env: &mut Env<'_>,
) -> Result<Zone, Problem> {
    let options =
        Options { selection: Selection::default(), origin, jobs: 1, ..crate::cli::options(env.now) };
    let linter =
        Linter::new(options).map_err(|unknown| Problem::new(unknown.text, "no rule has this name"))?;
    let source = if inputs::is_stdin(path) {
        *stdin_used = true;
        inputs::read_stdin(None, &mut *env.stdin, linter.limits())?
    } else {
        inputs::open(path, env.files, linter.limits())?
    };
    let name = source.name.clone();
    let zone = linter.read_zone(source, env.files)?;
    match zone.soa() {
        Some(_) => Ok(zone),
        None => Err(Problem::new(
            name,
            format!("has no SOA record at `{}`, so it is no whole zone; --zone says its name", zone.name()),
        )),
    }
}

/// The services that the zone names, as far as `--only` wants them. None is a problem, unless options name
/// `others`.
pub(super) fn services(
    zone: &Zone,
    args: &GenerateArgs,
    others: bool,
    advice: &mut Advice,
) -> Result<Vec<Service>, Vec<Problem>> {
    let only = only(args)?;
    let Derived { mut services, remarks } =
        services_of(zone, &args.port, args.proto.into(), &Limits::default());
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
        let message = match args.port.is_empty() {
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

fn only(args: &GenerateArgs) -> Result<Vec<Name>, Vec<Problem>> {
    let (mut names, mut problems) = (Vec::new(), Vec::new());
    for text in &args.only {
        match Name::absolute(text) {
            Ok(name) => names.push(name),
            Err(_) => problems.push(Problem::new(format!("--only {text}"), "not a domain name")),
        }
    }
    if problems.is_empty() { Ok(names) } else { Err(problems) }
}

/// Where the records of the services stand, each place once, and what the zone has there.
pub(super) fn sets(
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
fn published(zone: &Zone, owner: NameRef<'_>) -> Published {
    let Some(set) = zone.node(owner).and_then(|node| node.rrset(types::TLSA)) else {
        return Published::default();
    };
    let mut seen = BTreeSet::new();
    let rdata = set
        .records()
        .map(|record| record.rdata())
        .filter(|rdata| seen.insert(*rdata))
        .map(<[u8]>::to_vec)
        .collect();
    Published { ttl: set.first().ttl(), rdata }
}

fn say(name: &Name, fact: &Fact, advice: &mut Advice) {
    let (name, message) = (name.to_string(), fact.to_string());
    if fact.is_note() { advice.note(&name, &message) } else { advice.warn(&name, &message) }
}
