//! TLSA records of services in the zones at hand, found as a resolver would: RFC 7671 section 6, RFC 7672
//! section 2.2. Judges nothing and asks no server.

use std::collections::{BTreeMap, BTreeSet};

use super::{Names, Published, Service};
use crate::dnssec::{Security, Validator};
use crate::limits::Limits;
use crate::resolve::{End, Given, Perspective, WhyNot};
use crate::rr::{Rtype, types};
use crate::wire::{Name, NameKey, NameRef, Timestamp};
use crate::zone::{Completeness, Node, Record, Rrset, Zone, ZoneId};

/// Records of one RRset that one DNS message can carry, however short they are.
const RRSET: usize = 4_369;

/// What unsigned zones are taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
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
pub struct TlsaPlace<'z> {
    /// The TLSA base domain: the host, or what it is an alias of (RFC 7672 section 2.2.2).
    pub base: Name,
    /// What the host's addresses are worth; nobody looks for TLSA records of a host whose addresses are
    /// insecure.
    pub address: Security,
    /// The TLSA RRset, or why the zones at hand do not say.
    pub tlsa: Result<Answer<'z>, String>,
}

impl<'z> TlsaPlace<'z> {
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

/// The zones of a run.
pub struct Zones<'z> {
    given: &'z Given<'z>,
    zones: Vec<Validator<'z>>,
    by_id: BTreeMap<ZoneId, usize>,
    /// Who comes to a host.
    visitors: BTreeMap<NameKey, Vec<(Name, Way)>>,
    limits: &'z Limits,
    unsigned: Unsigned,
}

