//! TLSA records of the MX hosts: RFC 7672.

use super::set::{Item, ItemState, Planned, Rdata};
use super::situation::{Host, Situation};
use super::spf::listed;
use super::wishes::Wishes;
use crate::cert::{self, Identity};
use crate::dane::{Fact, Material, Parameters, Proto, RECOMMENDED, Service, Tlsa, place_of};
use crate::rr::types;
use crate::wire::Name;

/// The records of the MX hosts in the zone.
pub(super) fn propose(situation: &Situation<'_>, wishes: &Wishes) -> Item {
    let mut item = Item::new("TLSA", "senders with DANE hold the MX hosts to these keys");
    let (own, others): (Vec<&Host>, Vec<&Host>) = situation.hosts.iter().partition(|host| host.is_in_zone);
    if !others.is_empty() {
        item.remarks.push(format!("their own zones have those of {}", listed(others.into_iter())));
    }
    if own.is_empty() {
        "no MX host in the zone".clone_into(&mut item.purpose);
        if !wishes.certificates.is_empty() {
            item.remarks.push("--cert is of no use for it".to_owned());
        }
        return item;
    }
    if !situation.zone.is_signed() {
        item.remarks.push("without DNSSEC nobody looks at them: the zone has to be signed".to_owned());
    }
    let hosts: Vec<(&Host, Name)> =
        own.into_iter().filter_map(|host| Some((host, place(host, situation, &mut item)?))).collect();
    item.remarks.extend(wishes.certificates.iter().filter_map(|material| stranger(material, &hosts)));
    let mut bare = Vec::new();
    for (host, owner) in &hosts {
        let made = made_for(host, &hosts, &wishes.certificates);
        let set = situation.zone.node(owner.borrow_name()).and_then(|node| node.rrset(types::TLSA));
        let published: Vec<&[u8]> =
            set.into_iter().flat_map(|set| set.records()).map(|record| record.rdata()).collect();
        if made.is_empty() {
            if published.is_empty() {
                bare.push(*host);
            } else {
                item.remarks.push(format!("{owner} has {} already", records(published.len())));
            }
            continue;
        }
        let ttl = situation.ttl(owner.borrow_name(), types::TLSA, wishes.ttl);
        let old = published.iter().filter(|rdata| !made.iter().any(|tlsa| tlsa.rdata() == **rdata)).count();
        if old > 0 {
            item.remarks.push(format!(
                "{owner}: the {} of other keys may go once no server uses those",
                records(old)
            ));
        }
        for tlsa in made {
            let state =
                if published.contains(&tlsa.rdata().as_slice()) { ItemState::Kept } else { ItemState::New };
            item.records.push(Planned { owner: owner.clone(), ttl, rdata: Rdata::Tlsa(tlsa), state });
        }
    }
    if !bare.is_empty() {
        item.remarks.push(format!("--cert FILE makes them for {}", listed(bare.into_iter())));
    }
    item
}

fn records(count: usize) -> String {
    if count == 1 { "record".to_owned() } else { format!("{count} records") }
}

/// Where the records of a host stand; none where they can stand nowhere, which is said.
fn place(host: &Host, situation: &Situation<'_>, item: &mut Item) -> Option<Name> {
    let mut say = |why: String| {
        item.remarks.push(format!("none for {}: it {why}", host.name));
        None
    };
    if host.is_alias {
        return say("is an alias, which an MX host must not be".to_owned());
    }
    if host.has_address == Some(false) {
        return say("has no address".to_owned());
    }
    if situation.zone.node(host.name.borrow_name()).is_none() {
        return say("has its address from a wildcard, which records below it would end".to_owned());
    }
    let service = match Service::new(&host.name.to_string(), Proto::Tcp, 25) {
        Ok(service) => service,
        Err(error) => return say(error.to_string()),
    };
    match place_of(situation.zone, service.owner(), situation.limits) {
        Ok(owner) => Some(owner),
        Err(Fact::AliasElsewhere(to, _)) => {
            item.remarks
                .push(format!("{} is an alias of {to}, which is for its zone to have", service.owner()));
            None
        }
        Err(fact) => say(fact.to_string()),
    }
}

/// The records of the certificates that name a host, and of those that name no host of the domain at all:
/// they are made for DANE alone.
fn made_for(host: &Host, hosts: &[(&Host, Name)], certificates: &[Material]) -> Vec<Tlsa> {
    let mut made: Vec<Tlsa> = Vec::new();
    for material in certificates {
        let identity = identity(material);
        let covers =
            |host: &Host| identity.as_ref().is_some_and(|identity| identity.covers(host.name.borrow_name()));
        if !covers(host) && hosts.iter().any(|(other, _)| covers(other)) {
            continue;
        }
        let parameters: Parameters = RECOMMENDED;
        for tlsa in
            cert::leaves(&material.parts).into_iter().filter_map(|part| Tlsa::of(part, parameters).ok())
        {
            if !made.contains(&tlsa) {
                made.push(tlsa);
            }
        }
    }
    made
}

fn identity(material: &Material) -> Option<Identity> {
    cert::leaf(&material.parts).and_then(|leaf| leaf.certificate.as_ref()).map(Identity::of)
}

/// A certificate that names none of the hosts: DANE does not mind, MTA-STS does.
fn stranger(material: &Material, hosts: &[(&Host, Name)]) -> Option<String> {
    let identity = identity(material)?;
    let names_one = hosts.iter().any(|(host, _)| identity.covers(host.name.borrow_name()));
    (!names_one && !hosts.is_empty()).then(|| {
        format!(
            "{} names no MX host, as MTA-STS needs it; its key is taken for all of them",
            crate::wire::printable(&material.name)
        )
    })
}
