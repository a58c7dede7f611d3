//! TLSA records of services in the zones at hand, found as a resolver would: RFC 7671 section 6, RFC 7672 section 2.2.
//! Judges nothing and asks no server.

use std::collections::{BTreeMap, BTreeSet};

use super::{Names, Published, Service};
use crate::rr::types;
use crate::wire::{Name, NameRef};
use crate::zone::{Lookup, Node, Zone};

/// Records of one RRset that one DNS message can carry, however short they are.
const RRSET: usize = 4_369;

/// A name in lower case, to be looked up by.
type Key = Box<[u8]>;

/// What is at the owner name of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A TLSA RRset, which is empty when there is none.
    Records {
        /// The records.
        records: Vec<Published>,
        /// The first zone on the way that is not signed.
        unsigned: Option<Name>,
    },
    /// The zones at hand do not say; why, in words.
    Unknown(String),
}

/// The zones of a run.
pub struct Zones<'z> {
    zones: Vec<&'z Zone>,
    /// Who comes to a host: the domains whose MX names it, and those whose SRV does, with the port.
    visitors: BTreeMap<Key, Vec<(Name, Option<u16>)>>,
    /// How many aliases are followed.
    alias_chain: usize,
}

impl<'z> Zones<'z> {
    /// All zones that may answer; at most `alias_chain` aliases are followed.
    pub fn new(zones: impl IntoIterator<Item = &'z Zone>, alias_chain: usize) -> Zones<'z> {
        let mut all = Zones { zones: zones.into_iter().collect(), visitors: BTreeMap::new(), alias_chain };
        let mut visitors: BTreeMap<Key, Vec<(Name, Option<u16>)>> = BTreeMap::new();
        for node in all.nodes() {
            for mx in node.rrset(types::MX).into_iter().flat_map(|rrset| rrset.records()) {
                if let Some(host) = mx.name(1) {
                    visitors.entry(key(host)).or_default().push((node.name().to_name(), None));
                }
            }
            for srv in node.rrset(types::SRV).into_iter().flat_map(|rrset| rrset.records()) {
                // `_xmpp-client._tcp.example.` is for those who come for `example.`: RFC 7673 section 4.
                if let (Some(host), Some(port), Some(domain)) = (srv.name(3), srv.u16(2), node.name().parent().and_then(NameRef::parent)) {
                    visitors.entry(key(host)).or_default().push((domain.to_name(), Some(port)));
                }
            }
        }
        all.visitors = visitors;
        all
    }

    fn nodes(&self) -> impl Iterator<Item = Node<'z>> {
        self.zones.iter().flat_map(|zone| zone.nodes())
    }