impl<'z> Zones<'z> {
    /// All checked zones of a run, at `now`. `unsigned` says what unsigned ones are taken for; where nobody
    /// says, they are what a signer reads unless one of the zones is signed.
    #[must_use]
    pub fn new(
        given: &'z Given<'z>,
        now: Timestamp,
        limits: &'z Limits,
        unsigned: Option<Unsigned>,
    ) -> Zones<'z> {
        let whole = given.all().filter(|zone| zone.completeness() == Completeness::Whole);
        let zones: Vec<_> = whole.map(|zone| Validator::new(zone, given, now, limits)).collect();
        let any_signed = || zones.iter().any(Validator::is_signed);
        let unsigned =
            unsigned.unwrap_or_else(|| if any_signed() { Unsigned::AsIs } else { Unsigned::SignedLater });
        let by_id = zones.iter().enumerate().map(|(at, validator)| (validator.zone().id(), at)).collect();
        let mut all = Zones { given, zones, by_id, visitors: BTreeMap::new(), limits, unsigned };
        let mut visitors: BTreeMap<NameKey, Vec<(Name, Way)>> = BTreeMap::new();
        for node in all.nodes() {
            for mx in node.rrset(types::MX).into_iter().flat_map(|rrset| rrset.records()) {
                if let Some(host) = mx.name(types::mx::MAIL_EXCHANGE) {
                    visitors.entry(host.key()).or_default().push((node.name().to_name(), Way::Mx));
                }
            }
            for srv in node.rrset(types::SRV).into_iter().flat_map(|rrset| rrset.records()) {
                // `_xmpp-client._tcp.example.` is for those who come for `example.`: RFC 7673 section 4.
                if let (Some(host), Some(port), Some(domain)) = (
                    srv.name(types::srv::TARGET),
                    srv.u16(types::srv::PORT),
                    node.name().parent().and_then(NameRef::parent),
                ) {
                    visitors.entry(host.key()).or_default().push((domain.to_name(), Way::Srv(port)));
                }
            }
            // Who asks for an alias may be shown its name: RFC 7671 section 7. Mail servers want that of its
            // target.
            if let Some(host) = target(node).filter(|_| !node.name().first_label().starts_with(b"_")) {
                visitors
                    .entry(host.borrow_name().key())
                    .or_default()
                    .push((node.name().to_name(), Way::Alias));
            }
        }
        all.visitors = visitors;
        all
    }

    /// The bounds on a verdict.
    #[must_use]
    pub fn limits(&self) -> &'z Limits {
        self.limits
    }

    /// The owners of all zones, those that other zones or names hide left out.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'z>> {
        self.zones
            .iter()
            .flat_map(|validator| validator.zone().nodes())
            .filter(|node| node.is_authoritative())
    }

    fn is_source(&self, validator: &Validator<'_>) -> bool {
        self.unsigned == Unsigned::SignedLater && !validator.is_signed()
    }

    /// All zones, as one of them sees them, or as the user does.
    #[must_use]
    pub fn perspective(&self, from: Option<&'z Zone>) -> Perspective<'z> {
        from.map_or(Perspective::of_user(self.given), |own| Perspective::of(own, self.given))
    }

    /// What `of` makes of the validator of a zone; what is unsigned and will be signed is sound.
    fn worth(&self, zone: &Zone, of: impl FnOnce(&Validator<'z>) -> Security) -> Security {
        match self.by_id.get(&zone.id()).and_then(|&at| self.zones.get(at)) {
            None => Security::Unknown(format!("`{}` is given in part only", zone.name())),
            Some(validator) if self.is_source(validator) => Security::ToBeSigned,
            Some(validator) => of(validator),
        }
    }

    /// The RRset `rtype` at `name`, or at what it is an alias of, as the zone `from` sees it; why the zones
    /// at hand do not say otherwise.
    ///
    /// # Errors
    /// What is missing, as a clause.
    pub fn answer(
        &self,
        name: NameRef<'_>,
        rtype: Rtype,
        from: Option<&'z Zone>,
    ) -> Result<Answer<'z>, String> {
        let found = self.perspective(from).lookup(name, rtype);
        let last = found.last(name).to_name();
        let steps = found.steps.iter();
        let way = steps.fold(Security::Secure, |way, step| {
            way.and(|| self.worth(step.rrset.node().zone(), |validator| validator.rrset(step.rrset)))
        });
        let (zone, rrset) = match found.end {
            End::Rrset(rrset) => (rrset.node().zone(), Some(rrset)),
            End::NoData { zone, .. } | End::NxDomain(zone) => (zone, None),
            // Resolvers give up, too.
            End::Unknown(why) if why.is_failure() => {
                let security = Security::Bogus(why.to_string());
                return Ok(Answer { name: name.to_name(), rrset: None, security });
            }
            End::Unknown(why) if last.borrow_name() != name => {
                return Err(format!("it is an alias of `{last}`, and {why}"));
            }
            End::Unknown(why) => return Err(why.to_string()),
        };
        if let Some(rrset) = rrset
            && zone.may_have(rrset.owner(), rtype)
        {
            return Err(WhyNot::Unread(rrset.owner().to_name(), Some(rtype)).to_string());
        }
        if let Some(rrset) = rrset.filter(|rrset| rrset.len() > RRSET) {
            let (owner, count) = (rrset.owner(), rrset.len());
            return Err(format!("`{owner}` has {count} {rtype} records, more than fit one answer"));
        }
        let security = way.and(|| {
            self.worth(zone, |validator| match rrset {
                Some(rrset) => validator.rrset(rrset),
                None => validator.absence(last.borrow_name(), rtype),
            })
        });
        Ok(Answer { name: last, rrset, security })
    }

    /// What the CNAME record of a host is worth by itself.
    fn alias(&self, host: NameRef<'_>, from: Option<&'z Zone>) -> Option<Security> {
        let alias = self.perspective(from).follow(host).steps.first()?.rrset;
        Some(self.worth(alias.node().zone(), |validator| validator.rrset(alias)))
    }

    /// Why it is not known whether a host's own TLSA records are the ones that count: it is an alias of a
    /// name that no zone at hand has, and where that one is secure its records come first (RFC 7671 section
    /// 7).
    fn unknown_target(&self, host: NameRef<'_>, from: Option<&'z Zone>) -> Option<Security> {
        let found = self.perspective(from).follow(host);
        let why = found.why_not().filter(|why| !why.is_failure() && !found.steps.is_empty())?;
        Some(Security::Unknown(format!("`{host}` is an alias of `{}`, and {why}", found.last(host))))
    }

    /// What the addresses of a host are worth, and the name that has them; `None` where the zones at hand do
    /// not say.
    #[must_use]
    pub fn address(&self, host: NameRef<'_>, from: Option<&'z Zone>) -> Option<Answer<'z>> {
        let (v4, v6) = (self.answer(host, types::A, from).ok()?, self.answer(host, types::AAAA, from).ok()?);
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
    pub fn find(&self, service: &Service, from: Option<&'z Zone>) -> TlsaPlace<'z> {
        let host = service.host.borrow_name();
        let address = self.address(host, from);
        let expanded = address
            .as_ref()
            .filter(|answer| answer.name.borrow_name() != host && answer.security.is_secure())
            .map(|answer| answer.name.clone());
        let security = match address {
            // A secure alias of an insecure name keeps its own name as the base: RFC 7672 section 2.2.2.
            Some(Answer { security: Security::Insecure(why), name, .. }) if name.borrow_name() != host => {
                match self.alias(host, from) {
                    Some(security) if security.is_secure() => security,
                    _ => Security::Insecure(why),
                }
            }
            Some(answer) => answer.security,
            None => self.unknown_target(host, from).unwrap_or(Security::Secure),
        };
        if let Some(base) = expanded {
            let owner = Service::new(&base.to_string(), service.proto, service.port).ok();
            let tlsa = owner.map(|owner| self.answer(owner.owner().borrow_name(), types::TLSA, from));
            let settles = |answer: &Answer<'_>| {
                answer.rrset.is_some() && !matches!(answer.security, Security::Insecure(_))
                    || matches!(answer.security, Security::Bogus(_))
            };
            match tlsa {
                Some(Ok(answer)) if settles(&answer) => {
                    return TlsaPlace { base, address: security, tlsa: Ok(answer) };
                }
                Some(Err(why)) => return TlsaPlace { base, address: security, tlsa: Err(why) },
                _ => {}
            }
        }
        TlsaPlace {
            base: service.host.clone(),
            address: security,
            tlsa: self.answer(service.owner().borrow_name(), types::TLSA, from),
        }
    }

    /// The services that have TLSA records or aliases, each with the zone whose clients are meant: by owner
    /// name, and those of MX hosts that wildcards or aliases answer for.
    #[must_use]
    pub fn services(&self) -> Vec<(Service, &'z Zone)> {
        let (mut known, mut asked) = (BTreeSet::new(), BTreeSet::new());
        let mut services: Vec<(Service, &'z Zone)> = Vec::new();
        for node in self.nodes() {
            let from = node.zone();
            let own = node
                .has(&[types::TLSA, types::CNAME])
                .then(|| Service::parse(&node.name().to_string()).ok())
                .flatten();
            let new = own.filter(|service| known.insert(self.identity(service, Some(from))));
            services.extend(new.map(|service| (service, from)));
            for mx in node.rrset(types::MX).into_iter().flat_map(|rrset| rrset.records()) {
                let service = mx
                    .name(types::mx::MAIL_EXCHANGE)
                    .and_then(|host| Service::parse(&format!("_25._tcp.{host}")).ok());
                // Once for each host, however many domains name it.
                let new = service.filter(|service| {
                    let identity = self.identity(service, Some(from));
                    asked.insert(identity.clone())
                        && self.has_records(service, from)
                        && known.insert(identity)
                });
                services.extend(new.map(|service| (service, from)));
            }
        }
        services
    }

    /// What tells services apart: the owner of their TLSA records, and which zone of that name has them.
    #[must_use]
    pub fn identity(&self, service: &Service, from: Option<&'z Zone>) -> (NameKey, Option<ZoneId>) {
        let owner = service.owner();
        let zone = self.perspective(from).zone_of(owner.borrow_name());
        (owner.borrow_name().key(), zone.ok().map(Zone::id))
    }

    fn has_records(&self, service: &Service, from: &'z Zone) -> bool {
        self.find(service, Some(from)).tlsa.is_ok_and(|answer| answer.rrset.is_some())
    }

    /// Owners of TLSA records that name no service and that no alias leads to: no client looks there.
    #[must_use]
    pub fn strays(&self) -> Vec<Name> {
        if !self.zones.iter().any(|validator| validator.zone().has_type(types::TLSA)) {
            return Vec::new();
        }
        let targets: BTreeSet<NameKey> =
            self.nodes().filter_map(target).map(|target| target.borrow_name().key()).collect();
        let dnames =
            self.nodes().filter_map(|node| node.rrset(types::DNAME)?.first().name(types::dname::TARGET));
        let moved: BTreeSet<NameKey> = dnames.map(NameRef::key).collect();
        let is_stray = |owner: &NameRef<'_>| {
            // Wildcards answer for services.
            !owner.labels().any(|label| label == b"*")
                && Service::parse(&owner.to_string()).is_err()
                && !targets.contains(&owner.key())
                && !std::iter::successors(Some(*owner), |name| name.parent())
                    .any(|name| !moved.is_empty() && moved.contains(&name.key()))
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
        for (domain, way) in self.visitors.get(&host.key()).into_iter().flatten() {
            let comes = match way {
                Way::Mx => service.is_mail_exchange(),
                Way::Srv(port) => *port == service.port,
                Way::Alias => !service.is_mail_exchange(),
            };
            if comes && domain.borrow_name() != host && seen.insert(domain.borrow_name().key()) {
                next_hops.push(domain.clone());
            }
        }
        Names { base: vec![base.clone()], next_hops }
    }
}

/// What a node is an alias of.
fn target(node: Node<'_>) -> Option<Name> {
    node.rrset(types::CNAME)?.first().name(types::cname::CANONICAL_NAME).map(NameRef::to_name)
}
