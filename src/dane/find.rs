//! TLSA records of services in the zones at hand, found as a resolver would: RFC 7671 section 6, RFC 7672
//! section 2.2. Judges nothing and asks no server.

use std::collections::{BTreeMap, BTreeSet};

use super::{Names, Published, Service};
use crate::dnssec::{Security, Validator};
use crate::limits::Limits;
use crate::rr::{Rtype, types};
use crate::wire::{Name, NameRef, Timestamp};
use crate::zone::{ByName, Given, Lookup, Node, Record, Rrset, Zone};

/// Records of one RRset that one DNS message can carry, however short they are.
const RRSET: usize = 4_369;

/// A name in lower case, to be looked up by.
type Key = Box<[u8]>;

/// What unsigned zones are taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsigned {
    /// What a signer reads: the records will be signed.
    SignedLater,
    /// What is published.
    AsIs,
}

/// An answer: the RRset, or that there is none.
#[derive(Clone)]
pub struct Answer<'z> {
    /// The name at the end of the aliases.
    pub name: Name,
    /// The RRset.
    pub rrset: Option<Rrset<'z>>,
    /// What it is worth, the aliases that lead there included.
    pub security: Security,
}

/// Where the TLSA records of a service are.
pub struct Found<'z> {
    /// The TLSA base domain: the host, or what it is an alias of (RFC 7672 section 2.2.2).
    pub base: Name,
    /// What the host's addresses are worth; nobody looks for TLSA records of a host whose addresses are
    /// insecure.
    pub address: Security,
    /// The TLSA RRset, or why the zones at hand do not say.
    pub tlsa: Result<Answer<'z>, String>,
}

impl<'z> Found<'z> {
    /// The TLSA records, each once: an RRset is a set.
    #[must_use]
    pub fn records(&self) -> Vec<Record<'z>> {
        let rrset = self.tlsa.as_ref().ok().and_then(|answer| answer.rrset);
        let mut records: Vec<Record<'z>> = Vec::new();
        let mut seen = BTreeSet::new();
        for record in rrset.iter().flat_map(|rrset| rrset.records()) {
            if Published::parse(record.rdata()).is_some() && seen.insert(record.rdata()) {
                records.push(record);
            }
        }
        records
    }
}

/// How clients come to a host.
#[derive(Clone, Copy)]
enum Way {
    /// By an MX record.
    Mx,
    /// By an SRV record, to this port.
    Srv(u16),
    /// By a CNAME record.
    Alias,
}

/// The zones of one name.
#[derive(Default)]
struct OfName {
    /// The number of the zone that is meant; `None` where nothing decides.
    meant: Option<usize>,
    count: usize,
    signed: usize,
}

impl OfName {
    /// Of a source and what a signer made of it the signed one is meant.
    fn add(&mut self, at: usize, is_signed: bool) {
        self.count += 1;
        self.signed += usize::from(is_signed);
        match (self.count, is_signed, self.signed) {
            (1, ..) | (_, true, 1) => self.meant = Some(at),
            (_, false, 1) => {}
            _ => self.meant = None,
        }
    }
}

/// The zones of a run.
pub struct Zones<'z> {
    zones: Vec<Validator<'z>>,
    by_name: ByName<OfName>,
    /// Who comes to a host.
    visitors: BTreeMap<Key, Vec<(Name, Way)>>,
    limits: &'z Limits,
    unsigned: Unsigned,
}