    /// The zone that answers for `name`.
    fn zone_of(&self, name: NameRef<'_>) -> Result<&'z Zone, String> {
        let above = || self.zones.iter().filter(|zone| name.is_at_or_below(zone.name()));
        let closest = above().max_by_key(|zone| zone.name().label_count());
        let Some(&closest) = closest else { return Err(format!("none of the zones given has `{name}`")) };
        match above().filter(|zone| zone.name() == closest.name()).count() {
            1 => Ok(closest),
            many => Err(format!("{many} of the files given are the zone `{}`; give one of them", closest.name())),
        }
    }

    /// The TLSA records at `owner`, aliases followed.
    #[must_use]
    pub fn find(&self, owner: NameRef<'_>) -> Found {
        let mut at = owner.to_name();
        let mut unsigned = None;
        for _ in 0..=self.alias_chain {
            let zone = match self.zone_of(at.borrow_name()) {
                Ok(zone) => zone,
                Err(why) if at.borrow_name() == owner => return Found::Unknown(why),
                Err(why) => return Found::Unknown(format!("it is an alias of `{at}`, and {why}")),
            };
            if !zone.is_signed() && unsigned.is_none() {
                unsigned = Some(zone.name().to_name());
            }
            let node = match zone.lookup(at.borrow_name()) {
                Lookup::Exists(node) | Lookup::Wildcard(node) => node,
                Lookup::Delegated(cut) => return Found::Unknown(format!("`{}` is delegated to a zone that is not given", cut.name())),
                Lookup::Redirected(dname) => return Found::Unknown(format!("`{}` is a DNAME, which is not followed here", dname.name())),
                Lookup::Unread => return Found::Unknown(format!("records of `{at}` could not be read")),
                Lookup::EmptyNonTerminal | Lookup::Missing | Lookup::OutOfZone if at.borrow_name() == owner => {
                    return Found::Records { records: Vec::new(), unsigned };
                }
                Lookup::EmptyNonTerminal | Lookup::Missing | Lookup::OutOfZone => {
                    return Found::Unknown(format!("it is an alias of `{at}`, which does not exist"));
                }
            };
            if zone.may_have(node.name(), types::TLSA) {
                return Found::Unknown(format!("TLSA records of `{}` could not be read", node.name()));
            }
            if let Some(rrset) = node.rrset(types::TLSA).filter(|rrset| rrset.len() > RRSET) {
                return Found::Unknown(format!("`{}` has {} TLSA records, more than fit one answer", node.name(), rrset.len()));
            }
            match target(node) {
                Some(target) if !node.has(&[types::TLSA]) => at = target,
                _ => return Found::Records { records: records(node), unsigned },
            }
        }
        Found::Unknown(format!("its aliases are more than {} in a row, or lead in a circle", self.alias_chain))
    }

    /// The services that have TLSA records or aliases: by owner name, and those of MX hosts that wildcards answer for.
    #[must_use]
    pub fn services(&self) -> Vec<Service> {
        let mut known = BTreeSet::new();
        let mut services: Vec<Service> = Vec::new();
        for node in self.nodes().filter(|node| !node.is_below_cut() && !node.is_below_dname()) {
            let own = node.has(&[types::TLSA, types::CNAME]).then(|| Service::parse(&node.name().to_string()).ok()).flatten();
            services.extend(own.filter(|service| known.insert(key(service.owner().borrow_name()))));
            for mx in node.rrset(types::MX).into_iter().flat_map(|rrset| rrset.records()) {
                let service = mx.name(1).and_then(|host| Service::parse(&format!("_25._tcp.{host}")).ok());
                services.extend(service.filter(|service| self.has_records(service) && known.insert(key(service.owner().borrow_name()))));
            }
        }
        services
    }

    fn has_records(&self, service: &Service) -> bool {
        matches!(self.find(service.owner().borrow_name()), Found::Records { records, .. } if !records.is_empty())
    }

    /// Owners of TLSA records that name no service and that no alias leads to: no client looks there.
    #[must_use]
    pub fn strays(&self) -> Vec<Name> {
        if !self.zones.iter().any(|zone| zone.has_type(types::TLSA)) {
            return Vec::new();
        }
        let targets: BTreeSet<Key> = self.nodes().filter_map(target).map(|target| key(target.borrow_name())).collect();
        let is_stray = |owner: &NameRef<'_>| {
            // Wildcards answer for services.
            !owner.labels().any(|label| label == b"*") && Service::parse(&owner.to_string()).is_err() && !targets.contains(&key(*owner))
        };
        self.nodes().filter(|node| node.has(&[types::TLSA])).map(Node::name).filter(is_stray).map(NameRef::to_name).collect()
    }

    /// The names that a certificate of this service may have.
    #[must_use]
    pub fn names(&self, service: &Service) -> Names {
        let host = service.host.borrow_name();
        let mut next_hops: Vec<Name> = Vec::new();
        for (domain, port) in self.visitors.get(&key(host)).into_iter().flatten() {
            let comes = port.map_or(service.is_mail_exchange(), |port| port == service.port);
            let is_new = domain.borrow_name() != host && !next_hops.iter().any(|known| known.borrow_name() == domain.borrow_name());
            if comes && is_new {
                next_hops.push(domain.clone());
            }
        }
        Names { base: vec![service.host.clone()], next_hops }
    }
}

fn key(name: NameRef<'_>) -> Key {
    (*name.to_lowercase()).into()
}

/// What a node is an alias of.
fn target(node: Node<'_>) -> Option<Name> {
    node.rrset(types::CNAME)?.first().name(0).map(NameRef::to_name)
}

/// The TLSA records of a node, each once: an RRset is a set.
fn records(node: Node<'_>) -> Vec<Published> {
    let mut records = Vec::new();
    for record in node.rrset(types::TLSA).into_iter().flat_map(|rrset| rrset.records()) {
        match Published::parse(record.rdata()) {
            Some(published) if !records.contains(&published) => records.push(published),
            _ => {}
        }
    }
    records
}