impl<'z> Zones<'z> {
    /// All zones that may answer, at `now`. `unsigned` says what unsigned ones are taken for; where nobody
    /// says, they are what a signer reads unless one of the zones is signed.
    pub fn new(
        zones: impl IntoIterator<Item = &'z Zone>,
        given: &Given<'_>,
        now: Timestamp,
        limits: &'z Limits,
        unsigned: Option<Unsigned>,
    ) -> Zones<'z> {
        let zones: Vec<_> = zones.into_iter().map(|zone| Validator::new(zone, given, now, limits)).collect();
        let any_signed = || zones.iter().any(Validator::is_signed);
        let unsigned =
            unsigned.unwrap_or_else(|| if any_signed() { Unsigned::AsIs } else { Unsigned::SignedLater });
        let mut by_name: ByName<OfName> = ByName::default();
        for (at, validator) in zones.iter().enumerate() {
            by_name.at(validator.zone().name()).add(at, validator.is_signed());
        }
        let mut all = Zones { zones, by_name, visitors: BTreeMap::new(), limits, unsigned };
        let mut visitors: BTreeMap<Key, Vec<(Name, Way)>> = BTreeMap::new();
        for node in all.nodes() {
            for mx in node.rrset(types::MX).into_iter().flat_map(|rrset| rrset.records()) {
                if let Some(host) = mx.name(types::mx::MAIL_EXCHANGE) {
                    visitors.entry(key(host)).or_default().push((node.name().to_name(), Way::Mx));
                }
            }
            for srv in node.rrset(types::SRV).into_iter().flat_map(|rrset| rrset.records()) {
                // `_xmpp-client._tcp.example.` is for those who come for `example.`: RFC 7673 section 4.
                if let (Some(host), Some(port), Some(domain)) = (
                    srv.name(types::srv::TARGET),
                    srv.u16(types::srv::PORT),
                    node.name().parent().and_then(NameRef::parent),
                ) {
                    visitors.entry(key(host)).or_default().push((domain.to_name(), Way::Srv(port)));
                }
            }
            // Who asks for an alias may be shown its name: RFC 7671 section 7. Mail servers want that of its
            // target.
            if let Some(host) = target(node).filter(|_| !node.name().first_label().starts_with(b"_")) {
                visitors
                    .entry(key(host.borrow_name()))
                    .or_default()
                    .push((node.name().to_name(), Way::Alias));
            }
        }
        all.visitors = visitors;
        all
    }

    /// The bounds on a verdict.
    pub(super) fn limits(&self) -> &'z Limits {
        self.limits
    }

    /// The owners of all zones, those that other zones or names hide left out.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'z>> {
        self.zones
            .iter()
            .flat_map(|validator| validator.zone().nodes())
            .filter(|node| !node.is_cut() && !node.is_below_cut() && !node.is_below_dname())
    }

    fn is_source(&self, validator: &Validator<'_>) -> bool {
        self.unsigned == Unsigned::SignedLater && !validator.is_signed()
    }

    /// The zone that answers for `name`.
    fn zone_of(&self, name: NameRef<'_>) -> Result<&Validator<'z>, String> {
        let found =
            self.by_name.find_up(name, |at, of_name| {
                let OfName { meant, count, .. } = of_name?;
                let validator = meant.and_then(|meant| self.zones.get(meant));
                Some(validator.ok_or_else(|| {
                    format!("{count} of the files given are the zone `{at}`; give one of them")
                }))
            });
        found.unwrap_or_else(|| Err(format!("none of the zones given has `{name}`")))
    }

    /// The RRset `rtype` at `name`, or at what it is an alias of; why the zones at hand do not say otherwise.
    ///
    /// # Errors
    /// What is missing, as a clause.
    pub fn answer(&self, name: NameRef<'_>, rtype: Rtype) -> Result<Answer<'z>, String> {
        let mut at = name.to_name();
        let mut security = Security::Secure;
        for _ in 0..=self.limits.alias_chain {
            let validator = self.zone_of(at.borrow_name()).map_err(|why| {
                if at.borrow_name() == name { why } else { format!("it is an alias of `{at}`, and {why}") }
            })?;
            let (zone, is_source) = (validator.zone(), self.is_source(validator));
            let worth = |of: Security| if is_source { Security::ToBeSigned } else { of };
            let none = |security: Security| {
                let security = security.and(|| worth(validator.absence(at.borrow_name(), rtype)));
                Ok(Answer { name: at.clone(), rrset: None, security })
            };
            let node = match zone.lookup(at.borrow_name()) {
                Lookup::Exists(node) | Lookup::Wildcard(node) => node,
                Lookup::Delegated(cut) => {
                    return Err(format!("`{}` is delegated to a zone that is not given", cut.name()));
                }
                Lookup::Redirected(dname) => {
                    return Err(format!("`{}` is a DNAME, which is not followed here", dname.name()));
                }
                Lookup::Unread => return Err(format!("records of `{at}` could not be read")),
                Lookup::EmptyNonTerminal | Lookup::Missing | Lookup::OutOfZone => return none(security),
            };
            if zone.may_have(node.name(), rtype) {
                return Err(format!("{rtype} records of `{}` could not be read", node.name()));
            }
            if let Some(rrset) = node.rrset(rtype) {
                if rrset.len() > RRSET {
                    return Err(format!(
                        "`{}` has {} {rtype} records, more than fit one answer",
                        node.name(),
                        rrset.len()
                    ));
                }
                security = security.and(|| worth(validator.rrset(rrset)));
                return Ok(Answer { name: at, rrset: Some(rrset), security });
            }
            match (node.rrset(types::CNAME), target(node)) {
                (Some(cname), Some(target)) => {
                    security = security.and(|| worth(validator.rrset(cname)));
                    at = target;
                }
                _ => return none(security),
            }
        }
        // Resolvers give up, too.
        let why = match self.is_circle(name) {
            true => format!("`{name}` is an alias that leads back to itself"),
            false => format!("`{name}` is an alias over more than {} names", self.limits.alias_chain),
        };
        Ok(Answer { name: name.to_name(), rrset: None, security: Security::Bogus(why) })
    }

    /// Whether aliases from `name` come to a name that was passed before.
    fn is_circle(&self, name: NameRef<'_>) -> bool {
        let mut seen = BTreeSet::new();
        let mut at = Some(name.to_name());
        // A longer way round is told as the long way that it is.
        while let Some(name) = at.filter(|_| seen.len() <= self.limits.alias_chain) {
            if !seen.insert(key(name.borrow_name())) {
                return true;
            }
            let node = self
                .zone_of(name.borrow_name())
                .ok()
                .and_then(|validator| validator.zone().node(name.borrow_name()));
            at = node.and_then(target);
        }
        false
    }

    /// What the CNAME record of a host is worth by itself.
    fn alias(&self, host: NameRef<'_>) -> Option<Security> {
        let validator = self.zone_of(host).ok()?;
        let cname = validator.zone().node(host)?.rrset(types::CNAME)?;
        Some(if self.is_source(validator) { Security::ToBeSigned } else { validator.rrset(cname) })
    }

    /// What the addresses of a host are worth, and the name that has them; `None` where the zones at hand do
    /// not say.
    #[must_use]
    pub fn address(&self, host: NameRef<'_>) -> Option<Answer<'z>> {
        let (v4, v6) = (self.answer(host, types::A).ok()?, self.answer(host, types::AAAA).ok()?);
        // Senders make do with the addresses of one kind.
        let is_good =
            |answer: &Answer<'_>| answer.rrset.is_some() && !matches!(answer.security, Security::Bogus(_));
        let security = match (is_good(&v4), is_good(&v6)) {
            (true, false) => v4.security,
            (false, true) => v6.security,
            (true, true) | (false, false) => v4.security.and(|| v6.security),
        };
        Some(Answer { name: v4.name, rrset: v4.rrset.or(v6.rrset), security })
    }

    /// The TLSA records of a service: at the name that the host is an alias of, or else at the host's own.
    #[must_use]
    pub fn find(&self, service: &Service) -> Found<'z> {
        let host = service.host.borrow_name();
        let address = self.address(host);
        let expanded = address
            .as_ref()
            .filter(|answer| answer.name.borrow_name() != host && answer.security.is_secure())
            .map(|answer| answer.name.clone());
        let security = match address {
            // A secure alias of an insecure name keeps its own name as the base: RFC 7672 section 2.2.2.
            Some(Answer { security: Security::Insecure(why), name, .. }) if name.borrow_name() != host => {
                match self.alias(host) {
                    Some(security) if security.is_secure() => security,
                    _ => Security::Insecure(why),
                }
            }
            address => address.map_or(Security::Secure, |answer| answer.security),
        };
        if let Some(base) = expanded {
            let owner = Service::new(&base.to_string(), service.proto, service.port).ok();
            let tlsa = owner.map(|owner| self.answer(owner.owner().borrow_name(), types::TLSA));
            let settles = |answer: &Answer<'_>| {
                answer.rrset.is_some() && !matches!(answer.security, Security::Insecure(_))
                    || matches!(answer.security, Security::Bogus(_))
            };
            match tlsa {
                Some(Ok(answer)) if settles(&answer) => {
                    return Found { base, address: security, tlsa: Ok(answer) };
                }
                Some(Err(why)) => return Found { base, address: security, tlsa: Err(why) },
                _ => {}
            }
        }
        Found {
            base: service.host.clone(),
            address: security,
            tlsa: self.answer(service.owner().borrow_name(), types::TLSA),
        }
    }

    /// The services that have TLSA records or aliases: by owner name, and those of MX hosts that wildcards or
    /// aliases answer for.
    #[must_use]
    pub fn services(&self) -> Vec<Service> {
        let (mut known, mut asked) = (BTreeSet::new(), BTreeSet::new());
        let mut services: Vec<Service> = Vec::new();
        for node in self.nodes() {
            let own = node
                .has(&[types::TLSA, types::CNAME])
                .then(|| Service::parse(&node.name().to_string()).ok())
                .flatten();
            services.extend(own.filter(|service| known.insert(key(service.owner().borrow_name()))));
            for mx in node.rrset(types::MX).into_iter().flat_map(|rrset| rrset.records()) {
                let service = mx
                    .name(types::mx::MAIL_EXCHANGE)
                    .and_then(|host| Service::parse(&format!("_25._tcp.{host}")).ok());
                // Once for each host, however many domains name it.
                let service = service.filter(|service| {
                    asked.insert(key(service.owner().borrow_name())) && self.has_records(service)
                });
                services.extend(service.filter(|service| known.insert(key(service.owner().borrow_name()))));
            }
        }
        services
    }

    fn has_records(&self, service: &Service) -> bool {
        self.find(service).tlsa.is_ok_and(|answer| answer.rrset.is_some())
    }

    /// Owners of TLSA records that name no service and that no alias leads to: no client looks there.
    #[must_use]
    pub fn strays(&self) -> Vec<Name> {
        if !self.zones.iter().any(|validator| validator.zone().has_type(types::TLSA)) {
            return Vec::new();
        }
        let targets: BTreeSet<Key> =
            self.nodes().filter_map(target).map(|target| key(target.borrow_name())).collect();
        let is_stray = |owner: &NameRef<'_>| {
            // Wildcards answer for services.
            !owner.labels().any(|label| label == b"*")
                && Service::parse(&owner.to_string()).is_err()
                && !targets.contains(&key(*owner))
        };
        self.nodes()
            .filter(|node| node.has(&[types::TLSA]))
            .map(Node::name)
            .filter(is_stray)
            .map(NameRef::to_name)
            .collect()
    }

    /// The MX RRset of every name that has one.
    pub fn mail_domains(&self) -> impl Iterator<Item = Rrset<'z>> {
        self.nodes().filter_map(|node| node.rrset(types::MX))
    }

    /// The names that a certificate of this service may have, `base` being its TLSA base domain: RFC 7672
    /// section 3.2.2.
    #[must_use]
    pub fn names(&self, service: &Service, base: &Name) -> Names {
        let host = service.host.borrow_name();
        let (mut next_hops, mut seen) = (Vec::new(), BTreeSet::new());
        for (domain, way) in self.visitors.get(&key(host)).into_iter().flatten() {
            let comes = match way {
                Way::Mx => service.is_mail_exchange(),
                Way::Srv(port) => *port == service.port,
                Way::Alias => !service.is_mail_exchange(),
            };
            if comes && domain.borrow_name() != host && seen.insert(key(domain.borrow_name())) {
                next_hops.push(domain.clone());
            }
        }
        Names { base: vec![base.clone()], next_hops }
    }

    /// The zone that has a name, where one of those at hand has it.
    #[must_use]
    pub fn zone_with(&self, name: NameRef<'_>) -> Option<&'z Zone> {
        self.zone_of(name).ok().map(Validator::zone)
    }
}

fn key(name: NameRef<'_>) -> Key {
    (*name.to_lowercase()).into()
}

/// What a node is an alias of.
fn target(node: Node<'_>) -> Option<Name> {
    node.rrset(types::CNAME)?.first().name(types::cname::CANONICAL_NAME).map(NameRef::to_name)
}
